package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"wattlake/lake"
)

const (
	benchObject   = 4 << 10 // bytes
	benchParallel = 8
)

// BenchmarkPut compares puts with the least that durability costs here: one file written and synced, in the same run. A
// put also makes the name durable, which is a second sync; its ratio to the bare sync is reported.
func BenchmarkPut(b *testing.B) {
	for _, writers := range []int{1, benchParallel} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
			content := make([]byte, benchObject)
			bare := b.TempDir()
			objects := newDir(b, b.TempDir())
			var number atomic.Int64
			var bareTime, putTime time.Duration
			for b.Loop() {
				bareTime += together(b, writers, func() error {
					return writeSynced(filepath.Join(bare, fmt.Sprint(number.Add(1))), content)
				})
				putTime += together(b, writers, func() error {
					_, err := objects.PutIfAbsent(b.Context(), lake.Key(fmt.Sprintf("a/%d", number.Add(1))), content)
					return err
				})
			}
			n := float64(b.N * writers)
			b.ReportMetric(n/putTime.Seconds(), "puts/s")
			b.ReportMetric(n/bareTime.Seconds(), "bare_fsyncs/s")
			b.ReportMetric(putTime.Seconds()/bareTime.Seconds(), "ratio")
		})
	}
}

// together runs the work once per writer at the same time and returns how long all of it took.
func together(b *testing.B, writers int, work func() error) time.Duration {
	b.Helper()
	start := time.Now()
	var group sync.WaitGroup
	for range writers {
		group.Go(func() {
			if err := work(); err != nil {
				b.Error(err)
			}
		})
	}
	group.Wait()
	return time.Since(start)
}

func writeSynced(name string, content []byte) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // synced
	if _, err := file.Write(content); err != nil {
		return err
	}
	return file.Sync()
}

func BenchmarkList(b *testing.B) {
	const count = 20_000
	root := b.TempDir()
	if err := os.Mkdir(filepath.Join(root, "a"), 0o750); err != nil {
		b.Fatal(err)
	}
	for i := range count {
		if err := os.WriteFile(filepath.Join(root, "a", fmt.Sprint(i)), nil, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	objects := newDir(b, root)
	for b.Loop() {
		seen := 0
		for _, err := range objects.List(b.Context(), "a/") {
			if err != nil {
				b.Fatal(err)
			}
			seen++
		}
		if seen != count {
			b.Fatalf("%d objects", seen)
		}
	}
	b.ReportMetric(float64(count*b.N)/b.Elapsed().Seconds(), "objects/s")
}
