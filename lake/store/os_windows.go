package store

import (
	"errors"
	"os"
	"syscall"
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
