package pipeline_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/lake/warehouse"
	"wattlake/pipeline/pipelinetest"
	"wattlake/pipeline/verify"
)

// filled is a lake on disk with one document of each kind and a decision, at rest.
func filled(t *testing.T) *bench {
	t.Helper()
	b := newBench(t)
	r := b.start(t, nil)
	results := r.ingest(t, drop(t, invoice("A/1", 100), invoice("A/2", 200), pipelinetest.Damaged, invoice("A/4", 400))...)
	if err := r.Delete(t.Context(), []lake.DocumentID{results[3].Document}); err != nil {
		t.Fatal(err)
	}
	r.settle(t)
	r.stop()
	return b
}

// resting opens the tables of the lake, with no node on it, and what checks them.
func (b *bench) resting(t *testing.T) (*verify.Verifier, *warehouse.Warehouse) {
	t.Helper()
	dir, err := store.NewDir(b.dir)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := warehouse.Open(t.Context(), warehouse.Params{Store: dir, Root: b.dir, TempDir: t.TempDir(), Clock: b.now, NewID: uuid.NewString})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tables.Close() })
	return &verify.Verifier{Objects: dir, Tables: tables}, tables
}

func (b *bench) check(t *testing.T) []lake.Problem {
	t.Helper()
	v, _ := b.resting(t)
	problems, err := v.Check(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return problems
}

// repair does what `verify --repair` does.
func (b *bench) repair(t *testing.T, copyOf verify.SecondCopy) {
	t.Helper()
	v, _ := b.resting(t)
	v.Copy = copyOf
	_, _, err := v.Repair(t.Context(), verify.Work{
		At:        b.now(),
		Exclusive: func(_ context.Context, f func() error) error { return f() },
		Resume: func(ctx context.Context, again []lake.DocumentID) error {
			r := b.start(t, nil)
			defer r.stop()
			r.settle(t)
			if len(again) == 0 {
				return nil
			}
			return r.Replay(ctx, lake.StageRead, again)
		},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
}

// files lists the lake's files below a folder whose path matches the pattern, sorted.
func (b *bench) files(t *testing.T, folder, pattern string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(filepath.Join(b.dir, folder), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		rel, err := filepath.Rel(filepath.Join(b.dir, folder), path)
		if ok, _ := filepath.Match(pattern, filepath.ToSlash(rel)); ok {
			found = append(found, path)
		}
		return err
	})
	if err != nil || len(found) == 0 {
		t.Fatalf("no %s in %s: %v", pattern, folder, err)
	}
	slices.Sort(found)
	return found
}

func flip(t *testing.T, path string) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	content[len(content)/2] ^= 0x41
	write(t, path, content)
}

func write(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func remove(t *testing.T, paths ...string) {
	t.Helper()
	for _, path := range paths {
		if err := os.RemoveAll(path); err != nil {
			t.Fatal(err)
		}
	}
}

func truncate(t *testing.T, path string) {
	t.Helper()
	info, err := os.Stat(path)
	if err == nil {
		err = os.Truncate(path, info.Size()/2)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// atRest is the state that a start of the lake comes to.
func atRest(t *testing.T, b *bench) string {
	t.Helper()
	r := b.start(t, nil)
	defer r.stop()
	r.settle(t)
	return state(t, r)
}

func last(list []string) string { return list[len(list)-1] }

func codes(problems []lake.Problem) []lake.ProblemCode {
	var list []lake.ProblemCode
	for _, p := range problems {
		if p.Message.PL == "" || p.Message.EN == "" || p.Hint.PL == "" || p.Hint.EN == "" {
			list = append(list, "no sentence for "+p.Code)
		}
		list = append(list, p.Code)
	}
	return slices.Compact(list)
}

// Every kind of object, log and file is damaged in turn: the check finds exactly that, and after a repair it finds nothing and
// the tables are those of before.
func TestVerifyFindsAndMendsEveryDamage(t *testing.T) {
	healthy := filled(t)
	want := atRest(t, healthy)
	cases := []struct {
		name   string
		damage func(t *testing.T, b *bench)
		found  []lake.ProblemCode
	}{
		{"nothing", func(*testing.T, *bench) {}, nil},
		{"text", func(t *testing.T, b *bench) { flip(t, b.files(t, "01_bronze/ocr_faktury", "*.txt")[0]) }, []lake.ProblemCode{lake.ProblemDamaged}},
		{"words", func(t *testing.T, b *bench) { flip(t, b.files(t, "01_bronze/ocr_faktury", "*.words.json")[0]) }, []lake.ProblemCode{lake.ProblemDamaged}},
		{"words gone", func(t *testing.T, b *bench) { remove(t, b.files(t, "01_bronze/ocr_faktury", "*.words.json")[0]) }, []lake.ProblemCode{lake.ProblemNoText}},
		{"parsed", func(t *testing.T, b *bench) { flip(t, b.files(t, "01_bronze/parsed_invoices", "faktura_0-*")[0]) }, []lake.ProblemCode{lake.ProblemDamaged}},
		{"parsed cut", func(t *testing.T, b *bench) { truncate(t, b.files(t, "01_bronze/parsed_invoices", "faktura_1-*")[0]) }, []lake.ProblemCode{lake.ProblemDamaged}},
		{"parsed gone", func(t *testing.T, b *bench) { remove(t, b.files(t, "01_bronze/parsed_invoices", "faktura_0-*")[0]) }, []lake.ProblemCode{lake.ProblemUnfinished, lake.ProblemSilver}},
		{"failure", func(t *testing.T, b *bench) { flip(t, b.files(t, "01_bronze/failures", "*")[0]) }, []lake.ProblemCode{lake.ProblemDamaged}},
		{"failure gone", func(t *testing.T, b *bench) { remove(t, b.files(t, "01_bronze/failures", "*")[0]) }, []lake.ProblemCode{lake.ProblemUnfinished}},
		{"origin", func(t *testing.T, b *bench) { flip(t, b.files(t, "01_bronze/raw_faktury", "*.origin.json")[0]) }, []lake.ProblemCode{lake.ProblemDamaged}},
		{"origin gone", func(t *testing.T, b *bench) { remove(t, b.files(t, "01_bronze/raw_faktury", "*.origin.json")[0]) }, []lake.ProblemCode{lake.ProblemNoOrigin}},
		{"unknown object", func(t *testing.T, b *bench) {
			write(t, filepath.Join(b.dir, "01_bronze/raw_faktury/notatki.txt"), []byte("?"))
		}, []lake.ProblemCode{lake.ProblemUnknown}},
		{"unknown file among tables", func(t *testing.T, b *bench) {
			write(t, filepath.Join(b.dir, "03_gold/monthly_energy_costs/kopia.xlsx"), []byte("?"))
		}, []lake.ProblemCode{lake.ProblemUnknown}},
		{"silver data file gone", func(t *testing.T, b *bench) { remove(t, b.files(t, "02_silver/invoices", "year=*/*.parquet")...) }, []lake.ProblemCode{lake.ProblemTable}},
		{"silver data file cut", func(t *testing.T, b *bench) {
			for _, file := range b.files(t, "02_silver/invoices", "year=*/*.parquet") {
				truncate(t, file)
			}
		}, []lake.ProblemCode{lake.ProblemTable}},
		{"silver data file damaged", func(t *testing.T, b *bench) {
			for _, file := range b.files(t, "02_silver/invoices", "year=*/*.parquet") {
				content, _ := os.ReadFile(file)
				write(t, file, make([]byte, len(content)))
			}
		}, []lake.ProblemCode{lake.ProblemUnreadable}},
		{"silver log entry gone", func(t *testing.T, b *bench) {
			remove(t, b.files(t, "02_silver/invoices/_delta_log", "*.json")[0])
		}, []lake.ProblemCode{lake.ProblemTable}},
		{"silver log entry damaged", func(t *testing.T, b *bench) {
			truncate(t, last(b.files(t, "02_silver/invoices/_delta_log", "*.json")))
		}, []lake.ProblemCode{lake.ProblemTable}},
		{"silver gone", func(t *testing.T, b *bench) { remove(t, filepath.Join(b.dir, "02_silver")) }, []lake.ProblemCode{lake.ProblemSilver, lake.ProblemGoldOutdated}},
		{"gold data file gone", func(t *testing.T, b *bench) {
			remove(t, b.files(t, "03_gold/consumption_per_ppe", "year=*/*.parquet")...)
		}, []lake.ProblemCode{lake.ProblemTable}},
		{"gold log damaged", func(t *testing.T, b *bench) {
			write(t, b.files(t, "03_gold/bill_audit/_delta_log", "*.json")[0], []byte("{"))
		}, []lake.ProblemCode{lake.ProblemTable}},
		{"gold gone", func(t *testing.T, b *bench) { remove(t, filepath.Join(b.dir, "03_gold")) }, []lake.ProblemCode{lake.ProblemGoldOutdated}},
		{"both layers gone", func(t *testing.T, b *bench) {
			remove(t, filepath.Join(b.dir, "02_silver"), filepath.Join(b.dir, "03_gold"))
		}, []lake.ProblemCode{lake.ProblemSilver}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := &bench{dir: t.TempDir(), reader: healthy.reader}
			b.ticks.Store(healthy.ticks.Load())
			if err := os.CopyFS(b.dir, os.DirFS(healthy.dir)); err != nil {
				t.Fatal(err)
			}
			c.damage(t, b)
			if diff := cmp.Diff(c.found, codes(b.check(t))); diff != "" {
				t.Errorf("- want, + found:\n%s", diff)
			}
			b.repair(t, nil)
			if left := b.check(t); len(left) > 0 {
				t.Errorf("left after the repair: %+v", left)
			}
			if diff := cmp.Diff(want, atRest(t, b)); diff != "" {
				t.Errorf("- before, + repaired:\n%s", diff)
			}
		})
	}
}

// wrongRows are rows that Bronze does not give: another amount, and an invoice that nobody has.
func TestVerifyComparesRowForRow(t *testing.T) {
	b := filled(t)
	_, tables := b.resting(t)
	rows, err := tables.Invoices(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	changed, invented := rows[0], rows[1]
	changed.Net = lake.Some(lake.Money(1))
	invented.Key, invented.Number = "0123456789abcdef0123456789abcdef", "X/1"
	version, err := tables.SilverVersion(t.Context())
	if err == nil {
		_, err = tables.CommitSilver(t.Context(), version, nil, []lake.Invoice{changed, invented})
	}
	if err == nil {
		_, err = tables.BuildGold(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	problems := b.check(t)
	if len(problems) != 2 || problems[0].Code != lake.ProblemSilver || problems[1].Code != lake.ProblemSilver ||
		!strings.Contains(problems[0].Message.EN+problems[1].Message.EN, changed.Number) || !strings.Contains(problems[0].Message.EN+problems[1].Message.EN, "X/1") {
		t.Fatalf("found %+v", problems)
	}
	b.repair(t, nil)
	if left := b.check(t); len(left) > 0 {
		t.Errorf("left: %+v", left)
	}
}

// copyOfLake is a second copy in a folder.
type copyOfLake struct{ dir string }

func (c copyOfLake) Get(_ context.Context, key lake.Key) ([]byte, error) {
	content, err := os.ReadFile(filepath.Join(c.dir, filepath.FromSlash(string(key))))
	if os.IsNotExist(err) {
		return nil, &lake.Error{Code: lake.CodeNotFound}
	}
	return content, err
}

// A document's own bytes are nobody's to make: without a second copy they stay as they are, with one they are whole again.
func TestDamagedBytesComeFromTheSecondCopyOnly(t *testing.T) {
	b := filled(t)
	whole := t.TempDir()
	if err := os.CopyFS(whole, os.DirFS(b.dir)); err != nil {
		t.Fatal(err)
	}
	raw := b.files(t, "01_bronze/raw_faktury", "*.pdf")[0]
	flip(t, raw)
	damaged, err := os.ReadFile(raw)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if found := codes(b.check(t)); !slices.Equal(found, []lake.ProblemCode{lake.ProblemRawDamaged}) {
			t.Fatalf("found %v", found)
		}
		b.repair(t, nil)
		if now, err := os.ReadFile(raw); err != nil || string(now) != string(damaged) {
			t.Fatalf("the damaged bytes were touched: %v", err)
		}
	}
	decision := b.files(t, "01_bronze/decisions/delete", "*")[0]
	flip(t, decision)
	remove(t, b.files(t, "01_bronze/raw_faktury", "*.pdf")[1])
	if found := codes(b.check(t)); !slices.Equal(found, []lake.ProblemCode{lake.ProblemDamaged, lake.ProblemRawDamaged, lake.ProblemRawMissing}) {
		t.Fatalf("found %v", found)
	}
	b.repair(t, copyOfLake{whole})
	if left := b.check(t); len(left) > 0 {
		t.Errorf("left: %+v", left)
	}
}

// Results without their document are set aside, not thrown away.
func TestOrphansAreSetAside(t *testing.T) {
	b := filled(t)
	raw := b.files(t, "01_bronze/raw_faktury", "faktura_0-*.pdf")[0]
	content, err := os.ReadFile(raw)
	if err != nil {
		t.Fatal(err)
	}
	remove(t, raw)
	if found := codes(b.check(t)); !slices.Equal(found, []lake.ProblemCode{lake.ProblemRawMissing}) {
		t.Fatalf("found %v", found)
	}
	b.repair(t, nil)
	if left := b.check(t); len(left) > 0 {
		t.Fatalf("left: %+v", left)
	}
	aside := b.files(t, ".wattlake/quarantine", "*/01_bronze/parsed_invoices/*")
	if !strings.Contains(aside[0], string(lake.NewDocumentID(content))) {
		t.Errorf("set aside: %v", aside)
	}
}

// What a running node has on its way is no damage.
func TestBusyLakeIsJudgedByItsObjectsOnly(t *testing.T) {
	b := filled(t)
	remove(t, b.files(t, "01_bronze/parsed_invoices", "faktura_0-*")[0], filepath.Join(b.dir, "03_gold"))
	v, _ := b.resting(t)
	v.Busy = true
	if problems, err := v.Check(t.Context(), nil); err != nil || len(problems) > 0 {
		t.Errorf("found %+v, %v", problems, err)
	}
}

func TestVerifyCanBeCancelled(t *testing.T) {
	b := filled(t)
	ctx, cancel := context.WithCancel(t.Context())
	steps := map[string]bool{}
	v, _ := b.resting(t)
	_, err := v.Check(ctx, func(p lake.CheckProgress) {
		if steps[p.Step] = true; p.Step == "silver" {
			cancel()
		}
	})
	if lake.CodeOf(err) != lake.CodeCancelled || !steps["objects"] || !steps["tables"] {
		t.Errorf("after %v: %v", steps, err)
	}
}

// Old temporary files of a crash are gone after a check.
func TestVerifyRemovesWhatACrashLeft(t *testing.T) {
	b := filled(t)
	temp := filepath.Join(b.dir, "01_bronze/raw_faktury/.~wl-crash")
	write(t, temp, []byte("half"))
	old := time.Now().Add(-2 * store.OrphanAge)
	if err := os.Chtimes(temp, old, old); err != nil {
		t.Fatal(err)
	}
	if found := b.check(t); len(found) > 0 {
		t.Errorf("found %+v", found)
	}
	if _, err := os.Stat(temp); !os.IsNotExist(err) {
		t.Errorf("still there: %v", err)
	}
}
