package teamsync_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/lake/store/storetest"
	"wattlake/pipeline/teamsync"
)

// Three desktops on a real server with TLS; the third is a new machine that restores everything with one sync.
func TestTeamOnARealServer(t *testing.T) {
	server := storetest.StartS3(t, true)
	team := server.Open(t, func(c *store.S3Config) { c.Prefix = "team/lake" })
	ala, ola := join(t, "ala", nil, team), join(t, "ola", nil, team)
	for n := range 8 {
		ala.ingest(t, n)
		ola.ingest(t, n+4)
	}
	ala.mustSync(t)
	ola.decide(t, lake.Decision{Kind: lake.DecideApprove, Document: ola.ingest(t, 11)})
	ola.mustSync(t)
	ala.mustSync(t)
	restored := join(t, "new", nil, team)
	restored.mustSync(t)
	converged(t, team, ala, ola, restored)
}

// The line is bad: the server is busy, drops connections, cuts answers off, says that objects exist which do not, or that the
// keys have expired. A sync may fail, with a sentence, but once the line is good everything is as if it always had been.
func TestBadLine(t *testing.T) {
	for name, mood := range map[string]int32{"503": busy, "429": throttled, "reset": reset, "cut off": cut, "412": falsely, "expired keys": expired} {
		t.Run(name, func(t *testing.T) {
			if mood == busy && !soak() {
				t.Skip("the pauses before another try take long")
			}
			line := newLine(t)
			team := line.server.Open(t, nil)
			ala, ola := join(t, "ala", nil, team), join(t, "ola", nil, team)
			for n := range 4 {
				ala.ingest(t, n)
				ola.ingest(t, n+3)
			}
			line.mood.Store(calm)
			ala.mustSync(t)
			line.mood.Store(mood)
			for range 2 {
				if _, err := ola.sync(t.Context(), teamsync.Options{}); err != nil {
					message, _ := lake.Explain(err)
					if message.PL == "" || lake.CodeOf(err) == lake.CodeInternal {
						t.Errorf("an error without a sentence: %v", err)
					}
					if mood == expired && lake.CodeOf(err) != store.CodeCredentials {
						t.Errorf("expired keys: %v", err)
					}
				}
			}
			if line.spoiled.Load() == 0 {
				t.Error("no request was spoiled: the test is too kind")
			}
			line.mood.Store(calm)
			ola.restart(t)
			ola.mustSync(t)
			ala.mustSync(t)
			ola.mustSync(t)
			converged(t, team, ala, ola)
		})
	}
}

// The moods of a line.
const (
	calm = iota
	busy
	throttled
	reset
	cut
	falsely
	expired
)

// line is a server behind a proxy with moods.
type line struct {
	server  storetest.S3Server
	mood    atomic.Int32
	asked   atomic.Int64
	spoiled atomic.Int64
}

func newLine(t *testing.T) *line {
	t.Helper()
	l := &line{}
	random := rand.New(rand.NewPCG(7, 7))
	chances := make(chan int)
	go func() {
		for {
			select {
			case chances <- random.IntN(100):
			case <-t.Context().Done():
				return
			}
		}
	}()
	l.server = storetest.StartS3(t, false).Behind(t, func(w http.ResponseWriter, r *http.Request) bool {
		n := l.asked.Add(1)
		const often = 8 // percent
		chance := <-chances
		return (chance < often || l.mood.Load() == expired && n%40 > 20) && l.spoil(w, r)
	})
	return l
}

// spoil answers in the line's mood, and reports whether it has.
func (l *line) spoil(w http.ResponseWriter, r *http.Request) bool {
	answer := func(status int, code string) bool {
		l.spoiled.Add(1)
		storetest.Refuse(w, status, code)
		return true
	}
	switch l.mood.Load() {
	case busy:
		return answer(http.StatusServiceUnavailable, "SlowDown")
	case throttled:
		return answer(http.StatusTooManyRequests, "TooManyRequests")
	case reset:
		l.spoiled.Add(1)
		panic(http.ErrAbortHandler)
	case cut:
		if r.Method == http.MethodGet {
			l.spoiled.Add(1)
			w.Header().Set("Content-Length", "4096")
			_, _ = w.Write([]byte("half of it")) // and no more
			panic(http.ErrAbortHandler)
		}
	case falsely:
		if r.Method == http.MethodPut && r.Header.Get("If-None-Match") != "" && !strings.Contains(r.URL.Path, "_wattlake") {
			return answer(http.StatusPreconditionFailed, "PreconditionFailed")
		}
	case expired:
		return answer(http.StatusBadRequest, "ExpiredToken")
	}
	return false
}

