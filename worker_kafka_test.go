package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/pipeline/eventlog/kafkatest"
)

// Workers of the real program, one of which is killed (kill -9) in the middle of a document, read what a desktop announces, and
// the lake equals one that was read without trouble.
func TestKafkaWorkerKilled(t *testing.T) {
	if os.Getenv("WATTLAKE_SOAK") == "" {
		t.Skip("reads the samples three times; WATTLAKE_SOAK=1 runs it")
	}
	if !kafkatest.HasBroker() {
		t.Skip("SKIPPED, no real Kafka: make test-kafka")
	}
	broker := kafkatest.Start(t, kafkatest.Options{})
	source := t.TempDir()
	if _, err := writeSamples(t.Context(), source); err != nil {
		t.Fatal(err)
	}
	calm, shared := t.TempDir(), t.TempDir()
	wattlake(t, calm, "ingest", source)

	t.Setenv("WATTLAKE_KAFKA_BROKERS", broker.Addr)
	t.Setenv("WATTLAKE_KAFKA_WORK", "workers")
	killed := startWorker(t, shared, broker.Addr)
	done := make(chan string, 1)
	go func() {
		out, _ := wattlake(t, shared, "ingest", source)
		done <- out
	}()
	for len(parsedObjects(t, shared)) == 0 {
		if t.Context().Err() != nil {
			t.Fatal("nothing is parsed")
		}
	}
	if err := killed.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	next := startWorker(t, shared, broker.Addr)
	out := <-done
	if strings.Contains(out, "failed") {
		t.Errorf("failed documents:\n%s", out)
	}
	want, _ := wattlake(t, calm, "metrics", "costs", "--format", "csv")
	for { // the worker's tables follow
		got, _ := wattlake(t, shared, "metrics", "costs", "--format", "csv")
		if got == want {
			break
		}
		if t.Context().Err() != nil {
			t.Fatal(cmp.Diff(want, got))
		}
	}
	if err := next.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := next.Wait(); err != nil {
		t.Errorf("the worker that was asked to end: %v", err)
	}
}

func parsedObjects(t *testing.T, dir string) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(lake.ParsedPrefix), "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

// startWorker runs the program as a worker in a process of its own, whose log must be JSON.
func startWorker(t *testing.T, dir, brokers string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	log, err := os.Create(filepath.Join(t.TempDir(), "worker.log"))
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), self, "worker", "--brokers", brokers, "--lake", dir, "--cache", t.TempDir())
	command.Stderr = log
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Kill() // it has ended at the latest now
		_ = command.Wait()
		content, err := os.ReadFile(log.Name())
		if err != nil {
			t.Error(err)
		}
		for line := range strings.Lines(string(content)) {
			if !json.Valid([]byte(line)) {
				t.Errorf("the worker's log holds %q", line)
			}
		}
		if t.Failed() {
			fmt.Println(string(content))
		}
	})
	return command
}
