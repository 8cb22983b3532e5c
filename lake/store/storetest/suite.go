// Package storetest says what a store of a lake must do, as tests that every implementation runs, and breaks stores on purpose.
package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
)

// Objects is what a store offers.
type Objects interface {
	PutIfAbsent(ctx context.Context, key lake.Key, content []byte) (created bool, err error)
	Get(ctx context.Context, key lake.Key) ([]byte, error)
	Stat(ctx context.Context, key lake.Key) (lake.ObjectInfo, error)
	Delete(ctx context.Context, key lake.Key) error
	List(ctx context.Context, prefix lake.Key) iter.Seq2[lake.ObjectInfo, error]
}

const (
	racers     = 32
	largeBytes = 24 << 20
)

// Run tests the store that open returns; open is called once per test and must return an empty store.
func Run(t *testing.T, open func(t *testing.T) Objects) {
	t.Helper()
	tests := map[string]func(suite){
		"put once":          suite.putOnce,
		"missing":           suite.missing,
		"racers of one key": suite.raceOneKey,
		"racers of many":    suite.raceManyKeys,
		"odd keys":          suite.oddKeys,
		"bad keys":          suite.badKeys,
		"large object":      suite.largeObject,
		"list order":        suite.listOrder,
		"list prefix":       suite.listPrefix,
		"list stops":        suite.listStops,
		"delete":            suite.deleteObject,
		"cancelled":         suite.cancelled,
		"content is copied": suite.copies,
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) { test(suite{t, open(t)}) })
	}
}

// suite is one test on one empty store.
type suite struct {
	*testing.T
	objects Objects
}

// Keys collects a listing and fails the test on an error.
func Keys(tb testing.TB, objects Objects, prefix lake.Key) []lake.Key {
	tb.Helper()
	var keys []lake.Key
	for info, err := range objects.List(tb.Context(), prefix) {
		if err != nil {
			tb.Fatalf("list %q: %v", prefix, err)
		}
		keys = append(keys, info.Key)
	}
	return keys
}

// Put stores an object that must not be there yet.
func Put(tb testing.TB, objects Objects, key lake.Key, content string) {
	tb.Helper()
	created, err := objects.PutIfAbsent(tb.Context(), key, []byte(content))
	if err != nil || !created {
		tb.Fatalf("put %q: created %v, error %v", key, created, err)
	}
}

func (s suite) expect(key lake.Key, want []byte) {
	s.Helper()
	got, err := s.objects.Get(s.Context(), key)
	if err != nil {
		s.Fatalf("get %q: %v", key, err)
	}
	if !bytes.Equal(got, want) {
		s.Errorf("get %q: %d bytes, want %d", key, len(got), len(want))
	}
	info, err := s.objects.Stat(s.Context(), key)
	if want := (lake.ObjectInfo{Key: key, Size: int64(len(want))}); err != nil || info != want {
		s.Errorf("stat %q = %v, %v, want %v", key, info, err, want)
	}
}

func (s suite) put(key lake.Key, content string) {
	s.Helper()
	Put(s.T, s.objects, key, content)
}

func (s suite) keys(prefix lake.Key) []lake.Key {
	s.Helper()
	return Keys(s.T, s.objects, prefix)
}

func (s suite) putOnce() {
	s.put("a/b/c.txt", "first")
	created, err := s.objects.PutIfAbsent(s.Context(), "a/b/c.txt", []byte("second"))
	if err != nil || created {
		s.Errorf("second put: created %v, error %v", created, err)
	}
	s.expect("a/b/c.txt", []byte("first"))
	s.put("empty", "")
	s.expect("empty", nil)
}

func (s suite) missing() {
	s.put("folder/object", "x")
	for _, key := range []lake.Key{"no", "folder/no", "folder", "folder/object/below"} {
		if _, err := s.objects.Get(s.Context(), key); lake.CodeOf(err) != lake.CodeNotFound {
			s.Errorf("get %q: %v, want not found", key, err)
		}
		if _, err := s.objects.Stat(s.Context(), key); lake.CodeOf(err) != lake.CodeNotFound {
			s.Errorf("stat %q: %v, want not found", key, err)
		}
	}
}

func (s suite) raceOneKey() {
	var winners, wrote atomic.Int64
	var group sync.WaitGroup
	for i := range racers {
		group.Go(func() {
			created, err := s.objects.PutIfAbsent(s.Context(), "race/one", fmt.Appendf(nil, "racer %d", i))
			if err != nil {
				s.Errorf("racer %d: %v", i, err)
			}
			if created {
				winners.Add(1)
				wrote.Store(int64(i))
			}
		})
	}
	group.Wait()
	if winners.Load() != 1 {
		s.Fatalf("%d racers created the object, want 1", winners.Load())
	}
	s.expect("race/one", fmt.Appendf(nil, "racer %d", wrote.Load()))
	if got := s.keys(""); !cmp.Equal(got, []lake.Key{"race/one"}) {
		s.Errorf("listing = %v", got)
	}
}

func (s suite) raceManyKeys() {
	var group sync.WaitGroup
	for i := range racers {
		group.Go(func() {
			key := lake.Key(fmt.Sprintf("many/%02d/%02d", i%4, i))
			if created, err := s.objects.PutIfAbsent(s.Context(), key, []byte(key)); err != nil || !created {
				s.Errorf("put %s: created %v, error %v", key, created, err)
			}
			if got, err := s.objects.Get(s.Context(), key); err != nil || string(got) != string(key) {
				s.Errorf("get %s = %q, %v", key, got, err)
			}
		})
	}
	group.Wait()
	if got := len(s.keys("many/")); got != racers {
		s.Errorf("%d objects, want %d", got, racers)
	}
}

