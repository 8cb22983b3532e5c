package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"

	"wattlake/lake"
)

// putAttempts bounds how often a put starts again because its folder or temporary file was removed under it.
const putAttempts = 3

// PutIfAbsent stores content durably under key, or reports created=false and leaves what is there: the content goes to a
// temporary file beside it, which is synced, moved without replacing anything, and made durable by a sync of the folder.
// An error leaves open whether the object is there; ask again to know.
func (d *Dir) PutIfAbsent(ctx context.Context, key lake.Key, content []byte) (created bool, err error) {
	if err := checkKey(ctx, "put", key); err != nil {
		return false, err
	}
	for range putAttempts {
		if created, err = d.tryPut(ctx, key, content); !errors.Is(err, fs.ErrNotExist) {
			break
		}
		d.durable.Clear()
	}
	if err != nil {
		return false, d.putError(key, err)
	}
	return created, nil
}

func (d *Dir) tryPut(ctx context.Context, key lake.Key, content []byte) (bool, error) {
	name := path.Dir(string(key))
	if err := d.makeFolder(name); err != nil {
		return false, err
	}
	folder, err := d.root.OpenRoot(name)
	if err != nil {
		return false, err
	}
	defer func() { _ = folder.Close() }() // opened for looking up names only
	base := path.Base(string(key))
	info, err := folder.Lstat(base)
	switch {
	case err == nil && !info.Mode().IsRegular():
		return false, errNotAnObject
	case err == nil: // its writer may still be waiting for its sync
		return false, d.folders.sync(folder, name)
	case !errors.Is(err, fs.ErrNotExist):
		return false, err
	}
	temp, err := writeTemp(folder, content)
	if err != nil {
		return false, err
	}
	if err := ctx.Err(); err != nil {
		return false, errors.Join(err, folder.Remove(temp))
	}
	created, err := publish(folder, temp, base)
	if err != nil || !created {
		_ = folder.Remove(temp) // an orphan is found again by List
	}
	if err != nil {
		return false, err
	}
	return created, d.folders.sync(folder, name)
}

// errNotAnObject is the reason why nothing can be stored where a folder or a link is.
var errNotAnObject = errors.New("a folder or a link has this name")

// putError keeps a folder that vanished again and again apart from "no such object".
func (d *Dir) putError(key lake.Key, err error) error {
	if errors.Is(err, fs.ErrNotExist) || isNoFolder(err) {
		err = fmt.Errorf("its folder cannot be made: %s", err.Error()) // not "not found": nothing was asked for
	}
	return diskError("put", key, err)
}

// writeTemp writes a synced temporary file into the folder and returns its name.
func writeTemp(folder *os.Root, content []byte) (name string, err error) {
	name = tempPrefix + rand.Text()
	file, err := folder.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, objectMode)
	if err != nil {
		return "", err
	}
	_, err = file.Write(content)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return "", errors.Join(err, folder.Remove(name))
	}
	return name, nil
}

// linkNew moves temp to base by a hard link, which no system lets replace an existing name.
func linkNew(folder *os.Root, temp, base string) (created bool, err error) {
	err = folder.Link(temp, base)
	if errors.Is(err, fs.ErrExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	_ = folder.Remove(temp) // the object is stored; an orphan is found again by List
	return true, nil
}
