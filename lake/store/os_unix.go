//go:build unix

package store

import (
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// FreeBytes is the room that this user has on the disk of the folder.
func FreeBytes(folder string) (int64, error) {
	var disk unix.Statfs_t
	if err := unix.Statfs(folder, &disk); err != nil {
		return 0, &os.PathError{Op: "statfs", Path: folder, Err: err}
	}
	return int64(disk.Bavail) * int64(disk.Bsize), nil //nolint:gosec,unconvert // G115: far below 2^63; the types differ by system
}

// syncEntries makes the names in the folder durable.
func syncEntries(folder *os.Root) error {
	handle, err := folder.Open(".")
	if err != nil {
		return err
	}
	return errors.Join(handle.Sync(), handle.Close())
}

func isDiskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}

// isNoFolder reports whether a part of the path is a file.
func isNoFolder(err error) bool { return errors.Is(err, syscall.ENOTDIR) }
