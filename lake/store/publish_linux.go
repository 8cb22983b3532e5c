package store

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// publish moves temp to base unless base exists. A rename that refuses to replace also works where there are no hard
// links (USB sticks); file systems that do not know it have links.
func publish(folder *os.Root, temp, base string) (created bool, err error) {
	handle, err := folder.Open(".")
	if err != nil {
		return false, err
	}
	defer func() { _ = handle.Close() }() // opened for its descriptor only
	fd := int(handle.Fd())
	err = unix.Renameat2(fd, temp, fd, base, unix.RENAME_NOREPLACE)
	switch {
	case errors.Is(err, unix.EINVAL), errors.Is(err, unix.ENOSYS), errors.Is(err, unix.ENOTSUP):
		return linkNew(folder, temp, base)
	case errors.Is(err, unix.EEXIST):
		return false, nil
	case err != nil:
		return false, &os.LinkError{Op: "rename", Old: temp, New: base, Err: err}
	}
	return true, nil
}
