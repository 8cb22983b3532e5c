package reader

import (
	"os/exec"
	"syscall"
	"testing"
)

func TestReadersYieldTheProcessor(t *testing.T) {
	t.Parallel()
	command := exec.CommandContext(t.Context(), "sleep", "60")
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	before, err := syscall.Getpriority(syscall.PRIO_PROCESS, command.Process.Pid)
	if err != nil {
		t.Fatal(err)
	}
	yieldProcessor(command.Process.Pid)
	after, err := syscall.Getpriority(syscall.PRIO_PROCESS, command.Process.Pid)
	if err != nil || after >= before { // the system call counts from 40 down
		t.Errorf("priority %d, then %d, %v", before, after, err)
	}
	_ = command.Process.Kill()
	_ = command.Wait()
}
