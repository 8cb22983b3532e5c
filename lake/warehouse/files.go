package warehouse

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"wattlake/lake"
	"wattlake/lake/delta"
)

// localPath returns where DuckDB can read a data file. In a lake that is no folder the file is copied once; data files
// never change.
func (w *Warehouse) localPath(ctx context.Context, root lake.Key, file delta.File) (string, error) {
	key := root + "/" + lake.Key(file.Path)
	if !key.Valid() {
		return "", fmt.Errorf("data file outside of its table: %q", file.Path)
	}
	if w.p.Root != "" {
		return filepath.Abs(filepath.Join(w.p.Root, filepath.FromSlash(string(key))))
	}
	path := filepath.Join(w.temp, "cache", filepath.FromSlash(string(key)))
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	content, err := w.p.Store.Get(ctx, key)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(path), tempMode); err != nil {
		return "", fmt.Errorf("cache data file: %w", err)
	}
	part := path + "." + w.p.NewID()
	if err := os.WriteFile(part, content, tempMode&0o600); err != nil {
		return "", errors.Join(fmt.Errorf("cache data file: %w", err), removeIfThere(part))
	}
	return path, os.Rename(part, path)
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
