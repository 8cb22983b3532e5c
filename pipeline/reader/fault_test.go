package reader_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/pipeline/reader"
)

// makeCache gives all tests one compilation cache, because filling it takes seconds.
var makeCache = sync.OnceValues(func() (string, error) { return os.MkdirTemp("", "wattlake-reader-test-") })

func removeCache() {
	if folder, err := makeCache(); err == nil {
		_ = os.RemoveAll(folder)
	}
}

func newPool(tb testing.TB, params reader.Params, mode ...string) *reader.Pool {
	tb.Helper()
	cache, err := makeCache()
	if err != nil {
		tb.Fatal(err)
	}
	params.Command = append([]string{os.Args[0]}, mode...)
	params.CacheDir = cache
	params.Size = max(params.Size, 1)
	pool, err := reader.NewPool(params)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = pool.Close() })
	return pool
}

func request(content []byte) pipeline.ReadRequest {
	return pipeline.ReadRequest{Document: "d1", Ext: ".pdf", Content: content}
}

func TestBudgetsEndBadReaders(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		mode    string
		budgets reader.Budgets
		want    lake.Code
	}{
		{"hangs on a page", childHang, reader.Budgets{PerPage: 50 * time.Millisecond}, lake.CodeReadTimeout},
		{"hangs on a document", childHang, reader.Budgets{PerDocument: 50 * time.Millisecond}, lake.CodeReadTimeout},
		{"progress without end", childStall, reader.Budgets{PerDocument: 200 * time.Millisecond}, lake.CodeReadTimeout},
		{"eats memory", childEat, reader.Budgets{MemoryBytes: 300 << 20}, lake.CodeReadMemory},
		{"crashes twice", childCrash, reader.Budgets{}, lake.CodeReaderCrashed},
		{"announces gigabytes", childLie, reader.Budgets{}, lake.CodeTooLarge},
		{"never gets ready", childMute, reader.Budgets{Start: 50 * time.Millisecond}, lake.CodeReadTimeout},
		{"answers for another document", childOther, reader.Budgets{}, lake.CodeInternal},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			pool := newPool(t, reader.Params{Budgets: test.budgets}, test.mode)
			for range 2 { // the pool is as good as new after each
				_, err := pool.Read(t.Context(), request([]byte("x")), nil)
				if got := lake.CodeOf(err); got != test.want {
					t.Fatalf("code %q, want %q: %v", got, test.want, err)
				}
			}
		})
	}
}

func TestCrashIsTriedAgainInAFreshReader(t *testing.T) {
	t.Parallel()
	pool := newPool(t, reader.Params{}, childOnce, filepath.Join(t.TempDir(), "crashed"))
	text, err := pool.Read(t.Context(), request(invoicePDF(t, 1)), nil)
	if err != nil || len(text.Pages) != 1 {
		t.Fatalf("%d pages, error %v", len(text.Pages), err)
	}
}

func TestCancelEndsTheReader(t *testing.T) {
	t.Parallel()
	pool := newPool(t, reader.Params{}, childStall)
	ctx, cancel := context.WithCancel(t.Context())
	_, err := pool.Read(ctx, request([]byte("x")), func(int, int) { cancel() })
	if got := lake.CodeOf(err); got != lake.CodeCancelled {
		t.Fatalf("code %q: %v", got, err)
	}
}

func TestWaitingForAReaderCanBeCancelled(t *testing.T) {
	t.Parallel()
	pool := newPool(t, reader.Params{}, childStall)
	busy, end := context.WithCancel(t.Context())
	started, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		var once sync.Once
		_, _ = pool.Read(busy, request([]byte("x")), func(int, int) { once.Do(func() { close(started) }) })
	}()
	<-started
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := pool.Read(cancelled, request([]byte("x")), nil); lake.CodeOf(err) != lake.CodeCancelled {
		t.Errorf("want cancelled, got %v", err)
	}
	end()
	<-done
}

func TestCloseEndsDocumentsBeingRead(t *testing.T) {
	t.Parallel()
	pool := newPool(t, reader.Params{}, childStall)
	started, done := make(chan struct{}), make(chan error)
	go func() {
		var once sync.Once
		_, err := pool.Read(context.WithoutCancel(t.Context()), request([]byte("x")), func(int, int) { once.Do(func() { close(started) }) })
		done <- err
	}()
	<-started
	closed := make(chan error, 1)
	go func() { closed <- pool.Close() }()
	if err := <-done; lake.CodeOf(err) != lake.CodeCancelled {
		t.Errorf("want cancelled, got %v", err)
	}
	if err := <-closed; err != nil {
		t.Error(err)
	}
	if _, err := pool.Read(t.Context(), request([]byte("x")), nil); lake.CodeOf(err) != lake.CodeCancelled {
		t.Errorf("after Close: want cancelled, got %v", err)
	}
}

func TestReaderSeesNoSecrets(t *testing.T) {
	t.Setenv("AWS_SECRET_ACCESS_KEY", "hunter2")
	pool := newPool(t, reader.Params{}, childEnv)
	_, err := pool.Read(t.Context(), request([]byte("x")), nil)
	e, ok := errors.AsType[*lake.Error](err)
	if !ok || e.Err == nil {
		t.Fatalf("unexpected error %v", err)
	}
	if env := e.Err.Error(); strings.Contains(env, "hunter2") || !strings.Contains(env, "OMP_THREAD_LIMIT=1") {
		t.Errorf("environment of a reader: %s", env)
	}
}
