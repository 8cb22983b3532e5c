package reader

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"syscall"
)

// isolation puts a reader in a process group of its own, and lets it die with the program.
func isolation() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// yielding lets whoever waits for an answer have the processor first, a window above all. It is not as large as can be: the clock
// of the budgets goes on.
const yielding = 10

// yieldProcessor lowers the priority of a process below that of the program's first thread: a window has its other threads yield, too,
// and a process inherits from them. Where that is refused it stays.
func yieldProcessor(pid int) {
	const zero = 20 // the system call counts down from here
	if first, err := syscall.Getpriority(syscall.PRIO_PROCESS, os.Getpid()); err == nil {
		_ = syscall.Setpriority(syscall.PRIO_PROCESS, pid, zero-first+yielding)
	}
}

// killGroup kills the reader and whatever it may have started.
func killGroup(command *exec.Cmd) {
	_ = syscall.Kill(-command.Process.Pid, syscall.SIGKILL)
	_ = command.Process.Kill()
}

// residentBytes returns the size of a process in memory, 0 if it is unknown.
func residentBytes(pid int) int64 {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		return 0
	}
	fields := bytes.Fields(content)
	if len(fields) < 2 {
		return 0
	}
	pages, err := strconv.ParseInt(string(fields[1]), 10, 64)
	if err != nil {
		return 0
	}
	return pages * int64(os.Getpagesize())
}
