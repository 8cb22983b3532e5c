// Package readertest looks at reader processes from outside, for tests. It needs /proc.
package readertest

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// Processes are the readers that this process has started with this last argument.
func Processes(tb testing.TB, argument string) []int {
	tb.Helper()
	tasks, err := filepath.Glob("/proc/self/task/*/children")
	if err != nil {
		tb.Fatal(err)
	}
	var found []int
	for _, task := range tasks {
		children, _ := os.ReadFile(task) // the thread may have ended
		for child := range strings.FieldsSeq(string(children)) {
			command, _ := os.ReadFile("/proc/" + child + "/cmdline")
			if pid, err := strconv.Atoi(child); err == nil && bytes.HasSuffix(command, []byte("\x00"+argument+"\x00")) {
				found = append(found, pid)
			}
		}
	}
	return found
}