func (s suite) oddKeys() {
	keys := []lake.Key{
		"spacja i ąęłóżź.pdf", "year=2024/x.parquet", "a+b&c=d%20e.txt", "hash#1;semi", "quote'\"", "~tilde", ".hidden/.file",
		"..two", "a/..b", "emoji-⚡", "per%cent%2F", "question?", "braces{[(", "comma,at@", "-dash",
	}
	for _, key := range keys {
		s.put(key, string(key))
	}
	for _, key := range keys {
		s.expect(key, []byte(key))
	}
	slices.Sort(keys)
	if diff := cmp.Diff(keys, s.keys("")); diff != "" {
		s.Errorf("listing (-want +got):\n%s", diff)
	}
}

func (s suite) badKeys() {
	for _, key := range []lake.Key{"", "/", "/abs", "a//b", "a/", "../up", "a/../../up", ".", "..", "a\\b", "nul\x00"} {
		if created, err := s.objects.PutIfAbsent(s.Context(), key, nil); err == nil || created {
			s.Errorf("put %q: created %v, error %v", key, created, err)
		}
		if _, err := s.objects.Get(s.Context(), key); err == nil {
			s.Errorf("get %q: no error", key)
		}
		if err := s.objects.Delete(s.Context(), key); err == nil {
			s.Errorf("delete %q: no error", key)
		}
	}
}

func (s suite) largeObject() {
	content := make([]byte, largeBytes)
	random := rand.NewChaCha8([32]byte{1})
	_, _ = random.Read(content) // never fails
	if created, err := s.objects.PutIfAbsent(s.Context(), "large", content); err != nil || !created {
		s.Fatalf("put: created %v, error %v", created, err)
	}
	s.expect("large", content)
}

func (s suite) listOrder() {
	keys := []lake.Key{"a", "a-b", "a.b/c", "a0", "b/a", "b/a.txt", "b/c/d", "b.txt", "b-", "b0/x", "B", "ą", "zz/" + "1", "zz/" + "10", "zz/" + "2"}
	for _, key := range slices.Backward(keys) {
		s.put(key, "x")
	}
	slices.Sort(keys)
	if diff := cmp.Diff(keys, s.keys("")); diff != "" {
		s.Errorf("listing (-want +got):\n%s", diff)
	}
}

func (s suite) listPrefix() {
	for _, key := range []lake.Key{"a/x1", "a/x2/y", "a/y", "ab", "b/x"} {
		s.put(key, "content of "+string(key))
	}
	for prefix, want := range map[lake.Key][]lake.Key{
		"a":      {"a/x1", "a/x2/y", "a/y", "ab"},
		"a/":     {"a/x1", "a/x2/y", "a/y"},
		"a/x":    {"a/x1", "a/x2/y"},
		"a/x2/":  {"a/x2/y"},
		"a/x2/y": {"a/x2/y"},
		"ab/":    nil,
		"none/":  nil,
		"../":    nil,
	} {
		if diff := cmp.Diff(want, s.keys(prefix)); diff != "" {
			s.Errorf("prefix %q (-want +got):\n%s", prefix, diff)
		}
	}
	for info, err := range s.objects.List(s.Context(), "ab") {
		if want := (lake.ObjectInfo{Key: "ab", Size: int64(len("content of ab"))}); err != nil || info != want {
			s.Errorf("listing = %v, %v, want %v", info, err, want)
		}
	}
}

func (s suite) listStops() {
	for i := range 5 {
		s.put(lake.Key(fmt.Sprintf("s/%d", i)), "x")
	}
	seen := 0
	for range s.objects.List(s.Context(), "s/") {
		if seen++; seen == 2 {
			break
		}
	}
	if seen != 2 {
		s.Errorf("saw %d objects, want 2", seen)
	}
}

func (s suite) deleteObject() {
	s.put("d/1", "x")
	s.put("d/2", "x")
	for range 2 { // the second time there is nothing to delete
		if err := s.objects.Delete(s.Context(), "d/1"); err != nil {
			s.Fatal(err)
		}
	}
	if err := s.objects.Delete(s.Context(), "d"); err != nil {
		s.Errorf("delete of a folder: %v", err)
	}
	if got := s.keys(""); !cmp.Equal(got, []lake.Key{"d/2"}) {
		s.Errorf("listing = %v", got)
	}
	s.put("d/1", "again")
	s.expect("d/1", []byte("again"))
}

func (s suite) cancelled() {
	s.put("c/1", "x")
	ctx, cancel := context.WithCancel(s.Context())
	cancel()
	_, putErr := s.objects.PutIfAbsent(ctx, "c/2", []byte("x"))
	_, getErr := s.objects.Get(ctx, "c/1")
	_, statErr := s.objects.Stat(ctx, "c/1")
	var listErr error
	for _, err := range s.objects.List(ctx, "") {
		listErr = err
	}
	for verb, err := range map[string]error{
		"put": putErr, "get": getErr, "stat": statErr, "list": listErr, "delete": s.objects.Delete(ctx, "c/1"),
	} {
		if !errors.Is(err, context.Canceled) || lake.CodeOf(err) != lake.CodeCancelled {
			s.Errorf("%s: %v, want cancelled", verb, err)
		}
	}
	if got := s.keys(""); !cmp.Equal(got, []lake.Key{"c/1"}) {
		s.Errorf("listing = %v", got)
	}
}

func (s suite) copies() {
	content := []byte("abc")
	if _, err := s.objects.PutIfAbsent(s.Context(), "copy", content); err != nil {
		s.Fatal(err)
	}
	content[0] = 'X'
	got, err := s.objects.Get(s.Context(), "copy")
	if err != nil {
		s.Fatal(err)
	}
	got[1] = 'X'
	s.expect("copy", []byte("abc"))
}
