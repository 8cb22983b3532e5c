package eventlog

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// metaFile is what the broker writes first and needs to find anything else.
const metaFile = "meta.json"

// damageError says that the folder does not hold a log that can be used.
type damageError struct {
	reason string
	err    error
}

func (e *damageError) Error() string {
	if e.err != nil {
		return e.err.Error()
	}
	return e.reason
}

func (e *damageError) Unwrap() error { return e.err }

// asDamage tells damaged content from a disk that refuses: moving a folder aside helps with the first only.
func asDamage(err error) error {
	for _, refused := range []error{fs.ErrPermission, syscall.ENOSPC, syscall.EIO, syscall.EROFS, syscall.EMFILE} {
		if errors.Is(err, refused) {
			return fmt.Errorf("start the broker: %w", err)
		}
	}
	return &damageError{err: err}
}

// checkFolder creates dir, and finds remains of a log without its head: the broker would take the folder for an empty one
// and append to files that it has not read.
func checkFolder(dir string) error {
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		return &damageError{reason: dir + " is not a folder"}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil { //nolint:gosec // as the rest of the lake: readable by the user's tools
		return fmt.Errorf("create folder: %w", err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("read folder: %w", err)
	}
	if len(entries) == 0 {
		return nil
	}
	if _, err := os.Stat(filepath.Join(dir, metaFile)); errors.Is(err, fs.ErrNotExist) {
		return &damageError{reason: dir + " holds files but no " + metaFile}
	}
	return nil
}

// moveAside renames dir to dir.damaged-1, or to the next free number, and returns the new name.
func moveAside(dir string) (string, error) {
	for n := 1; ; n++ {
		aside := filepath.Clean(dir) + ".damaged-" + strconv.Itoa(n)
		if _, err := os.Lstat(aside); err == nil {
			continue
		} else if !errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("look for a free name: %w", err)
		}
		if err := os.Rename(dir, aside); err != nil {
			return "", fmt.Errorf("move the damaged log aside: %w", err)
		}
		return aside, nil
	}
}
