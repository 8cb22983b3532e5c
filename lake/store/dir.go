package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"sync"
	"time"

	"wattlake/lake"
)

const (
	folderMode fs.FileMode = 0o750
	objectMode fs.FileMode = 0o640
)

// Dir is a lake in a folder. Several processes may use one folder at once. It is safe for concurrent use.
type Dir struct {
	root    *os.Root
	folders folderSyncs
	durable sync.Map // folders (by slash path) whose entries in their parents are known to be on disk
	orphans orphanClock
}

// NewDir opens the lake in the folder root, which it creates if need be. Close releases it.
func NewDir(root string) (*Dir, error) {
	if err := os.MkdirAll(root, folderMode); err != nil {
		return nil, badFolder(root, err)
	}
	r, err := os.OpenRoot(root)
	if err != nil {
		return nil, badFolder(root, err)
	}
	return &Dir{root: r}, nil
}

// Close releases the folder.
func (d *Dir) Close() error { return d.root.Close() }

// Get returns the whole object, or an error with [lake.CodeNotFound].
func (d *Dir) Get(ctx context.Context, key lake.Key) ([]byte, error) {
	if err := checkKey(ctx, "get", key); err != nil {
		return nil, err
	}
	content, err := d.root.ReadFile(string(key))
	if err != nil {
		return nil, d.readError("get", key, err)
	}
	return content, nil
}

// Stat returns the object's size, or an error with [lake.CodeNotFound].
func (d *Dir) Stat(ctx context.Context, key lake.Key) (lake.ObjectInfo, error) {
	info, err := d.lstat(ctx, "stat", key)
	if err != nil {
		return lake.ObjectInfo{}, err
	}
	return lake.ObjectInfo{Key: key, Size: info.Size()}, nil
}

// Modified returns when the object was written, by the clock of the file system.
func (d *Dir) Modified(ctx context.Context, key lake.Key) (time.Time, error) {
	info, err := d.lstat(ctx, "stat", key)
	if err != nil {
		return time.Time{}, err
	}
	return info.ModTime(), nil
}

// Delete removes the object for good. A missing object is no error.
func (d *Dir) Delete(ctx context.Context, key lake.Key) error {
	_, err := d.lstat(ctx, "delete", key)
	if err == nil {
		err = d.root.Remove(string(key))
	}
	if lake.CodeOf(err) == lake.CodeNotFound || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = d.syncFolder(path.Dir(string(key)))
	}
	if err != nil {
		return diskError("delete", key, err)
	}
	return nil
}

// lstat finds the object itself: folders and symbolic links are no objects.
func (d *Dir) lstat(ctx context.Context, op string, key lake.Key) (fs.FileInfo, error) {
	if err := checkKey(ctx, op, key); err != nil {
		return nil, err
	}
	info, err := d.root.Lstat(string(key))
	if err != nil {
		return nil, diskError(op, key, err)
	}
	if !info.Mode().IsRegular() {
		return nil, notFound(op, key)
	}
	return info, nil
}

// readError tells a folder, which is no object, from a file that cannot be read.
func (d *Dir) readError(op string, key lake.Key, err error) error {
	if info, statErr := d.root.Lstat(string(key)); statErr == nil && info.IsDir() {
		return notFound(op, key)
	}
	return diskError(op, key, err)
}

// checkKey refuses a key that is not clean, one that names a temporary file, and a context that has ended.
func checkKey(ctx context.Context, op string, key lake.Key) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("store: %s %s: %w", op, key, err)
	}
	if !key.Valid() || key == "." || strings.HasPrefix(path.Base(string(key)), tempPrefix) {
		return badKey(op, key)
	}
	return nil
}
