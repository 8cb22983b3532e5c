package teamsync_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/lake/bronze"
	"wattlake/lake/store"
	"wattlake/lake/warehouse"
	"wattlake/pipeline"
	"wattlake/pipeline/pipelinetest"
	"wattlake/pipeline/teamsync"
)

// The tests of this package make facts directly, without reading any document, and run the real store and tables.

// noon is what every clock shows.
func noon() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// soak reports whether tests may take long.
func soak() bool { return os.Getenv("WATTLAKE_SOAK") == "1" }

func noSleep(ctx context.Context, _ time.Duration) error { return ctx.Err() }

// desktop is one member of the team: a lake of its own and a sync with the bucket.
type desktop struct {
	name    string
	local   pipeline.Objects
	team    pipeline.Objects // as it sees it, with its own faults
	folder  string
	cache   string
	tables  *warehouse.Warehouse
	adopted []lake.Key
	change  func(*teamsync.Params) // nil leaves them
}

// join gives a new desktop an empty lake. local nil keeps it in memory.
func join(t *testing.T, name string, local, team pipeline.Objects) *desktop {
	t.Helper()
	if local == nil {
		local = store.NewMemory()
	}
	d := &desktop{name: name, local: local, team: team, folder: t.TempDir(), cache: t.TempDir()}
	d.restart(t)
	return d
}

// restart opens the team's tables anew, as another process would.
func (d *desktop) restart(t *testing.T) {
	t.Helper()
	if d.tables != nil {
		_ = d.tables.Close()
	}
	var err error
	d.tables, err = warehouse.Open(t.Context(), warehouse.Params{Store: d.team, TempDir: t.TempDir(), CacheDir: d.cache, Clock: noon})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.tables.Close() })
}

func (d *desktop) syncer() *teamsync.Syncer {
	p := teamsync.Params{
		Local: d.local, Team: d.team, Tables: d.tables, Folder: d.folder, Location: "s3://test/lake", Author: d.name, Program: "1",
		NewID: func() string { return "lake-of-" + d.name }, Clock: noon, Sleep: noSleep,
		Adopt: func(_ context.Context, keys []lake.Key) error {
			d.adopted = append(d.adopted, keys...)
			return nil
		},
	}
	if d.change != nil {
		d.change(&p)
	}
	return teamsync.New(p)
}

func (d *desktop) sync(ctx context.Context, o teamsync.Options) (pipeline.SyncReport, error) {
	return d.syncer().Run(ctx, o, nil)
}

func (d *desktop) mustSync(t *testing.T) pipeline.SyncReport {
	t.Helper()
	report, err := d.sync(t.Context(), teamsync.Options{})
	if err != nil {
		t.Fatalf("%s: %v", d.name, err)
	}
	return report
}

func put(tb testing.TB, objects pipeline.Objects, key lake.Key, content []byte) {
	tb.Helper()
	if _, err := objects.PutIfAbsent(tb.Context(), key, content); err != nil {
		tb.Fatal(err)
	}
}

// ingest stores a document with what the pipeline makes of it. The same number is the same document everywhere.
func (d *desktop) ingest(tb testing.TB, number int) lake.DocumentID {
	tb.Helper()
	raw := fmt.Appendf(nil, "%%PDF-1.7\ndocument %d", number)
	id := lake.NewDocumentID(raw)
	name := lake.NewName(fmt.Sprintf("faktura %d.pdf", number), id)
	var reading lake.Reading
	if err := json.Unmarshal([]byte(pipelinetest.Invoice("F/"+strconv.Itoa(number/2), 100+number)), &reading); err != nil { // pairs share an invoice
		tb.Fatal(err)
	}
	reading.Part, reading.Pages = 1, []int{1}
	parsed := encode(tb, lake.Parsed{Document: id, Parser: 1 + number%2, Source: lake.SourceTextLayer, Invoices: []lake.Reading{reading}})
	origin := encode(tb, lake.Origin{Document: id, FileName: string(name), Author: d.name, At: noon().Format(time.RFC3339)})
	put(tb, d.local, lake.RawKey(name, ".pdf"), raw)
	put(tb, d.local, lake.OriginKey(name, origin), origin)
	put(tb, d.local, lake.TextKey(name, raw), raw)
	put(tb, d.local, lake.ParsedKey(name, parsed), parsed)
	return id
}

