package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/assets/samples"
	"wattlake/lake"
	"wattlake/lake/store/storetest"
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

// A command whose documents workers read uploads them, announces them, and fetches what the workers made of them, with nothing
// but the bucket and the brokers between the two. A worker that is asked to end does so in good order.
func TestKafkaWorkersOverABucket(t *testing.T) {
	brokers := kafkatest.Addr(t)
	server := storetest.StartS3(t, false)
	sources := t.TempDir()
	for _, sample := range samples.All()[:3] {
		if err := os.WriteFile(filepath.Join(sources, sample.Name), sample.PDF, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	calm, clerk := newMember(t, server), newMember(t, server)
	calm.run(t, "ingest", sources)
	t.Setenv("WATTLAKE_KAFKA_PREFIX", fmt.Sprintf("b%d-", os.Getpid()))
	clerk.run(t, append([]string{"sync"}, clerk.place...)...) // founds the team's lake and keeps its place
	listen := freeAddress(t)
	worker := startWorker(t, "s3://"+storetest.S3Bucket+"/team", brokers, "--endpoint", server.Endpoint, "--listen", listen)
	t.Setenv("WATTLAKE_KAFKA_BROKERS", brokers)
	t.Setenv("WATTLAKE_KAFKA_WORK", "workers")
	clerk.run(t, "ingest", sources)
	if diff := cmp.Diff(calm.all(t), clerk.all(t)); diff != "" {
		t.Errorf("- read here, + read by workers:\n%s", diff)
	}
	if health := fetch(t, "http://"+listen+"/health"); !strings.Contains(health, `"status":"ok"`) || !strings.Contains(health, `"behind":{`) {
		t.Errorf("health: %s", health)
	}
	if metrics := fetch(t, "http://"+listen+"/metrics"); !parsedSome.MatchString(metrics) {
		t.Errorf("metrics: %s", metrics)
	}
	if out := clerk.run(t, "retry", "--all"); strings.Contains(out, "waiting") {
		t.Errorf("after a retry of nothing:\n%s", out)
	}
	if err := worker.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := worker.Wait(); err != nil {
		t.Errorf("the worker that was asked to end: %v", err)
	}
}

// parsedSome: how often is a matter of what came first, the event or the worker's own look at the lake.
var parsedSome = regexp.MustCompile(`wattlake_worker_documents_total{result="done",stage="parse"} [1-9]`)

// freeAddress is one that nobody listens on.
func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }() // nobody connected
	return listener.Addr().String()
}

func fetch(t *testing.T, url string) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s, %v\n%s", url, response.Status, err, body)
	}
	return string(body)
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
func startWorker(t *testing.T, place, brokers string, options ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	log, err := os.Create(filepath.Join(t.TempDir(), "worker.log"))
	if err != nil {
		t.Fatal(err)
	}
	options = append([]string{"worker", "--brokers", brokers, "--lake", place, "--cache", t.TempDir()}, options...)
	command := exec.CommandContext(t.Context(), self, options...)
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
