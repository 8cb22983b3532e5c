//go:build linux

package desktop

import (
	"runtime"
	"syscall"
	"testing"
)

// priorityHere is the priority of the calling thread; the system call counts from 40 down.
func priorityHere(t *testing.T) int {
	t.Helper()
	priority, err := syscall.Getpriority(syscall.PRIO_PROCESS, syscall.Gettid())
	if err != nil {
		t.Error(err)
	}
	return priority
}

func TestAllThreadsYieldToTheOneThatDraws(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	before := priorityHere(t)
	if err := yieldThreads(); err != nil {
		t.Fatal(err)
	}
	if after := priorityHere(t); after != before {
		t.Errorf("the thread that draws has priority %d, want %d as before", after, before)
	}
	const many = 20  // more than there are so far
	const lowest = 1 // that the system gives
	priorities, measured := make(chan int), make(chan struct{})
	for range many {
		go func() {
			runtime.LockOSThread() // for good: the thread ends with the goroutine
			priorities <- priorityHere(t)
			<-measured // every goroutine has a thread of its own
		}()
	}
	for range many {
		if got, want := <-priorities, max(lowest, before-yielding); got != want {
			t.Errorf("another thread has priority %d, want %d", got, want)
		}
	}
	close(measured)
}
