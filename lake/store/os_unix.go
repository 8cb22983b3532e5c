//go:build unix

package store

import (
	"errors"
	"os"
	"syscall"
)

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