// A server without conditional writes, whether it ignores the condition or refuses it: documents are exchanged, tables are left
// alone, and that is said.
func TestServerWithoutConditions(t *testing.T) {
	for name, handle := range map[string]func(http.ResponseWriter, *http.Request) bool{
		"ignores them": func(_ http.ResponseWriter, r *http.Request) bool {
			r.Header.Del("If-None-Match")
			return false
		},
		"refuses them": func(w http.ResponseWriter, r *http.Request) bool {
			if r.Header.Get("If-None-Match") == "" {
				return false
			}
			storetest.Refuse(w, http.StatusNotImplemented, "NotImplemented")
			return true
		},
	} {
		t.Run(name, func(t *testing.T) {
			team := storetest.StartS3(t, false).Behind(t, handle).Open(t, nil)
			ala, ola := join(t, "ala", nil, team), join(t, "ola", nil, team)
			ala.ingest(t, 1)
			ola.ingest(t, 7)
			ala.mustSync(t)
			report := ola.mustSync(t)
			if report.Warning.PL == "" || report.Hint.EN == "" || report.Silver != -1 || report.Gold != 0 {
				t.Errorf("%+v", report)
			}
			ala.mustSync(t)
			if diff := cmp.Diff(bronzeKeys(t, ala.local), bronzeKeys(t, ola.local)); diff != "" {
				t.Error(diff)
			}
			for _, key := range keys(t, team) {
				if strings.HasPrefix(string(key), "02_") || strings.HasPrefix(string(key), "03_") {
					t.Errorf("a table was written: %s", key)
				}
			}
		})
	}
}

// The clocks are an hour apart, either way: the server refuses the first request, and the sync goes by the server's clock.
func TestClocksApart(t *testing.T) {
	for _, skew := range []time.Duration{time.Hour, -time.Hour} {
		t.Run(skew.String(), func(t *testing.T) {
			var refused atomic.Int64
			team := storetest.StartS3(t, false).Behind(t, func(w http.ResponseWriter, r *http.Request) bool {
				const tolerated = 15 * time.Minute
				there := time.Now().Add(skew).UTC()
				signed, err := time.Parse("20060102T150405Z", r.Header.Get("X-Amz-Date"))
				w.Header().Set("Date", there.Format(http.TimeFormat))
				if err == nil && there.Sub(signed).Abs() <= tolerated {
					return false
				}
				refused.Add(1)
				storetest.Refuse(w, http.StatusForbidden, "RequestTimeTooSkewed")
				return true
			}).Open(t, nil)
			ala, ola := join(t, "ala", nil, team), join(t, "ola", nil, team)
			ala.ingest(t, 1)
			ala.mustSync(t)
			ola.mustSync(t)
			converged(t, team, ala, ola)
			if refused.Load() == 0 {
				t.Error("no request was refused: the test is too kind")
			}
		})
	}
}

// Engines that nobody here wrote open the team's tables in the bucket and see the same figures.
func TestOtherEnginesReadTheBucket(t *testing.T) {
	python := os.Getenv("WATTLAKE_TEST_DELTALAKE")
	if python == "" {
		t.Skip("WATTLAKE_TEST_DELTALAKE names no Python with deltalake")
	}
	server := storetest.StartS3(t, false)
	team := server.Open(t, nil)
	ala := join(t, "ala", nil, team)
	for n := range 10 {
		ala.ingest(t, n)
	}
	ala.mustSync(t)
	const script = `
import json, sys
from deltalake import DeltaTable
options = {"AWS_ENDPOINT_URL": sys.argv[1], "AWS_ALLOW_HTTP": "true", "AWS_S3_ALLOW_UNSAFE_RENAME": "true"}
table = DeltaTable("s3://" + sys.argv[2] + "/02_silver/invoices", storage_options=options).to_pyarrow_table()
print(json.dumps({"rows": table.num_rows, "net": str(sum(table.column("net").to_pylist())), "keys": sorted(table.column("invoice_key").to_pylist())}))
`
	command := exec.CommandContext(t.Context(), python, "-c", script, server.Endpoint, storetest.S3Bucket)
	var complaints bytes.Buffer
	command.Stderr = &complaints
	output, err := command.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, &complaints)
	}
	type seen struct {
		Rows int               `json:"rows"`
		Net  string            `json:"net"`
		Keys []lake.InvoiceKey `json:"keys"`
	}
	var got seen
	if err := json.Unmarshal(output, &got); err != nil {
		t.Fatal(err)
	}
	var want seen
	var net lake.Money
	for _, row := range rebuild(t, team).Silver {
		net += row.Net.Value
		want.Rows++
		want.Keys = append(want.Keys, row.Key)
	}
	want.Net = net.String()
	slices.Sort(want.Keys)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
