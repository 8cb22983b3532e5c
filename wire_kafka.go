package main

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/pipeline/eventlog"
	"wattlake/pipeline/teamsync"
	"wattlake/ui/cli"
	"wattlake/ui/secrets"
	"wattlake/ui/settings"
)

// kafkaSettings is what the settings file says, with the environment before it.
func kafkaSettings() settings.Kafka {
	k := configuration().File.Kafka
	if brokers := os.Getenv("WATTLAKE_KAFKA_BROKERS"); brokers != "" {
		k.Brokers = splitList(brokers)
	}
	k.TLS = k.TLS || os.Getenv("WATTLAKE_KAFKA_TLS") == "1"
	k.CA = cmp.Or(os.Getenv("WATTLAKE_KAFKA_CA"), k.CA)
	k.Mechanism = cmp.Or(os.Getenv("WATTLAKE_KAFKA_MECHANISM"), k.Mechanism)
	k.User = cmp.Or(os.Getenv("WATTLAKE_KAFKA_USER"), k.User)
	k.Prefix = cmp.Or(os.Getenv("WATTLAKE_KAFKA_PREFIX"), k.Prefix)
	k.Work = cmp.Or(os.Getenv("WATTLAKE_KAFKA_WORK"), k.Work, settings.WorkHere)
	return k
}

func splitList(list string) []string {
	var parts []string
	for part := range strings.SplitSeq(list, ",") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// kafkaPassword comes from the environment or the system's keyring.
func kafkaPassword(ctx context.Context, user string) (string, error) {
	if password, ok := os.LookupEnv("WATTLAKE_KAFKA_PASSWORD"); ok || user == "" {
		return password, nil
	}
	password, err := secrets.Kafka(ctx, user)
	if err == nil {
		return password, nil
	}
	return "", &lake.Error{
		Code: eventlog.CodeLogin, Op: "kafka: password", Err: err,
		Message: lake.Text{PL: "Nie ma hasła użytkownika Kafki " + user + ".", EN: "There is no password for the Kafka user " + user + "."},
		Hint: lake.Text{
			PL: "Zapisz je: wattlake kafka set --password, albo ustaw WATTLAKE_KAFKA_PASSWORD.",
			EN: "Save it: wattlake kafka set --password, or set WATTLAKE_KAFKA_PASSWORD.",
		},
	}
}

// teamConfig makes the connection's settings.
func teamConfig(ctx context.Context, k settings.Kafka, source string) (eventlog.TeamConfig, error) {
	return teamConfigWith(ctx, k, source, "")
}

// teamConfigWith is teamConfig with a password that was given, or without one with that which is kept.
func teamConfigWith(ctx context.Context, k settings.Kafka, source, password string) (eventlog.TeamConfig, error) {
	if password == "" {
		var err error
		if password, err = kafkaPassword(ctx, k.User); err != nil {
			return eventlog.TeamConfig{}, err
		}
	}
	mechanism := k.Mechanism
	if mechanism == "" && k.User != "" {
		mechanism = "scram-sha-512"
	}
	return eventlog.TeamConfig{
		Brokers: k.Brokers, TLS: k.TLS, CAFile: k.CA, Mechanism: mechanism, User: k.User, Password: password, Prefix: k.Prefix,
		Source: source, Clock: time.Now,
	}, nil
}

func ledgerPath(dir string) string {
	return filepath.Join(dir, filepath.FromSlash(lake.LocalPrefix), "relayed", "ledger")
}

// startRelay announces to the team what this lake makes, if the settings name a Kafka. What is wrong with the settings is
// said by doctor and in the window; work goes on here all the same.
// The connection is to be closed after the node.
func (o *openedLake) startRelay(ctx context.Context, dir, lakeID string, ledger *eventlog.Ledger) (closeTeam func() error) {
	k := kafkaSettings()
	nothing := func() error { return nil }
	if len(k.Brokers) == 0 {
		return nothing
	}
	cfg, err := teamConfig(ctx, k, lakeID)
	var team *eventlog.Team
	if err == nil {
		cfg.Logger = o.logger
		team, err = eventlog.OpenTeam(cfg)
	}
	if err != nil {
		o.logger.ErrorContext(ctx, "the team's kafka is not used", "error", err)
		return nothing
	}
	p := pipeline.RelayParams{Brokers: team, Ledger: ledger, Tables: true}
	if bucket := configuration().File.Sync.Bucket; bucket != "" {
		p.Arrived, p.Tables = teamsync.NewArrivals(syncFolder(dir), bucket).Arrived, false
	}
	o.relay = o.node.StartRelay(p)
	if k.Work == settings.WorkWorkers {
		o.node.FollowWorkers(team.Follow)
	}
	return team.Close
}

// relayBacklog counts what waits to be sent, without taking the lake's lock.
func relayBacklog(ctx context.Context, dir string) (int, error) {
	objects, tables, err := openTables(ctx, dir)
	if err != nil {
		return 0, err
	}
	defer func() { _ = tables.Close() }() // only read
	library, err := pipeline.OpenLibrary(ctx, objects, tables)
	if err != nil {
		return 0, err
	}
	ledger, err := eventlog.ReadLedger(ledgerPath(dir))
	if err != nil {
		return 0, err
	}
	return library.RelayBacklog(ledger), nil
}

// kafkaCommands lets the command line set up and test the team's Kafka.
func kafkaCommands() cli.Kafka {
	return cli.Kafka{
		Settings: kafkaSettings,
		Save: func(ctx context.Context, k settings.Kafka, password string) error {
			if password != "" {
				if err := secrets.KeepKafka(ctx, k.User, password); err != nil {
					return err
				}
			}
			c := configuration()
			c.File.Kafka = k
			return c.File.Save(c.Path)
		},
		Test: checkKafka,
	}
}

// stagesHere are the stages that run here if workers read and parse.
func stagesHere(k settings.Kafka) []lake.Stage {
	if k.Work == settings.WorkWorkers && len(k.Brokers) > 0 {
		return []lake.Stage{lake.StageSilver, lake.StageGold}
	}
	return nil
}

var errNoStage = errors.New("no such stage")

// parseStages reads a list such as "read,parse"; an empty one means all.
func parseStages(list []string) ([]lake.Stage, error) {
	var stages []lake.Stage
	known := []lake.Stage{lake.StageRead, lake.StageParse, lake.StageSilver, lake.StageGold}
	for _, name := range list {
		if !slices.Contains(known, lake.Stage(name)) {
			return nil, &lake.Error{
				Code: lake.CodeUsage, Op: "worker: stages", Err: errNoStage,
				Message: lake.Text{PL: "Nie ma takiego etapu: " + name + ".", EN: "There is no such stage: " + name + "."},
				Hint:    lake.Text{PL: "Użyj: read, parse, silver, gold.", EN: "Use read, parse, silver, gold."},
			}
		}
		stages = append(stages, lake.Stage(name))
	}
	return stages, nil
}
