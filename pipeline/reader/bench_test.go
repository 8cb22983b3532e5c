//go:build linux

package reader_test

import (
	"syscall"
	"testing"
	"time"

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
