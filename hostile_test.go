//go:build linux

package main

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"golang.org/x/sync/errgroup"

	"wattlake/assets/samples/invoicegen"
	"wattlake/lake"
	"wattlake/pipeline"
)

// hostileFolder is the environment variable that names a folder of hostile documents, too many to keep in the repository.
const hostileFolder = "WATTLAKE_HOSTILE_DIR"

// hostileSettings are tight, so that the whole folder takes minutes. A reader that crashes gets a second try, so a file may
// take two documents' time; hostileLimit leaves the rest of the pipeline as much again.
const (
	hostileSettings = "[reading]\npage_seconds = 8\ndocument_minutes = 1\nmemory_mb = 700\nmax_pages = 200\n"
	hostileLimit    = 4 * time.Minute
	hostileParallel = 6 // files on their way at the same time: readers are busy while others wait for the tables
)

// hostileOutcome is how one hostile file ended.
type hostileOutcome struct {
	class, name, result string
	took                time.Duration
}

// Every hostile file goes through the whole program: it ends within its budget in a state with a reason, and the good document
// that is queued behind it gets its row. The program's memory stays flat.
func TestHostileFolder(t *testing.T) {
	folder := os.Getenv(hostileFolder)
	if folder == "" {
		t.Skipf("%s is not set", hostileFolder)
	}
	config := filepath.Join(t.TempDir(), "settings.toml")
	if err := os.WriteFile(config, []byte(hostileSettings), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("WATTLAKE_CONFIG", config)
	o, err := openLake(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer o.close()
	good := t.TempDir()
	files := hostileFiles(t, folder)
	outcomes := make([]hostileOutcome, len(files))
	all, _ := errgroup.WithContext(t.Context())
	all.SetLimit(hostileParallel)
	var before, privateBefore int
	for i, path := range files {
		if i == 2*hostileParallel {
			before, privateBefore = heapMegabytes(), privateMegabytes(t)
		}
		all.Go(func() error {
			start := time.Now()
			results, err := o.node.Ingest(t.Context(), pipeline.IngestRequest{Paths: []string{path, goodFile(t, good, i)}, Source: "test"}, nil)
			if err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
			outcomes[i] = outcomeOf(t, folder, path, results, time.Since(start))
			return nil
		})
	}
	if err := all.Wait(); err != nil {
		t.Fatal(err)
	}
	if after := heapMegabytes(); after > before+64 {
		t.Errorf("the program's memory grew from %d to %d MB", before, after)
	}
	t.Logf("heap %d MB, private memory %d MB after some files, %d and %d MB after all\n%s", before, privateBefore, heapMegabytes(), privateMegabytes(t), hostileTable(outcomes))
}

// goodFile writes an invoice that nothing is wrong with.
func goodFile(t *testing.T, folder string, seed int) string {
	t.Helper()
	sample, err := invoicegen.Make("L1", int64(seed), invoicegen.Options{})
	if err != nil {
		t.Error(err)
	}
	path := filepath.Join(folder, fmt.Sprintf("%d.pdf", seed))
	if err := os.WriteFile(path, sample.PDF, 0o600); err != nil {
		t.Error(err)
	}
	return path
}

// outcomeOf checks one hostile file and the good one behind it, which is the last.
func outcomeOf(t *testing.T, folder, path string, results []pipeline.IngestResult, took time.Duration) hostileOutcome {
	t.Helper()
	name := strings.TrimPrefix(path, folder+string(filepath.Separator))
	last := results[len(results)-1]
	if last.Status != lake.Ready {
		t.Errorf("the good document behind %s: %s %s", name, last.Status, last.Code)
	}
	class, _, _ := strings.Cut(name, string(filepath.Separator))
	o := hostileOutcome{class: class, name: name, took: took.Round(time.Millisecond)}
	bad := results[0]
	o.result = cmp.Or(string(bad.Code), string(bad.Status))
	if !bad.Status.Final() || bad.Code == lake.CodeInternal || bad.Status == lake.Failed && (bad.Code == "" || bad.Message.IsZero()) {
		t.Errorf("%s: %s %q %+v", name, bad.Status, bad.Code, bad.Message)
	}
	if took > hostileLimit {
		t.Errorf("%s took %v", name, took)
	}
	return o
}

func hostileFiles(t *testing.T, folder string) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() && strings.EqualFold(filepath.Ext(path), ".pdf") {
			files = append(files, path)
		}
		return err
	})
	if err != nil || len(files) == 0 {
		t.Fatalf("%d documents in %s: %v", len(files), folder, err)
	}
	return files
}

func heapMegabytes() int {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapInuse >> 20)
}

// hostileTable tells per class and result how many files there were and how long the longest took, then every file.
func hostileTable(outcomes []hostileOutcome) string {
	type key struct{ class, result string }
	counts, longest := map[key]int{}, map[key]time.Duration{}
	var keys []key
	for _, o := range outcomes {
		k := key{o.class, o.result}
		if counts[k] == 0 {
			keys = append(keys, k)
		}
		counts[k]++
		longest[k] = max(longest[k], o.took)
	}
	slices.SortFunc(keys, func(a, b key) int { return cmp.Or(cmp.Compare(a.class, b.class), cmp.Compare(a.result, b.result)) })
	var b strings.Builder
	table := tabwriter.NewWriter(&b, 0, 8, 2, ' ', 0)
	for _, k := range keys {
		_, _ = fmt.Fprintf(table, "%s\t%s\t%d\t%v\n", k.class, k.result, counts[k], longest[k])
	}
	for _, o := range outcomes {
		_, _ = fmt.Fprintf(table, "%s\t%s\t%v\n", o.name, o.result, o.took)
	}
	_ = table.Flush()
	return b.String()
}
