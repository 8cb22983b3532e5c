package teamsync_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/lake/store/storetest"
	"wattlake/lake/warehouse"
	"wattlake/pipeline/teamsync"
)

// Figures of the exchange with a server on this machine: many small objects sent, beside rclone (if WATTLAKE_RCLONE names it)
// on the same files in the same run, and the sync of a lake in which nothing has changed.

func BenchmarkPush(b *testing.B) {
	const objects = 5000
	for b.Loop() {
		b.StopTimer()
		root, sync := benchLake(b, objects)
		b.StartTimer()
		began := time.Now()
		sync(b)
		b.ReportMetric(objects/time.Since(began).Seconds(), "objects/s")
		b.StopTimer()
		if rclone := os.Getenv("WATTLAKE_RCLONE"); rclone != "" {
			b.ReportMetric(objects/runRclone(b, rclone, root).Seconds(), "rclone-objects/s")
		}
		b.StartTimer()
	}
}

func BenchmarkUnchanged(b *testing.B) {
	_, sync := benchLake(b, 20_000)
	sync(b)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for b.Loop() {
		sync(b)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(int64(after.HeapAlloc)-int64(before.HeapAlloc))/(1<<20), "MiB-kept")
}

// benchLake makes a lake on disk with this many objects of some 2 kB, and a function that syncs it with a server.
func benchLake(b *testing.B, objects int) (root string, sync func(testing.TB)) {
	b.Helper()
	root = b.TempDir()
	folder := filepath.Join(root, filepath.FromSlash(lake.ReadPrefix))
	if err := os.MkdirAll(folder, 0o700); err != nil {
		b.Fatal(err)
	}
	for n := range objects {
		content := fmt.Appendf(nil, "%02000d", n)
		key := lake.TextKey(lake.NewName(fmt.Sprintf("faktura %d.pdf", n), lake.NewDocumentID(content)), content)
		if err := os.WriteFile(filepath.Join(root, string(key)), content, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	local, err := store.NewDir(root)
	if err != nil {
		b.Fatal(err)
	}
	team := storetest.StartS3(b, false).Open(b, nil)
	tables, err := warehouse.Open(b.Context(), warehouse.Params{Store: team, TempDir: b.TempDir(), CacheDir: b.TempDir(), Clock: time.Now})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = tables.Close()
		_ = local.Close()
	})
	syncer := teamsync.New(teamsync.Params{
		Local: local, Team: team, Tables: tables, Folder: b.TempDir(), Location: "s3://bench", Author: "bench", Program: "1",
		NewID: func() string { return "bench" }, Clock: time.Now, Sleep: noSleep,
	})
	return root, func(tb testing.TB) {
		tb.Helper()
		if _, err := syncer.Run(tb.Context(), teamsync.Options{}, nil); err != nil {
			tb.Fatal(err)
		}
	}
}

// runRclone copies the same files to an empty server with as many transfers at a time.
func runRclone(b *testing.B, rclone, root string) time.Duration {
	b.Helper()
	server := storetest.StartS3(b, false)
	command := exec.CommandContext(b.Context(), rclone, "copy", "--transfers", "32", "--checkers", "32", "--exclude", ".wattlake/**", root, "wl:"+storetest.S3Bucket)
	command.Env = append(os.Environ(), "RCLONE_CONFIG=/dev/null", "RCLONE_CONFIG_WL_TYPE=s3", "RCLONE_CONFIG_WL_PROVIDER=Other",
		"RCLONE_CONFIG_WL_ENV_AUTH=true", "AWS_CA_BUNDLE=", "RCLONE_CONFIG_WL_ENDPOINT="+server.Endpoint, "RCLONE_CONFIG_WL_NO_CHECK_BUCKET=true")
	began := time.Now()
	if output, err := command.CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, output)
	}
	return time.Since(began)
}
