package eventlog

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"wattlake/lake"
)

// BenchmarkLatency measures from Publish to the handler, and a raw write and fsync of the same payload beside the log.
func BenchmarkLatency(b *testing.B) {
	dir := b.TempDir()
	l, err := Open(b.Context(), filepath.Join(dir, "log"))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	raw, err := os.Create(filepath.Join(dir, "raw"))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = raw.Close() }()

	ctx, cancel := context.WithCancel(b.Context())
	arrived := make(chan time.Time)
	done := make(chan error)
	go func() {
		done <- l.Consume(ctx, "bench", lake.TopicUploaded, 1, func(context.Context, []lake.Event) error {
			arrived <- time.Now()
			return nil
		})
	}()
	event := uploads(1, "a")[0]
	var published, consumed, synced []time.Duration
	for b.Loop() {
		start := time.Now()
		go func() {
			if err := l.Publish(ctx, event); err != nil {
				b.Error(err)
			}
			published = append(published, time.Since(start))
			done <- nil
		}()
		consumed = append(consumed, (<-arrived).Sub(start))
		<-done

		start = time.Now()
		if _, err := raw.Write(event.Value); err != nil {
			b.Fatal(err)
		}
		if err := raw.Sync(); err != nil {
			b.Fatal(err)
		}
		synced = append(synced, time.Since(start))
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		b.Error(err)
	}
	base := float64(quantile(synced, 0.5))
	for name, times := range map[string][]time.Duration{"publish": published, "consume": consumed, "fsync": synced} {
		b.ReportMetric(float64(quantile(times, 0.5).Microseconds()), name+"-p50-µs")
		b.ReportMetric(float64(quantile(times, 0.99).Microseconds()), name+"-p99-µs")
	}
	b.ReportMetric(float64(quantile(consumed, 0.5))/base, "consume/fsync")
}

// BenchmarkOpen measures Open to the first event in a group's hands, on a log of 10,000 events.
func BenchmarkOpen(b *testing.B) {
	dir := filepath.Join(b.TempDir(), "log")
	l, err := Open(b.Context(), dir)
	if err != nil {
		b.Fatal(err)
	}
	if err := l.Publish(b.Context(), uploads(10_000, "a", "b")...); err != nil {
		b.Fatal(err)
	}
	if err := l.Close(); err != nil {
		b.Fatal(err)
	}
	var opened, first, closed []time.Duration
	for b.Loop() {
		start := time.Now()
		l, err := Open(b.Context(), dir)
		if err != nil {
			b.Fatal(err)
		}
		opened = append(opened, time.Since(start))
		err = l.Consume(b.Context(), "bench", lake.TopicUploaded, 1, func(context.Context, []lake.Event) error { return errStop })
		if !errors.Is(err, errStop) {
			b.Fatal(err)
		}
		first = append(first, time.Since(start))
		start = time.Now()
		if err := l.Close(); err != nil {
			b.Fatal(err)
		}
		closed = append(closed, time.Since(start))
	}
	b.ReportMetric(float64(quantile(opened, 0.5).Microseconds())/1000, "open-ms")
	b.ReportMetric(float64(quantile(first, 0.5).Microseconds())/1000, "first-event-ms")
	b.ReportMetric(float64(quantile(closed, 0.5).Microseconds())/1000, "close-ms")
}

// BenchmarkThroughput publishes and consumes 10,000 events.
func BenchmarkThroughput(b *testing.B) {
	const n = 10_000
	events := uploads(n, "a", "b", "c")
	for b.Loop() {
		l, err := Open(b.Context(), b.TempDir())
		if err != nil {
			b.Fatal(err)
		}
		if err := l.Publish(b.Context(), events...); err != nil {
			b.Fatal(err)
		}
		got := 0
		err = l.Consume(b.Context(), "bench", lake.TopicUploaded, 500, func(_ context.Context, batch []lake.Event) error {
			if got += len(batch); got == n {
				return errStop
			}
			return nil
		})
		if !errors.Is(err, errStop) {
			b.Fatal(err)
		}
		if err := l.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

func quantile(times []time.Duration, q float64) time.Duration {
	sorted := slices.Sorted(slices.Values(times))
	return sorted[int(q*float64(len(sorted)-1))]
}
