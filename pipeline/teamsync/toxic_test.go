package teamsync_test

import (
	"context"
	"net/url"
	"strings"
	"sync"
	"testing"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"

	"wattlake/lake"
	"wattlake/lake/store/storetest"
	"wattlake/pipeline"
	"wattlake/pipeline/teamsync"
)

// A poor connection only slows a sync down; a broken one ends it with a sentence. Once the line is good, everything is as if it
// always had been. The line is encrypted, and spoilt below that.
func TestPoorLine(t *testing.T) {
	for name, test := range map[string]struct {
		toxic  string
		breaks bool // a sync may fail
		slow   bool
	}{
		"latency":         {toxic: `{"type":"latency","attributes":{"latency":40,"jitter":30}}`},
		"slow close":      {toxic: `{"type":"slow_close","attributes":{"delay":500}}`},
		"in small pieces": {toxic: `{"type":"slicer","attributes":{"average_size":300,"size_variation":200,"delay":200}}`},
		// 12 kB/s: one per cent of a line with 10 Mbit/s
		"one per cent of the bandwidth": {toxic: `{"type":"bandwidth","attributes":{"rate":12}}`, slow: true},
		"reset":                         {toxic: `{"type":"reset_peer","toxicity":0.7,"attributes":{"timeout":20}}`, breaks: true},
		"time-out":                      {toxic: `{"type":"timeout","toxicity":0.5,"attributes":{"timeout":100}}`, breaks: true},
		"cut off":                       {toxic: `{"type":"limit_data","attributes":{"bytes":9000}}`, breaks: true},
	} {
		t.Run(name, func(t *testing.T) {
			if test.slow && !soak() {
				t.Skip("takes long: WATTLAKE_SOAK=1")
			}
			line, server := newToxicLine(t)
			team := server.Open(t, nil)
			ala, ola := join(t, "ala", nil, team), join(t, "ola", nil, team)
			for n := range 4 {
				ala.ingest(t, n)
				ola.ingest(t, n+3)
			}
			ala.mustSync(t)
			line.spoil(t, test.toxic)
			for range 2 {
				_, err := ola.sync(t.Context(), teamsync.Options{})
				if err == nil {
					continue
				}
				if message, _ := lake.Explain(err); !test.breaks || message.PL == "" || lake.CodeOf(err) == lake.CodeInternal {
					t.Errorf("got %v", err)
				}
			}
			line.mend(t)
			ola.restart(t)
			ola.mustSync(t)
			ala.mustSync(t)
			ola.mustSync(t)
			converged(t, team, ala, ola)
		})
	}
}

// Whoever cancels a sync over a line that has gone dead need not wait for it.
func TestCancelOnADeadLine(t *testing.T) {
	line, server := newToxicLine(t)
	team := server.Open(t, nil)
	ala := join(t, "ala", nil, team)
	ala.ingest(t, 1)
	ctx, cancel := context.WithCancel(t.Context())
	die := sync.OnceFunc(func() {
		line.spoil(t, `{"type":"timeout","attributes":{"timeout":0}}`) // nothing comes through, and nobody says so
		cancel()
	})
	_, err := ala.syncer().Run(ctx, teamsync.Options{}, func(p pipeline.SyncProgress) {
		if p.Phase == pipeline.SyncMoving {
			die()
		}
	})
	if lake.CodeOf(err) != lake.CodeCancelled {
		t.Errorf("got %v", err)
	}
	line.mend(t)
	ala.restart(t)
	ala.mustSync(t)
	converged(t, team, ala)
}

// toxicLine is a connection that can be spoilt.
type toxicLine struct{ proxy *toxiproxy.Proxy }

// newToxicLine starts a server with TLS behind a line that is good for now.
func newToxicLine(t *testing.T) (toxicLine, storetest.S3Server) {
	t.Helper()
	server := storetest.StartS3(t, true)
	target, err := url.Parse(server.Endpoint)
	if err != nil {
		t.Fatal(err)
	}
	zerolog.SetGlobalLevel(zerolog.Disabled) // toxics trace every write
	api := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	proxy := toxiproxy.NewProxy(api, "line", "127.0.0.1:0", target.Host)
	if err := proxy.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(proxy.Stop)
	server.Endpoint = "https://" + proxy.Listen
	return toxicLine{proxy}, server
}

// spoil applies a toxic to what comes from the server; connections that are open have it too.
func (l toxicLine) spoil(t *testing.T, toxic string) {
	t.Helper()
	if _, err := l.proxy.Toxics.AddToxicJson(strings.NewReader(toxic)); err != nil {
		t.Error(err)
	}
}

func (l toxicLine) mend(t *testing.T) {
	t.Helper()
	l.proxy.Toxics.ResetToxics(t.Context())
}
