package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"wattlake/lake"
)

const (
	// tempPrefix begins the names of temporary files; no object is called so.
	tempPrefix = ".~wl-"
	// OrphanAge is how old a temporary file must be before List takes it for the remains of a crash.
	OrphanAge = 10 * time.Minute
)

// List yields the objects whose key begins with prefix, in byte order of their keys. Temporary files are not objects; those
// that a crash left behind are removed when List comes across them.
func (d *Dir) List(ctx context.Context, prefix lake.Key) iter.Seq2[lake.ObjectInfo, error] {
	return d.list(ctx, prefix, true)
}

// Keys yields the keys of the objects that List yields, in less than half the time: it does not ask the disk for their sizes.
func (d *Dir) Keys(ctx context.Context, prefix lake.Key) iter.Seq2[lake.Key, error] {
	return func(yield func(lake.Key, error) bool) {
		for info, err := range d.list(ctx, prefix, false) {
			if !yield(info.Key, err) {
				return
			}
		}
	}
}

func (d *Dir) list(ctx context.Context, prefix lake.Key, sizes bool) iter.Seq2[lake.ObjectInfo, error] {
	return func(yield func(lake.ObjectInfo, error) bool) {
		folder := "."
		if cut := strings.LastIndexByte(string(prefix), '/'); cut > 0 {
			folder = string(prefix[:cut])
		}
		if folder != "." && !lake.Key(folder).Valid() {
			return // no valid key begins so
		}
		if err := ctx.Err(); err != nil {
			yield(lake.ObjectInfo{}, fmt.Errorf("store: list %s: %w", prefix, err))
			return
		}
		w := walk{dir: d, prefix: string(prefix), sizes: sizes, yield: yield}
		w.folder(ctx, folder)
	}
}

type walk struct {
	dir    *Dir
	prefix string
	sizes  bool // are wanted
	yield  func(lake.ObjectInfo, error) bool
}

// folder yields the objects in and below one folder; false ends the walk.
func (w *walk) folder(ctx context.Context, name string) bool {
	entries, err := w.entries(name)
	if errors.Is(err, fs.ErrNotExist) || isNoFolder(err) {
		return true // removed since its parent was read, or never there
	}
	if err != nil {
		w.yield(lake.ObjectInfo{}, diskError("list", lake.Key(name), err))
		return false
	}
	for _, entry := range entries {
		if err := ctx.Err(); err != nil {
			w.yield(lake.ObjectInfo{}, fmt.Errorf("store: list %s: %w", w.prefix, err))
			return false
		}
		if !w.entry(ctx, path.Join(name, entry.Name()), entry) {
			return false
		}
	}
	return true
}

func (w *walk) entry(ctx context.Context, key string, entry fs.DirEntry) bool {
	switch {
	case entry.IsDir():
		folder := key + "/"
		return (!strings.HasPrefix(folder, w.prefix) && !strings.HasPrefix(w.prefix, folder)) || w.folder(ctx, key)
	case !entry.Type().IsRegular():
		return true
	case strings.HasPrefix(entry.Name(), tempPrefix):
		w.dir.orphans.remove(w.dir, key, entry)
		return true
	case !strings.HasPrefix(key, w.prefix):
		return true
	case !w.sizes:
		return w.yield(lake.ObjectInfo{Key: lake.Key(key)}, nil)
	}
	info, err := entry.Info()
	if errors.Is(err, fs.ErrNotExist) {
		return true // removed since the folder was read
	}
	if err != nil {
		w.yield(lake.ObjectInfo{}, diskError("list", lake.Key(key), err))
		return false
	}
	return w.yield(lake.ObjectInfo{Key: lake.Key(key), Size: info.Size()}, nil)
}

// entries reads a folder in the order of the keys below it: a folder's name counts with its slash.
func (w *walk) entries(name string) ([]fs.DirEntry, error) {
	folder, err := w.dir.root.Open(name)
	if err != nil {
		return nil, err
	}
	entries, err := folder.ReadDir(-1)
	if err = errors.Join(err, folder.Close()); err != nil {
		return nil, err
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(sortName(a), sortName(b)) })
	return entries, nil
}

func sortName(entry fs.DirEntry) string {
	if entry.IsDir() {
		return entry.Name() + "/"
	}
	return entry.Name()
}

// orphanClock knows what time the file system thought it was when the first temporary file was met. It asks the file
// system because a share's clock need not be ours.
type orphanClock struct {
	once sync.Once
	now  time.Time // zero if it cannot be told: nothing is an orphan then
}

// remove deletes a temporary file if it is old. A mistake costs its writer a second attempt and nothing else.
func (c *orphanClock) remove(d *Dir, key string, entry fs.DirEntry) {
	info, err := entry.Info()
	if err != nil {
		return
	}
	c.once.Do(func() { c.now = d.fileTime() })
	if c.now.Sub(info.ModTime()) > OrphanAge {
		_ = d.root.Remove(key) // the next List tries again
	}
}

func (d *Dir) fileTime() time.Time {
	name, err := writeTemp(d.root, nil)
	if err != nil {
		return time.Time{}
	}
	defer func() { _ = d.root.Remove(name) }() // an orphan is found again by List
	info, err := d.root.Lstat(name)
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}
