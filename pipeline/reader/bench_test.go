//go:build linux

package reader_test

import (
	"sync"
	"syscall"
	"testing"
	"time"

	"wattlake/assets/samples/invoicegen"
	"wattlake/pipeline/reader"
)

// childrenTime returns the CPU time of the reader processes that have ended.
func childrenTime(tb testing.TB) time.Duration {
	tb.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_CHILDREN, &usage); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// BenchmarkTextLayer reads a text document of two pages end to end, in a warm reader.
func BenchmarkTextLayer(b *testing.B) {
	pool := newPool(b, reader.Params{RecycleAfter: 1 << 30}, childRead)
	content := invoicePDF(b, 2)
	if err := pool.Warm(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := pool.Read(b.Context(), request(content), nil); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFirstDocument starts a reader with a warm cache and reads one text document.
func BenchmarkFirstDocument(b *testing.B) {
	content := invoicePDF(b, 1)
	before := childrenTime(b)
	for b.Loop() {
		pool := newPool(b, reader.Params{}, childRead)
		if _, err := pool.Read(b.Context(), request(content), nil); err != nil {
			b.Fatal(err)
		}
		_ = pool.Close()
	}
	b.ReportMetric(float64((childrenTime(b)-before).Milliseconds())/float64(b.N), "child-cpu-ms/op")
}

// BenchmarkTwoReaders reads the same scans with one reader and with two, and reports how many times faster two are.
func BenchmarkTwoReaders(b *testing.B) {
	const documents = 8
	var scans [][]byte
	for seed := range int64(documents) {
		sample, err := invoicegen.Make("L1", seed+1, invoicegen.Options{Scan: true})
		if err != nil {
			b.Fatal(err)
		}
		scans = append(scans, sample.PDF)
	}
	one, two := newPool(b, reader.Params{Size: 1}, childRead), newPool(b, reader.Params{Size: 2}, childRead)
	readAll(b, one, scans[:1])
	readAll(b, two, scans[:2])
	var alone, together time.Duration
	for b.Loop() {
		alone += readAll(b, one, scans)
		together += readAll(b, two, scans)
	}
	b.ReportMetric(float64(alone)/float64(together), "times-faster")
}

// readAll reads the documents at the same time, as far as there are readers, and returns how long all of it took.
func readAll(b *testing.B, pool *reader.Pool, documents [][]byte) time.Duration {
	b.Helper()
	start := time.Now()
	var all sync.WaitGroup
	for _, content := range documents {
		all.Go(func() {
			if _, err := pool.Read(b.Context(), request(content), nil); err != nil {
				b.Error(err)
			}
		})
	}
	all.Wait()
	return time.Since(start)
}
