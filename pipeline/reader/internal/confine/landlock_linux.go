package confine

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

const (
	readOnly = unix.LANDLOCK_ACCESS_FS_READ_FILE | unix.LANDLOCK_ACCESS_FS_READ_DIR
	readExec = readOnly | unix.LANDLOCK_ACCESS_FS_EXECUTE
	// fileRights are the rights that a rule about a file, not a folder, may name.
	fileRights = unix.LANDLOCK_ACCESS_FS_READ_FILE | unix.LANDLOCK_ACCESS_FS_WRITE_FILE | unix.LANDLOCK_ACCESS_FS_EXECUTE | unix.LANDLOCK_ACCESS_FS_TRUNCATE
	writing    = readOnly | unix.LANDLOCK_ACCESS_FS_WRITE_FILE | unix.LANDLOCK_ACCESS_FS_MAKE_REG | unix.LANDLOCK_ACCESS_FS_MAKE_DIR |
		unix.LANDLOCK_ACCESS_FS_REMOVE_FILE | unix.LANDLOCK_ACCESS_FS_TRUNCATE
)

// Reenter restarts the process inside Landlock, with the same arguments and open files, if the program asked for it and
// the kernel can do it. It returns when there is nothing to do or nothing can be done.
//
// A restart, because Landlock confines one thread and its children, and a Go program with C libraries has many threads
// before its first line: the restarted program begins as the one confined thread.
func Reenter() error {
	folder, asked := os.LookupEnv(EnvFolder)
	if !asked || os.Getenv(envDone) != "" {
		return nil
	}
	program, err := os.Executable()
	if err != nil {
		return nil // without Landlock the reader still has its budgets
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if !restrict(program, folder) {
		return nil
	}
	// From here on the thread is confined: going on without the restart would leave half a sandbox.
	env := append(os.Environ(), envDone+"=1")
	return fmt.Errorf("restart inside Landlock: %w", syscall.Exec(program, os.Args, env)) //nolint:gosec // the program itself
}

// Landlocked reports whether the process runs inside Landlock.
func Landlocked() bool { return os.Getenv(envDone) != "" }

// accesses returns all rights that the kernel's version of Landlock knows.
func accesses(version uintptr) (files, network, scope uint64) {
	files = unix.LANDLOCK_ACCESS_FS_MAKE_SYM<<1 - 1
	if version >= 2 {
		files |= unix.LANDLOCK_ACCESS_FS_REFER
	}
	if version >= 3 {
		files |= unix.LANDLOCK_ACCESS_FS_TRUNCATE
	}
	if version >= 4 {
		network = unix.LANDLOCK_ACCESS_NET_BIND_TCP | unix.LANDLOCK_ACCESS_NET_CONNECT_TCP
	}
	if version >= 5 {
		files |= unix.LANDLOCK_ACCESS_FS_IOCTL_DEV
	}
	if version >= 6 {
		scope = unix.LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET | unix.LANDLOCK_SCOPE_SIGNAL
	}
	return files, network, scope
}

// restrict confines the calling thread and reports whether it did.
func restrict(program, folder string) bool {
	version, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, 0, 0, unix.LANDLOCK_CREATE_RULESET_VERSION)
	if errno != 0 || version < 1 {
		return false
	}
	files, network, scope := accesses(version)
	attr := unix.LandlockRulesetAttr{Handled_access_fs: files, Handled_access_net: network, Scoped: scope}
	ruleset, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, uintptr(unsafe.Pointer(&attr)), unsafe.Sizeof(attr), 0)
	if errno != 0 {
		return false
	}
	defer func() { _ = unix.Close(int(ruleset)) }()
	allow := func(path string, rights uint64) {
		allowPath(int(ruleset), path, rights&files)
	}
	allow(program, readExec)
	for _, path := range libraryPaths() {
		allow(path, readExec)
	}
	allow("/proc/self", readOnly)
	allow("/sys/kernel/mm/transparent_hugepage", readOnly)
	allow(os.DevNull, readOnly|unix.LANDLOCK_ACCESS_FS_WRITE_FILE)
	allow("/dev/urandom", readOnly)
	if prefix := os.Getenv("TESSDATA_PREFIX"); prefix != "" {
		allow(prefix, readOnly)
	}
	if cover := os.Getenv("GOCOVERDIR"); cover != "" {
		allow(cover, writing)
	}
	if folder != "" {
		allow(folder, writing)
	}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return false
	}
	_, _, errno = unix.Syscall(unix.SYS_LANDLOCK_RESTRICT_SELF, ruleset, 0, 0)
	return errno == 0
}

// libraryPaths are where the program's shared libraries and Tesseract's language data lie.
func libraryPaths() []string {
	paths := []string{"/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/ld.so.preload", "/nix/store"}
	for folder := range strings.SplitSeq(os.Getenv("LD_LIBRARY_PATH"), string(filepath.ListSeparator)) {
		if folder != "" {
			paths = append(paths, folder)
		}
	}
	return paths
}

// allowPath adds a rule; a path that does not exist needs none.
func allowPath(ruleset int, path string, rights uint64) {
	fd, err := unix.Open(path, unix.O_PATH|unix.O_CLOEXEC, 0)
	if err != nil {
		return
	}
	defer func() { _ = unix.Close(fd) }()
	var stat unix.Stat_t
	if unix.Fstat(fd, &stat) == nil && stat.Mode&unix.S_IFMT != unix.S_IFDIR {
		rights &= fileRights
	}
	rule := unix.LandlockPathBeneathAttr{Allowed_access: rights, Parent_fd: int32(fd)} //nolint:gosec // a file descriptor
	_, _, _ = unix.Syscall6(unix.SYS_LANDLOCK_ADD_RULE, uintptr(ruleset), unix.LANDLOCK_RULE_PATH_BENEATH, uintptr(unsafe.Pointer(&rule)), 0, 0, 0)
}
