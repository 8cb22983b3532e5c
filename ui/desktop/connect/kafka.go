package connect

import (
	"context"

	"fyne.io/fyne/v2"

	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
	"wattlake/ui/settings"
)

// Kafka is the form for the team's Kafka.
func Kafka(p Params) fyne.CanvasObject {
	l, d := p.Locale, p.Draft
	test := func() (*present.Trial, func(context.Context, func(string)) error) {
		k, password := d.TeamKafka(), d.Password
		return present.NewKafkaTrial(k), func(ctx context.Context, passed func(string)) error {
			return p.Services.TestKafka(ctx, k, password, passed)
		}
	}
	mechanism := widgets.Choices([]present.Choice{
		{Value: "", Label: "SCRAM-SHA-512"}, {Value: "scram-sha-256", Label: "SCRAM-SHA-256"}, {Value: "plain", Label: "PLAIN"},
	}, usual(d.Kafka.Mechanism, "scram-sha-512"), func(v string) { d.Kafka.Mechanism = v })
	work := widgets.Choices([]present.Choice{
		{Value: "", Label: l.T("connect.work.here")}, {Value: settings.WorkWorkers, Label: l.T("connect.work.workers")},
	}, usual(d.Kafka.Work, settings.WorkHere), func(v string) { d.Kafka.Work = v })
	return p.form(
		p.OnKafka, test,
		p.entry(l.T("connect.brokers"), &d.Brokers, "kafka-1.firma.pl:9093, kafka-2.firma.pl:9093"),
		widgets.Fields(p.entry(l.T("connect.user"), &d.Kafka.User, ""), p.secret(l.T("connect.password"), &d.Password)),
		widgets.Field(l.T("connect.mechanism"), mechanism, ""),
		widgets.Flush(widgets.Tick(l.T("connect.tls"), &d.Kafka.TLS)),
		widgets.Fields(p.entry(l.T("connect.ca"), &d.Kafka.CA, ""), p.entry(l.T("connect.prefix"), &d.Kafka.Prefix, "")),
		widgets.Field(l.T("connect.work"), work, l.T("connect.work.hint")),
	)
}

// usual is the value of a choice where the usual one is written as nothing.
func usual(value, meansNothing string) string {
	if value == meansNothing {
		return ""
	}
	return value
}
