//go:build !headless

package main

import (
	"context"
	"os"
	"time"

	"github.com/godbus/dbus/v5"

	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/pipeline/eventlog"
	"wattlake/ui/desktop/connect"
	"wattlake/ui/secrets"
	"wattlake/ui/settings"
)

// connections lets the window test the connections to the team and keep their secrets.
func connections() connect.Services {
	return connect.Services{
		TestBucket: func(ctx context.Context, s settings.Sync, keys connect.Keys, passed func(string)) error {
			team, err := openTeamStoreWith(ctx, s, secrets.BucketKeys{Access: keys.Access, Secret: keys.Secret})
			if err != nil {
				return err
			}
			passed("settings")
			return team.Diagnose(ctx, time.Now, func(step store.Step) { passed(string(step)) })
		},
		TestKafka: testKafka,
		KeepKeys: func(ctx context.Context, s settings.Sync, keys connect.Keys) error {
			return secrets.KeepBucket(ctx, s, secrets.BucketKeys{Access: keys.Access, Secret: keys.Secret})
		},
		KeepPassword: secrets.KeepKafka,
	}
}

// testKafka connects and says of each step whether it went well, which the error's code tells.
func testKafka(ctx context.Context, k settings.Kafka, password string, passed func(string)) error {
	cfg, err := teamConfigWith(ctx, k, "test", password)
	if err == nil {
		var team *eventlog.Team
		if team, err = eventlog.OpenTeam(cfg); err == nil {
			defer func() { _ = team.Close() }() // only asked
			_, err = team.Connect(ctx)
		}
	}
	steps := []struct {
		name  string
		codes []lake.Code
	}{
		{"dns", []lake.Code{eventlog.CodeDNS}},
		{"tcp", []lake.Code{eventlog.CodeUnreachable, eventlog.CodeBroker}},
		{"tls", []lake.Code{eventlog.CodeTLS}},
		{"login", []lake.Code{eventlog.CodeLogin}},
		{"topics", []lake.Code{eventlog.CodeTopic, eventlog.CodeDenied}},
	}
	if err == nil {
		return nil
	}
	failing := lake.CodeOf(err)
	for i, step := range steps {
		for _, code := range step.codes {
			if code == failing {
				for _, before := range steps[:i] {
					passed(before.name)
				}
			}
		}
	}
	return err
}

// busLimit is how long the session bus may take to answer at the start of the window, which waits for it.
const busLimit = time.Second

// hasSessionBus reports whether the desktop environment has what trays and notifications go through, and that it answers: a tray on a
// dead bus ends the program with a panic when it is left.
func hasSessionBus(ctx context.Context) bool {
	if os.Getenv("DBUS_SESSION_BUS_ADDRESS") == "" {
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, busLimit)
	defer cancel()
	answered := make(chan bool, 1)
	go func() { // a bus that takes calls and never answers would hold it up for good
		bus, err := dbus.ConnectSessionBus()
		if err == nil {
			err = bus.Close()
		}
		answered <- err == nil
	}()
	select {
	case ok := <-answered:
		return ok
	case <-ctx.Done():
		return false
	}
}
