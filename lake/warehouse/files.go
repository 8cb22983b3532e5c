package warehouse

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"

	"wattlake/lake"
	"wattlake/lake/delta"
)

// localPath returns where DuckDB can read a data file: in the lake's folder, or else a copy.
func (w *Warehouse) localPath(ctx context.Context, root lake.Key, file delta.File) (string, error) {
	key := root + "/" + lake.Key(file.Path)
	if !key.Valid() {
		return "", fmt.Errorf("data file outside of its table: %q", file.Path)
	}
	if w.remote() {
		return w.fetched(ctx, key, file)
	}
	return filepath.Abs(filepath.Join(w.p.Root, filepath.FromSlash(string(key))))
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
