package reader_test

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/pipeline/reader"
)

// hostileFolder is the environment variable that names a folder of hostile documents, too many to keep in the repository.
const hostileFolder = "WATTLAKE_HOSTILE_DIR"

// hostileBudgets are tight, so that the whole folder takes minutes.
var hostileBudgets = reader.Budgets{
	PerPage: 8 * time.Second, PerDocument: 12 * time.Second, MemoryBytes: 700 << 20, MaxPages: 200, MaxOutputBytes: 16 << 20,
}

type outcome struct {
	name   string
	result string
	took   time.Duration
}

// TestHostileFolder reads everything in the folder: each file ends in its budget with words or a reason, readers are
// replaced, and the program's own memory stays flat.
func TestHostileFolder(t *testing.T) {
	folder := os.Getenv(hostileFolder)
	if folder == "" {
		t.Skipf("%s is not set", hostileFolder)
	}
	files := documentsIn(t, folder)
	pool := newPool(t, reader.Params{Size: 2, Budgets: hostileBudgets}, childRead)
	if err := pool.Warm(t.Context()); err != nil {
		t.Fatal(err)
	}
	before := heapInUse()
	outcomes := make([]outcome, len(files))
	next := make(chan int)
	var workers sync.WaitGroup
	for range 2 {
		workers.Go(func() {
			for i := range next {
				outcomes[i] = readHostile(t, pool, folder, files[i])
			}
		})
	}
	for i := range files {
		next <- i
	}
	close(next)
	workers.Wait()
	if after := heapInUse(); after > before+32<<20 {
		t.Errorf("the program's memory grew from %d to %d bytes", before, after)
	}
	if _, err := pool.Read(t.Context(), request(invoicePDF(t, 1)), nil); err != nil {
		t.Errorf("a good document after all of them: %v", err)
	}
	logOutcomes(t, outcomes)
}

func documentsIn(t *testing.T, folder string) []string {
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

func readHostile(t *testing.T, pool *reader.Pool, folder, path string) outcome {
	t.Helper()
	name, _ := filepath.Rel(folder, path)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Error(err)
		return outcome{name: name}
	}
	start := time.Now()
	text, err := pool.Read(t.Context(), pipeline.ReadRequest{Document: lake.DocumentID(name), Ext: ".pdf", Content: content}, nil)
	o := outcome{name: name, took: time.Since(start).Round(time.Millisecond)}
	if limit := hostileBudgets.PerDocument + 5*time.Second; o.took > limit {
		t.Errorf("%s took %v, more than %v", name, o.took, limit)
	}
	if err == nil {
		o.result = fmt.Sprintf("%s, %d pages", text.Source(), len(text.Pages))
		return o
	}
	o.result = string(lake.CodeOf(err))
	if o.result == string(lake.CodeInternal) {
		t.Errorf("%s: no reason code: %v", name, err)
	}
	if lake.CodeOf(err) == lake.CodeReaderCrashed {
		t.Logf("%s: %v", name, err)
	}
	return o
}

func logOutcomes(t *testing.T, outcomes []outcome) {
	t.Helper()
	counts := map[string]int{}
	for _, o := range outcomes {
		counts[strings.Split(o.result, ",")[0]]++
	}
	var b strings.Builder
	table := tabwriter.NewWriter(&b, 0, 8, 2, ' ', 0)
	slices.SortFunc(outcomes, func(a, b outcome) int { return cmp.Or(cmp.Compare(a.result, b.result), cmp.Compare(a.name, b.name)) })
	for _, o := range outcomes {
		fmt.Fprintf(table, "%s\t%v\t%s\n", o.result, o.took, o.name)
	}
	_ = table.Flush()
	t.Logf("outcomes: %v\n%s", counts, b.String())
}

func heapInUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse
}
