//go:build linux

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"

	"wattlake/lake"
	"wattlake/pipeline"
)

// cpuTime is what this process, or its readers, have used so far.
func cpuTime(tb testing.TB, who int) time.Duration {
	tb.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(who, &usage); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// BenchmarkIngest takes a batch of text-layer invoices through every stage. CPU time per document says more than documents
// per second on a machine that does other things.
func BenchmarkIngest(b *testing.B) {
	const documents = 1000
	source := makeInvoices(b, documents, 1)
	var self, readers, wall time.Duration
	for b.Loop() {
		o, err := openLake(b.Context(), b.TempDir())
		if err != nil {
			b.Fatal(err)
		}
		start, before, readersBefore := time.Now(), cpuTime(b, syscall.RUSAGE_SELF), cpuTime(b, syscall.RUSAGE_CHILDREN)
		if _, err := o.node.Ingest(b.Context(), pipeline.IngestRequest{Paths: []string{source}, Source: "test"}, nil); err != nil {
			b.Fatal(err)
		}
		wall, self = wall+time.Since(start), self+cpuTime(b, syscall.RUSAGE_SELF)-before
		o.close() // readers are counted when they have ended
		readers += cpuTime(b, syscall.RUSAGE_CHILDREN) - readersBefore
	}
	n := float64(b.N * documents)
	b.ReportMetric(n/wall.Seconds(), "docs/s")
	b.ReportMetric(float64(self.Microseconds())/n/1000, "cpu-ms/doc")
	b.ReportMetric(float64(readers.Microseconds())/n/1000, "reader-cpu-ms/doc")
}

// BenchmarkSingleDrop takes one invoice after the other to its row, as a person drops them.
func BenchmarkSingleDrop(b *testing.B) {
	const documents = 40
	source := makeInvoices(b, documents, 1001)
	o, err := openLake(b.Context(), b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer o.close()
	changes, cancel := o.node.Subscribe()
	defer cancel()
	var took []time.Duration
	for b.Loop() {
		for i := range documents {
			path := filepath.Join(source, fmt.Sprintf("%05d.pdf", i))
			content, err := os.ReadFile(path)
			if err != nil {
				b.Fatal(err)
			}
			start := time.Now()
			id, known, err := o.node.Upload(b.Context(), path, content, "test")
			if err != nil {
				b.Fatal(err)
			}
			for !known {
				change := <-changes
				if change.Document == id && change.Status == lake.Ready {
					took = append(took, time.Since(start))
					break
				}
			}
			if err := o.node.Settle(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
}

// The program's memory does not grow with the number of documents, nor do goroutines stay behind.
func TestMemoryStaysFlat(t *testing.T) {
	if os.Getenv("WATTLAKE_SOAK") == "" {
		t.Skip("takes thousands of documents in; WATTLAKE_SOAK is not set")
	}
	o, err := openLake(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer o.close()
	var sizes []uint64
	var goroutines []int
	for round := range 5 {
		source := makeInvoices(t, 400, int64(round)*1000)
		if _, err := o.node.Ingest(t.Context(), pipeline.IngestRequest{Paths: []string{source}, Source: "test"}, nil); err != nil {
			t.Fatal(err)
		}
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		sizes, goroutines = append(sizes, m.HeapInuse>>20), append(goroutines, runtime.NumGoroutine())
		t.Logf("after %d documents: heap %d MB, %d goroutines, resident %s", 400*(round+1), sizes[round], goroutines[round], resident(t))
	}
	if last := len(sizes) - 1; sizes[last] > sizes[1]+32 || goroutines[last] > goroutines[1]+20 {
		t.Errorf("heap in MB %v, goroutines %v", sizes, goroutines)
	}
}

// resident is the process's memory as the system sees it.
func resident(t *testing.T) string {
	t.Helper()
	status, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Fatal(err)
	}
	var size, pages int
	if _, err := fmt.Sscan(string(status), &size, &pages); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%d MB", pages*os.Getpagesize()>>20)
}
