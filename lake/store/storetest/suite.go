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
	tests := map[string]func(*testing.T, Objects){
		"put once":          putOnce,
		"missing":           missing,
		"racers of one key": raceOneKey,
		"racers of many":    raceManyKeys,
		"odd keys":          oddKeys,
		"bad keys":          badKeys,
		"large object":      largeObject,
		"list order":        listOrder,
		"list prefix":       listPrefix,
		"list stops":        listStops,
		"delete":            deleteObject,
		"cancelled":         cancelled,
		"content is copied": copies,
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

// Keys collects a listing and fails the test on an error.
func Keys(t testing.TB, objects Objects, prefix lake.Key) []lake.Key {
	t.Helper()
	var keys []lake.Key
	for info, err := range objects.List(t.Context(), prefix) {
		if err != nil {
			t.Fatalf("list %q: %v", prefix, err)
		}
		keys = append(keys, info.Key)
	}
	return keys
}

// Put stores an object that must not be there yet.
func Put(t testing.TB, objects Objects, key lake.Key, content string) {
	t.Helper()
	created, err := objects.PutIfAbsent(t.Context(), key, []byte(content))
	if err != nil || !created {
		t.Fatalf("put %q: created %v, error %v", key, created, err)
	}
}

func expect(t *testing.T, objects Objects, key lake.Key, want []byte) {
	t.Helper()
	got, err := objects.Get(t.Context(), key)
	if err != nil {
		t.Fatalf("get %q: %v", key, err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("get %q: %d bytes, want %d", key, len(got), len(want))
	}
	info, err := objects.Stat(t.Context(), key)
	if want := (lake.ObjectInfo{Key: key, Size: int64(len(want))}); err != nil || info != want {
		t.Errorf("stat %q = %v, %v, want %v", key, info, err, want)
	}
}

func putOnce(t *testing.T, objects Objects) {
	Put(t, objects, "a/b/c.txt", "first")
	created, err := objects.PutIfAbsent(t.Context(), "a/b/c.txt", []byte("second"))
	if err != nil || created {
		t.Errorf("second put: created %v, error %v", created, err)
	}
	expect(t, objects, "a/b/c.txt", []byte("first"))
	Put(t, objects, "empty", "")
	expect(t, objects, "empty", nil)
}

func missing(t *testing.T, objects Objects) {
	Put(t, objects, "folder/object", "x")
	for _, key := range []lake.Key{"no", "folder/no", "folder", "folder/object/below"} {
		if _, err := objects.Get(t.Context(), key); lake.CodeOf(err) != lake.CodeNotFound {
			t.Errorf("get %q: %v, want not found", key, err)
		}
		if _, err := objects.Stat(t.Context(), key); lake.CodeOf(err) != lake.CodeNotFound {
			t.Errorf("stat %q: %v, want not found", key, err)
		}
	}
}

func raceOneKey(t *testing.T, objects Objects) {
	var winners, wrote atomic.Int64
	var group sync.WaitGroup
	for i := range racers {
		group.Go(func() {
			created, err := objects.PutIfAbsent(t.Context(), "race/one", fmt.Appendf(nil, "racer %d", i))
			if err != nil {
				t.Errorf("racer %d: %v", i, err)
			}
			if created {
				winners.Add(1)
				wrote.Store(int64(i))
			}
		})
	}
	group.Wait()
	if winners.Load() != 1 {
		t.Fatalf("%d racers created the object, want 1", winners.Load())
	}
	expect(t, objects, "race/one", fmt.Appendf(nil, "racer %d", wrote.Load()))
	if got := Keys(t, objects, ""); !cmp.Equal(got, []lake.Key{"race/one"}) {
		t.Errorf("listing = %v", got)
	}
}

func raceManyKeys(t *testing.T, objects Objects) {
	var group sync.WaitGroup
	for i := range racers {
		group.Go(func() {
			key := lake.Key(fmt.Sprintf("many/%02d/%02d", i%4, i))
			if created, err := objects.PutIfAbsent(t.Context(), key, []byte(key)); err != nil || !created {
				t.Errorf("put %s: created %v, error %v", key, created, err)
			}
			if got, err := objects.Get(t.Context(), key); err != nil || string(got) != string(key) {
				t.Errorf("get %s = %q, %v", key, got, err)
			}
		})
	}
	group.Wait()
	if got := len(Keys(t, objects, "many/")); got != racers {
		t.Errorf("%d objects, want %d", got, racers)
	}
}

func oddKeys(t *testing.T, objects Objects) {
	keys := []lake.Key{
		"spacja i ąęłóżź.pdf", "year=2024/x.parquet", "a+b&c=d%20e.txt", "hash#1;semi", "quote'\"", "~tilde", ".hidden/.file",
		"..two", "a/..b", "emoji-⚡", "per%cent%2F", "question?", "braces{[(", "comma,at@", "-dash",
	}
	for _, key := range keys {
		Put(t, objects, key, string(key))
	}
	for _, key := range keys {
		expect(t, objects, key, []byte(key))
	}
	slices.Sort(keys)
	if diff := cmp.Diff(keys, Keys(t, objects, "")); diff != "" {
		t.Errorf("listing (-want +got):\n%s", diff)
	}
}

func badKeys(t *testing.T, objects Objects) {
	for _, key := range []lake.Key{"", "/", "/abs", "a//b", "a/", "../up", "a/../../up", ".", "..", "a\\b", "nul\x00"} {
		if created, err := objects.PutIfAbsent(t.Context(), key, nil); err == nil || created {
			t.Errorf("put %q: created %v, error %v", key, created, err)
		}
		if _, err := objects.Get(t.Context(), key); err == nil {
			t.Errorf("get %q: no error", key)
		}
		if err := objects.Delete(t.Context(), key); err == nil {
			t.Errorf("delete %q: no error", key)
		}
	}
}

func largeObject(t *testing.T, objects Objects) {
	content := make([]byte, largeBytes)
	random := rand.NewChaCha8([32]byte{1})
	_, _ = random.Read(content) // never fails
	if created, err := objects.PutIfAbsent(t.Context(), "large", content); err != nil || !created {
		t.Fatalf("put: created %v, error %v", created, err)
	}
	expect(t, objects, "large", content)
}

func listOrder(t *testing.T, objects Objects) {
	keys := []lake.Key{"a", "a-b", "a.b/c", "a0", "b/a", "b/a.txt", "b/c/d", "b.txt", "b-", "b0/x", "B", "ą", "zz/" + "1", "zz/" + "10", "zz/" + "2"}
	for _, key := range slices.Backward(keys) {
		Put(t, objects, key, "x")
	}
	slices.Sort(keys)
	if diff := cmp.Diff(keys, Keys(t, objects, "")); diff != "" {
		t.Errorf("listing (-want +got):\n%s", diff)
	}
}

func listPrefix(t *testing.T, objects Objects) {
	for _, key := range []lake.Key{"a/x1", "a/x2/y", "a/y", "ab", "b/x"} {
		Put(t, objects, key, "content of "+string(key))
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
		if diff := cmp.Diff(want, Keys(t, objects, prefix)); diff != "" {
			t.Errorf("prefix %q (-want +got):\n%s", prefix, diff)
		}
	}
	for info, err := range objects.List(t.Context(), "ab") {
		if want := (lake.ObjectInfo{Key: "ab", Size: int64(len("content of ab"))}); err != nil || info != want {
			t.Errorf("listing = %v, %v, want %v", info, err, want)
		}
	}
}

func listStops(t *testing.T, objects Objects) {
	for i := range 5 {
		Put(t, objects, lake.Key(fmt.Sprintf("s/%d", i)), "x")
	}
	seen := 0
	for range objects.List(t.Context(), "s/") {
		if seen++; seen == 2 {
			break
		}
	}
	if seen != 2 {
		t.Errorf("saw %d objects, want 2", seen)
	}
}

func deleteObject(t *testing.T, objects Objects) {
	Put(t, objects, "d/1", "x")
	Put(t, objects, "d/2", "x")
	for range 2 { // the second time there is nothing to delete
		if err := objects.Delete(t.Context(), "d/1"); err != nil {
			t.Fatal(err)
		}
	}
	if err := objects.Delete(t.Context(), "d"); err != nil {
		t.Errorf("delete of a folder: %v", err)
	}
	if got := Keys(t, objects, ""); !cmp.Equal(got, []lake.Key{"d/2"}) {
		t.Errorf("listing = %v", got)
	}
	Put(t, objects, "d/1", "again")
	expect(t, objects, "d/1", []byte("again"))
}

func cancelled(t *testing.T, objects Objects) {
	Put(t, objects, "c/1", "x")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, putErr := objects.PutIfAbsent(ctx, "c/2", []byte("x"))
	_, getErr := objects.Get(ctx, "c/1")
	_, statErr := objects.Stat(ctx, "c/1")
	var listErr error
	for _, err := range objects.List(ctx, "") {
		listErr = err
	}
	for verb, err := range map[string]error{
		"put": putErr, "get": getErr, "stat": statErr, "list": listErr, "delete": objects.Delete(ctx, "c/1"),
	} {
		if !errors.Is(err, context.Canceled) || lake.CodeOf(err) != lake.CodeCancelled {
			t.Errorf("%s: %v, want cancelled", verb, err)
		}
	}
	if got := Keys(t, objects, ""); !cmp.Equal(got, []lake.Key{"c/1"}) {
		t.Errorf("listing = %v", got)
	}
}

func copies(t *testing.T, objects Objects) {
	content := []byte("abc")
	if _, err := objects.PutIfAbsent(t.Context(), "copy", content); err != nil {
		t.Fatal(err)
	}
	content[0] = 'X'
	got, err := objects.Get(t.Context(), "copy")
	if err != nil {
		t.Fatal(err)
	}
	got[1] = 'X'
	expect(t, objects, "copy", []byte("abc"))
}
