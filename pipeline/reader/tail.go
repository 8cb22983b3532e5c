package reader

import (
	"bytes"
	"fmt"
	"sync"
)

// tail keeps the end of what a reader writes to its standard error.
type tail struct {
	mu  sync.Mutex
	end []byte
}

func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.end = append(t.end, b...)
	if extra := len(t.end) - stderrTail; extra > 0 {
		t.end = bytes.Clone(t.end[extra:])
	}
	return len(b), nil
}

// quoted returns the tail for an error text, or nothing.
func (t *tail) quoted() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.end) == 0 {
		return ""
	}
	return fmt.Sprintf(": %q", bytes.TrimSpace(t.end))
}
