package main

import (
	"context"
	"fmt"
	"strings"

	"wattlake/lake"
	"wattlake/pipeline/eventlog"
	"wattlake/ui/cli"
	"wattlake/ui/settings"
)

// checkKafka tests the connection and names the step that fails.
func checkKafka(ctx context.Context, dir string) []cli.Check {
	k := kafkaSettings()
	if len(k.Brokers) == 0 {
		return nil
	}
	checks := []cli.Check{kafkaConnection(ctx, k)}
	if waiting, err := relayBacklog(ctx, dir); err != nil {
		checks = append(checks, failed("backlog", err, lake.Text{}))
	} else {
		checks = append(checks, passed("backlog", fmt.Sprintf("zdarzeń do wysłania: %d", waiting), fmt.Sprintf("events that wait to be sent: %d", waiting)))
	}
	return checks
}

func kafkaConnection(ctx context.Context, k settings.Kafka) cli.Check {
	cfg, err := teamConfig(ctx, k, "doctor")
	if err == nil {
		var team *eventlog.Team
		if team, err = eventlog.OpenTeam(cfg); err == nil {
			defer func() { _ = team.Close() }() // only asked
			_, err = team.Connect(ctx)
		}
	}
	if err == nil {
		brokers := strings.Join(k.Brokers, ", ")
		return passed("kafka", brokers+" odpowiada i ma tematy", brokers+" answers and has the topics")
	}
	check, step := failed("kafka", err, lake.Text{}), kafkaStep(lake.CodeOf(err))
	check.Detail = lake.Text{PL: step.PL + ": " + check.Detail.PL, EN: step.EN + ": " + check.Detail.EN}
	return check
}

// kafkaStep names the step of a connection that an error is about.
func kafkaStep(code lake.Code) lake.Text {
	switch code {
	case eventlog.CodeDNS:
		return lake.Text{PL: "nazwa (DNS)", EN: "name (DNS)"}
	case eventlog.CodeTLS:
		return lake.Text{PL: "szyfrowanie (TLS)", EN: "encryption (TLS)"}
	case eventlog.CodeLogin:
		return lake.Text{PL: "logowanie (SASL)", EN: "login (SASL)"}
	case eventlog.CodeTopic:
		return lake.Text{PL: "tematy", EN: "topics"}
	case eventlog.CodeDenied:
		return lake.Text{PL: "uprawnienia", EN: "permission"}
	case eventlog.CodeUnreachable:
		return lake.Text{PL: "połączenie (TCP)", EN: "connection (TCP)"}
	default:
		return lake.Text{PL: "broker", EN: "broker"}
	}
}
