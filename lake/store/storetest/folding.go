package storetest

import (
	"context"
	"iter"
	"strings"
	"sync"

	"wattlake/lake"
)

// Folding is a store as on a file system that takes names for the same that differ in the case of letters only, as those of Windows do:
// an object keeps the spelling that it was stored under first, is found under any, and is listed under its own.
type Folding struct {
	Objects

	mu       sync.Mutex
	spelling map[string]lake.Key
}

// NewFolding makes an empty store fold the case of keys.
func NewFolding(objects Objects) *Folding {
	return &Folding{Objects: objects, spelling: map[string]lake.Key{}}
}

// FoldsCase says so.
func (f *Folding) FoldsCase() bool { return true }

// PutIfAbsent stores the content unless there is an object under any spelling.
func (f *Folding) PutIfAbsent(ctx context.Context, key lake.Key, content []byte) (bool, error) {
	return f.Objects.PutIfAbsent(ctx, f.spelled(key, true), content)
}

// Get returns the object under any spelling.
func (f *Folding) Get(ctx context.Context, key lake.Key) ([]byte, error) {
	return f.Objects.Get(ctx, f.spelled(key, false))
}

// Stat finds the object under any spelling.
func (f *Folding) Stat(ctx context.Context, key lake.Key) (lake.ObjectInfo, error) {
	return f.Objects.Stat(ctx, f.spelled(key, false))
}

// Delete removes the object under any spelling.
func (f *Folding) Delete(ctx context.Context, key lake.Key) error {
	spelled := f.spelled(key, false)
	f.mu.Lock()
	delete(f.spelling, strings.ToLower(string(key)))
	f.mu.Unlock()
	return f.Objects.Delete(ctx, spelled)
}

// List yields what begins with the prefix in its own spelling: the folders of a lake have but one.
func (f *Folding) List(ctx context.Context, prefix lake.Key) iter.Seq2[lake.ObjectInfo, error] {
	return f.Objects.List(ctx, prefix)
}

func (f *Folding) spelled(key lake.Key, fresh bool) lake.Key {
	f.mu.Lock()
	defer f.mu.Unlock()
	folded := strings.ToLower(string(key))
	if there, ok := f.spelling[folded]; ok {
		return there
	}
	if fresh {
		f.spelling[folded] = key
	}
	return key
}
