package connect

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
	"wattlake/ui/settings"
)

// Kafka is the form for the team's Kafka.
func Kafka(p Params) fyne.CanvasObject {
	l, d := p.Locale, p.Draft
	entry := func(value *string, hint string) fyne.CanvasObject { return widgets.NewEntry(value, hint, p.OnShortcut) }
	test := newTrial(p, func() (*present.Trial, func(context.Context, func(string)) error) {
		k, password := d.TeamKafka(), d.Password
		return present.NewKafkaTrial(k), func(ctx context.Context, passed func(string)) error {
			return p.Services.TestKafka(ctx, k, password, passed)
		}
	})
	buttons := container.NewHBox(test.button)
	if p.OnKafka != nil {
		buttons = container.NewHBox(widgets.PrimaryButton("approve", l.T("connect.save"), p.OnKafka), test.button)
	}
	mechanism := widgets.Choices([]present.Choice{
		{Value: "", Label: "SCRAM-SHA-512"}, {Value: "scram-sha-256", Label: "SCRAM-SHA-256"}, {Value: "plain", Label: "PLAIN"},
	}, usual(d.Kafka.Mechanism, "scram-sha-512"), func(v string) { d.Kafka.Mechanism = v })
	work := widgets.Choices([]present.Choice{
		{Value: "", Label: l.T("connect.work.here")}, {Value: settings.WorkWorkers, Label: l.T("connect.work.workers")},
	}, usual(d.Kafka.Work, settings.WorkHere), func(v string) { d.Kafka.Work = v })
	return container.New(
		layout.NewCustomPaddedVBoxLayout(12),
		widgets.Field(l.T("connect.brokers"), entry(&d.Brokers, "kafka-1.firma.pl:9093, kafka-2.firma.pl:9093"), ""),
		widgets.Fields(
			widgets.Field(l.T("connect.user"), entry(&d.Kafka.User, ""), ""),
			widgets.Field(l.T("connect.password"), widgets.NewSecret(&d.Password, l.T("connect.kept"), p.OnShortcut), "")),
		widgets.Field(l.T("connect.mechanism"), mechanism, ""),
		widgets.Tick(l.T("connect.tls"), &d.Kafka.TLS),
		widgets.Fields(
			widgets.Field(l.T("connect.ca"), entry(&d.Kafka.CA, ""), ""),
			widgets.Field(l.T("connect.prefix"), entry(&d.Kafka.Prefix, ""), "")),
		widgets.Field(l.T("connect.work"), work, l.T("connect.work.hint")),
		buttons, test.steps,
	)
}

// usual is the value of a choice where the usual one is written as nothing.
func usual(value, meansNothing string) string {
	if value == meansNothing {
		return ""
	}
	return value
}