// decide stores a decision after all that this desktop has seen.
func (d *desktop) decide(tb testing.TB, decision lake.Decision) {
	tb.Helper()
	catalogue := bronze.New(d.local)
	if err := catalogue.Scan(tb.Context()); err != nil {
		tb.Fatal(err)
	}
	decision.Lamport, decision.Author, decision.At = catalogue.NextLamport(), d.name, noon().Format(time.RFC3339)
	content := encode(tb, decision)
	put(tb, d.local, lake.DecisionKey(decision.Kind, decision.Lamport, content), content)
}

func encode(tb testing.TB, v any) []byte {
	tb.Helper()
	content, err := json.Marshal(v)
	if err != nil {
		tb.Fatal(err)
	}
	return content
}

// tables is everything that the team's tables hold.
type tables struct {
	Silver      []lake.Invoice
	Costs       []lake.MonthlyCost
	Consumption []lake.Consumption
	Corrections []lake.CorrectionSummary
	Audit       []lake.AuditFinding
}

func read(tb testing.TB, w *warehouse.Warehouse) (all tables) {
	tb.Helper()
	var errs [5]error
	all.Silver, errs[0] = w.Invoices(tb.Context())
	all.Costs, errs[1] = w.Costs(tb.Context(), lake.MetricFilter{})
	all.Consumption, errs[2] = w.Consumption(tb.Context(), lake.MetricFilter{})
	all.Corrections, errs[3] = w.Corrections(tb.Context(), lake.MetricFilter{})
	all.Audit, errs[4] = w.Audit(tb.Context(), lake.MetricFilter{})
	for _, err := range errs {
		if err != nil {
			tb.Fatal(err)
		}
	}
	return all
}

// rebuild computes the tables from all facts at once, on an empty lake of its own.
func rebuild(tb testing.TB, facts pipeline.Objects) tables {
	tb.Helper()
	w, err := warehouse.Open(tb.Context(), warehouse.Params{Store: store.NewMemory(), TempDir: tb.TempDir(), Clock: noon})
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = w.Close() }()
	catalogue := bronze.New(facts)
	if err := catalogue.Scan(tb.Context()); err != nil {
		tb.Fatal(err)
	}
	if _, err := pipeline.Fold(tb.Context(), catalogue, w, catalogue.Documents()); err != nil {
		tb.Fatal(err)
	}
	if err := w.CommitRegister(tb.Context(), catalogue.Register()); err != nil {
		tb.Fatal(err)
	}
	if _, err := w.BuildGold(tb.Context()); err != nil {
		tb.Fatal(err)
	}
	return read(tb, w)
}

// bronzeKeys lists a side's Bronze.
func bronzeKeys(tb testing.TB, objects pipeline.Objects) []lake.Key {
	tb.Helper()
	var keys []lake.Key
	for info, err := range objects.List(tb.Context(), lake.BronzePrefix) {
		if err != nil {
			tb.Fatal(err)
		}
		keys = append(keys, info.Key)
	}
	return keys
}

// converged expects every desktop to hold the same facts, and the team's tables to be those of a rebuild from them.
func converged(tb testing.TB, team pipeline.Objects, desktops ...*desktop) {
	tb.Helper()
	union := bronzeKeys(tb, team)
	want := rebuild(tb, team)
	for _, d := range desktops {
		if diff := cmp.Diff(union, bronzeKeys(tb, d.local)); diff != "" {
			tb.Errorf("facts of %s (-team +here):\n%s", d.name, diff)
		}
		if diff := cmp.Diff(want, read(tb, d.tables)); diff != "" {
			tb.Errorf("the team's tables as %s sees them (-rebuilt +there):\n%s", d.name, diff)
		}
	}
}
