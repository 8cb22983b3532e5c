package warehouse_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/lake/warehouse"
)

// openAged opens a lake whose clock is at the time that now points to.
func openAged(t *testing.T, root string, now *time.Time) lakeDir {
	t.Helper()
	objects, err := store.NewDir(root)
	if err != nil {
		t.Fatal(err)
	}
	w, err := warehouse.Open(t.Context(), warehouse.Params{Store: objects, Root: root, TempDir: t.TempDir(), Clock: func() time.Time { return *now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close(); _ = objects.Close() })
	return lakeDir{w, root, objects}
}

func gross(rows []lake.MonthlyCost) (sum lake.Money) {
	for _, r := range rows {
		sum += r.Gross
	}
	return sum
}

// Every version of a Gold table can be read by its number and by its time, until its files are vacuumed; then the error says
// so. Maintaining changes no row.
func TestPastVersionsUntilTheyAreVacuumed(t *testing.T) {
	now := time.Now()
	begin := now
	l := openAged(t, t.TempDir(), &now)
	const versions = 8
	for i := range versions {
		row := onPoint(invoice("A", "2026-01-01", "2026-01-31", int64(100*(i+1)), 0), homePPE, 1000)
		l.commit(t, nil, row)
		l.build(t)
		now = now.Add(24 * time.Hour)
	}
	for i := range versions {
		for name, past := range map[string]lake.Past{
			"number": {Numbered: true, Version: int64(i)}, "time": {AsOf: begin.Add(time.Duration(i)*24*time.Hour + time.Hour)},
		} {
			rows, err := l.Costs(t.Context(), lake.MetricFilter{Past: past})
			if want := lake.Money(100 * (i + 1)); err != nil || gross(rows) != want {
				t.Errorf("version %d by %s: %s, %v; want %s", i, name, gross(rows), err, want)
			}
		}
	}
	for name, past := range map[string]lake.Past{"too new": {Numbered: true, Version: 99}, "too old": {AsOf: begin.Add(-time.Hour)}} {
		if _, err := l.Costs(t.Context(), lake.MetricFilter{Past: past}); lake.CodeOf(err) != lake.CodeNotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
	before := l.tables(t)
	dry, err := l.Maintain(t.Context(), 3*24*time.Hour, true)
	if err != nil || dry.Deleted == 0 {
		t.Fatalf("dry run: %+v, %v", dry, err)
	}
	report, err := l.Maintain(t.Context(), 3*24*time.Hour, false)
	if err != nil || report.Deleted < dry.Deleted {
		t.Fatalf("%+v, %v; the dry run said %+v", report, err, dry)
	}
	if diff := cmp.Diff(before, l.tables(t)); diff != "" {
		t.Error(diff)
	}
	_, err = l.Costs(t.Context(), lake.MetricFilter{Past: lake.Past{Numbered: true, Version: 2}})
	if lake.CodeOf(err) != lake.CodeNotFound || !strings.Contains(err.Error(), "removed") {
		t.Errorf("a vacuumed version: %v", err)
	}
	if rows, err := l.Costs(t.Context(), lake.MetricFilter{Past: lake.Past{Numbered: true, Version: versions - 2}}); err != nil || gross(rows) != 100*(versions-1) {
		t.Errorf("a version within the retention: %s, %v", gross(rows), err)
	}
	if _, err := l.Maintain(t.Context(), time.Minute, false); lake.CodeOf(err) != lake.CodeUsage {
		t.Errorf("too short a retention: %v", err)
	}
}

// Checkpoints are written every ten commits, and a reader that has never seen the table begins with the last one: the entries
// before it may be gone.
func TestTablesHaveCheckpoints(t *testing.T) {
	l := open(t)
	row := full()
	for i := range 23 {
		row.Net = money(int64(i))
		l.commit(t, nil, row)
	}
	log := filepath.Join(l.root, "02_silver", "invoices", "_delta_log")
	pointer, err := os.ReadFile(filepath.Join(log, "_last_checkpoint"))
	if err != nil || !strings.Contains(string(pointer), `"version":20`) {
		t.Fatalf("%s, %v", pointer, err)
	}
	for _, name := range []string{"00000000000000000000.json", "00000000000000000009.json"} {
		if err := os.Remove(filepath.Join(log, name)); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]lake.Invoice{row}, openAt(t, l.root).invoices(t)); diff != "" {
		t.Error(diff)
	}
}

// Many small commits leave few files, and Maintain unites what is left without touching a row.
func TestMaintainUnitesSmallFiles(t *testing.T) {
	l := open(t)
	row := full()
	for i := range warehouse.MaxSmallFiles - 2 {
		row.Key = lake.InvoiceKey(rune('a' + i))
		l.commit(t, nil, row)
	}
	before := l.invoices(t)
	report, err := l.Maintain(t.Context(), time.Hour, false)
	if err != nil || report.United != warehouse.MaxSmallFiles-2 {
		t.Errorf("%+v, %v", report, err)
	}
	if files, err := l.SilverFiles(t.Context()); err != nil || files != 1 {
		t.Errorf("%d files, %v", files, err)
	}
	if diff := cmp.Diff(before, l.invoices(t)); diff != "" {
		t.Error(diff)
	}
	if report, err = l.Maintain(t.Context(), time.Hour, false); err != nil || report.United != 0 {
		t.Errorf("once more: %+v, %v", report, err)
	}
}
