//go:build !linux

package reader

import (
	"os/exec"
	"syscall"
)

func isolation() *syscall.SysProcAttr { return nil }

// yieldProcessor knows no priorities here.
func yieldProcessor(int) {}

func killGroup(command *exec.Cmd) { _ = command.Process.Kill() }

// residentBytes knows nothing here: the PDF library's own limit and the clock remain.
func residentBytes(int) int64 { return 0 }
