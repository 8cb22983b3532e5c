package store

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"

	"wattlake/lake"
)

// Memory is a lake that is gone when the program ends. It is safe for concurrent use.
type Memory struct {
	mu      sync.RWMutex
	objects map[lake.Key][]byte
}

// NewMemory returns an empty lake.
func NewMemory() *Memory { return &Memory{objects: make(map[lake.Key][]byte)} }

// PutIfAbsent stores a copy of content, or reports created=false and leaves what is there.
func (m *Memory) PutIfAbsent(ctx context.Context, key lake.Key, content []byte) (created bool, err error) {
	if err := checkKey(ctx, "put", key); err != nil {
		return false, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, exists := m.objects[key]; exists {
		return false, nil
	}
	m.objects[key] = bytes.Clone(content)
	return true, nil
}

// Get returns a copy of the object, or an error with [lake.CodeNotFound].
func (m *Memory) Get(ctx context.Context, key lake.Key) ([]byte, error) {
	if err := checkKey(ctx, "get", key); err != nil {
		return nil, err
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	content, exists := m.objects[key]
	if !exists {
		return nil, notFound("get", key)
	}
	return append([]byte{}, content...), nil
}

// Stat returns the object's size, or an error with [lake.CodeNotFound].
func (m *Memory) Stat(ctx context.Context, key lake.Key) (lake.ObjectInfo, error) {
	content, err := m.Get(ctx, key)
	if err != nil {
		return lake.ObjectInfo{}, err
	}
	return lake.ObjectInfo{Key: key, Size: int64(len(content))}, nil
}

// Delete removes the object. A missing object is no error.
func (m *Memory) Delete(ctx context.Context, key lake.Key) error {
	if err := checkKey(ctx, "delete", key); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.objects, key)
	return nil
}

// List yields the objects that begin with prefix, in byte order of their keys, as they are when it starts.
func (m *Memory) List(ctx context.Context, prefix lake.Key) iter.Seq2[lake.ObjectInfo, error] {
	return func(yield func(lake.ObjectInfo, error) bool) {
		if err := ctx.Err(); err != nil {
			yield(lake.ObjectInfo{}, fmt.Errorf("store: list %s: %w", prefix, err))
			return
		}
		for _, info := range m.snapshot(prefix) {
			if err := ctx.Err(); err != nil {
				yield(lake.ObjectInfo{}, fmt.Errorf("store: list %s: %w", prefix, err))
				return
			}
			if !yield(info, nil) {
				return
			}
		}
	}
}

func (m *Memory) snapshot(prefix lake.Key) []lake.ObjectInfo {
	m.mu.RLock()
	defer m.mu.RUnlock()
	var infos []lake.ObjectInfo
	for _, key := range slices.Sorted(maps.Keys(m.objects)) {
		if strings.HasPrefix(string(key), string(prefix)) {
			infos = append(infos, lake.ObjectInfo{Key: key, Size: int64(len(m.objects[key]))})
		}
	}
	return infos
}
