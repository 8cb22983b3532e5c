package store

import (
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/windows"
)

const (
	errorHandleDiskFull syscall.Errno = 39
	errorDiskFull       syscall.Errno = 112
)

// syncEntries does nothing: NTFS journals names itself, and folders cannot be flushed there.
func syncEntries(*os.Root) error { return nil }

func isDiskFull(err error) bool {
	return errors.Is(err, errorDiskFull) || errors.Is(err, errorHandleDiskFull)
}

// isNoFolder reports whether a part of the path is a file.
func isNoFolder(err error) bool {
	return errors.Is(err, syscall.ERROR_PATH_NOT_FOUND) || errors.Is(err, syscall.ENOTDIR)
}

// FreeBytes is the room that this user has on the disk of the folder.
func FreeBytes(folder string) (int64, error) {
	name, err := windows.UTF16PtrFromString(folder)
	if err != nil {
		return 0, err
	}
	var free uint64
	if err := windows.GetDiskFreeSpaceEx(name, &free, nil, nil); err != nil {
		return 0, &os.PathError{Op: "free space", Path: folder, Err: err}
	}
	return int64(free), nil //nolint:gosec // G115: far below 2^63
}
