//go:build linux

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
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
	opened := time.Now()
	o, err := openLake(b.Context(), b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer o.close()
	var first time.Duration // from an empty lake and no reader
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
					if first == 0 {
						first = time.Since(opened)
					}
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
	b.ReportMetric(float64(first.Milliseconds()), "first-ms")
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
}

// The program's memory does not grow with the number of documents, nor do goroutines stay behind.
func TestMemoryStaysFlat(t *testing.T) {
	if os.Getenv("WATTLAKE_SOAK") == "" {
		t.Skip("takes thousands of documents in; WATTLAKE_SOAK is not set")
	}
	const step, steps, warm, last = 200, 10, 2, 9 // until then the first documents of each kind and the first Gold make it grow
	o := openTestLake(t, t.TempDir())
	var heap, private, goroutines [steps]int
	for i := range steps {
		ingested(t, o, nil, makeInvoices(t, step, int64(i)*step))
		heap[i], private[i], goroutines[i] = heapMegabytes(), privateMegabytes(t), runtime.NumGoroutine()
		t.Logf("%4d documents: heap %d MB, private memory %d MB, %d goroutines", step*(i+1), heap[i], private[i], goroutines[i])
	}
	if heap[last] > heap[warm]+16 || private[last] > private[warm]+48 || goroutines[last] > goroutines[warm]+20 {
		t.Error("it grows")
	}
}

// privateMegabytes is the memory of this process that the system could not take back: what is mapped from files is left out.
func privateMegabytes(t *testing.T) int {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if fields := strings.Fields(line); len(fields) == 3 && fields[0] == "RssAnon:" {
			kilobytes, err := strconv.Atoi(fields[1])
			if err != nil {
				t.Fatal(err)
			}
			return kilobytes >> 10
		}
	}
	t.Fatal("the kernel does not tell")
	return 0
}
