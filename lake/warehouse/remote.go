package warehouse

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"wattlake/lake"
	"wattlake/lake/delta"
)

// A lake that is no folder, such as a bucket, keeps copies of its data files here: they never change, so each is fetched
// once. The copies lie in Params.CacheDir, which several processes may share, or in a temporary folder.
const (
	// parallelFetches is how many data files are fetched at a time.
	parallelFetches = 8
	// cacheGrace is how long a copy that no table names any more stays for those who are still reading it.
	cacheGrace = time.Hour

	fileMode = 0o600
)

// remote reports whether the lake is no folder; then several processes usually write its tables.
func (w *Warehouse) remote() bool { return w.p.Root == "" }

// cacheFolder holds the copies.
func (w *Warehouse) cacheFolder() string {
	if w.p.CacheDir != "" {
		return w.p.CacheDir
	}
	return filepath.Join(w.temp, "cache")
}

func (w *Warehouse) cachePath(key lake.Key) string {
	return filepath.Join(w.cacheFolder(), filepath.FromSlash(string(key)))
}

// prefetch copies the files that are not here yet, several at a time.
func (w *Warehouse) prefetch(ctx context.Context, root lake.Key, files []delta.File) error {
	if !w.remote() {
		return nil
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(parallelFetches)
	for _, file := range files {
		group.Go(func() error {
			_, err := w.localPath(ctx, root, file)
			return err
		})
	}
	return group.Wait()
}

// fetched returns the path of the file's copy, which is made if there is none of the right size.
func (w *Warehouse) fetched(ctx context.Context, key lake.Key, file delta.File) (string, error) {
	path := w.cachePath(key)
	if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && info.Size() == file.Size {
		w.used(path)
		return path, nil
	}
	content, err := w.p.Store.Get(ctx, key)
	if err != nil {
		return "", err
	}
	if int64(len(content)) != file.Size {
		return "", wrongSize(key, file.Size, int64(len(content)))
	}
	return path, w.keep(content, path)
}

// partPath returns where a file is written before it has its name.
func (w *Warehouse) partPath() (string, error) {
	if !w.remote() {
		return filepath.Join(w.temp, w.p.NewID()+".parquet"), nil
	}
	if err := os.MkdirAll(w.cacheFolder(), tempMode); err != nil {
		return "", fmt.Errorf("make cache: %w", err)
	}
	return filepath.Join(w.cacheFolder(), "part-"+w.p.NewID()+".parquet"), nil
}

// keep puts content into the cache. Of several that do so at once any may win: they are equal.
func (w *Warehouse) keep(content []byte, path string) error {
	part, err := w.partPath()
	if err == nil {
		err = os.WriteFile(part, content, fileMode) //nolint:gosec // a name and a folder of our own
	}
	if err == nil {
		err = syncFile(part) // a power cut must not leave zeros of the right size
	}
	if err == nil {
		err = os.MkdirAll(filepath.Dir(path), tempMode)
	}
	if err == nil {
		err = os.Rename(part, path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("keep data file: %w", err), removeIfThere(part))
	}
	w.used(path)
	return nil
}

func syncFile(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}

// used notes the time on a copy. Where that fails it may be dropped early, and is fetched again.
func (w *Warehouse) used(path string) {
	now := w.p.Clock()
	_ = os.Chtimes(path, now, now)
}

// sameContent tells a put that was repeated, because its answer was lost, from one that met another file.
func (w *Warehouse) sameContent(ctx context.Context, key lake.Key, content []byte) error {
	there, err := w.p.Store.Get(ctx, key)
	if err == nil && !bytes.Equal(there, content) {
		err = fmt.Errorf("another data file %s is there already", key)
	}
	return err
}

// prune drops the copies that no table names and nobody used of late. What cannot be dropped now is dropped next time.
func (w *Warehouse) prune(ctx context.Context) error {
	if !w.remote() {
		return nil
	}
	named := map[string]bool{}
	for _, t := range w.tables() {
		snapshot, err := t.log.Snapshot(ctx)
		if err != nil {
			return err
		}
		for _, file := range snapshot.Files {
			named[w.cachePath(t.log.Root()+"/"+lake.Key(file.Path))] = true
		}
	}
	cutoff := w.p.Clock().Add(-cacheGrace)
	var stale []string
	err := filepath.WalkDir(w.cacheFolder(), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || named[path] {
			return nil //nolint:nilerr // dropped by another process, or not there yet
		}
		if info, err := entry.Info(); err == nil && info.ModTime().Before(cutoff) {
			stale = append(stale, path)
		}
		return nil
	})
	for _, path := range stale {
		_ = os.Remove(path)
	}
	return err
}

func wrongSize(key lake.Key, want, got int64) error {
	return &lake.Error{
		Code: lake.CodeCorrupt, Op: "warehouse: fetch", Err: fmt.Errorf("%s has %d bytes, its table says %d", key, got, want),
		Message: lake.Text{PL: "Plik tabeli jest uszkodzony.", EN: "A table's data file is damaged."},
		Hint:    lake.Text{PL: "Odbuduj tabele poleceniem „verify --repair”.", EN: "Rebuild the tables with \"verify --repair\"."},
	}
}

// lostRace is the error of a commit whose base is not the present version.
func lostRace(base, present int64) error {
	return &lake.Error{
		Code: lake.CodeConflict, Op: "warehouse: commit silver", Err: fmt.Errorf("computed from version %d, present is %d", base, present),
		Message: lake.Text{PL: "Ktoś inny zmienił tabelę w tym samym czasie.", EN: "Somebody else changed the table at the same time."},
		Hint:    lake.Text{PL: "Zmiana zostanie policzona od nowa.", EN: "The change will be computed again."},
	}
}
