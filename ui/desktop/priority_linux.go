package desktop

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"syscall"
)

// yielding lets the thread that draws have a processor before all others of the program, nine times as much as each of them. It is as
// large as that of the readers, and no larger: the documents shall get on, too.
const yielding = 10

// yieldThreads gives every thread of the program a lower priority than the calling one has, which must be locked to its goroutine. Go
// makes no thread out of a locked one, so all later threads inherit the lower priority, those of DuckDB as well. What the calling
// thread itself makes, the threads of a software renderer, has the higher one.
func yieldThreads() error {
	const zero = 20 // the system call counts down from here
	own, err := syscall.Getpriority(syscall.PRIO_PROCESS, syscall.Gettid())
	if err != nil {
		return fmt.Errorf("ask for priority: %w", err)
	}
	tasks, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return fmt.Errorf("list threads: %w", err)
	}
	for _, task := range tasks {
		id, err := strconv.Atoi(task.Name())
		if err != nil || id == syscall.Gettid() {
			continue
		}
		err = syscall.Setpriority(syscall.PRIO_PROCESS, id, zero-own+yielding)
		if err != nil && !errors.Is(err, syscall.ESRCH) { // it may have ended
			return fmt.Errorf("lower priority: %w", err)
		}
	}
	return nil
}
