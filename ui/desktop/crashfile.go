package desktop

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"time"
)

// crashFile is where the Go runtime writes when the program ends unexpectedly, in a folder of this user. A report holds stack
// traces: functions and addresses, no content of documents.
const crashFile = "crash.txt"

// WatchForCrashes returns the report that the last run left behind in the folder, nil if there is none, and has the runtime write
// one for this run if need be.
func WatchForCrashes(folder, version string) *CrashReport {
	if os.MkdirAll(folder, 0o700) != nil {
		return nil // no reports, but a program
	}
	path := filepath.Join(folder, crashFile)
	report := lastCrash(path, version)
	file, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return report
	}
	_ = debug.SetCrashOutput(file, debug.CrashOptions{}) // without it there is no report
	_ = file.Close()                                     // the runtime has its own copy
	return report
}

// lastCrash takes the report of the run before away from its place, so that it is offered once.
func lastCrash(path, version string) *CrashReport {
	trace, err := os.ReadFile(path)
	info, statErr := os.Stat(path)
	if err != nil || statErr != nil || len(trace) == 0 {
		return nil
	}
	text := fmt.Sprintf("Wattlake %s, %s/%s, %s\n%s\n\n%s", version, runtime.GOOS, runtime.GOARCH, runtime.Version(), info.ModTime().Format(time.RFC3339), trace)
	kept := strings.TrimSuffix(path, ".txt") + "-" + info.ModTime().Format("20060102-150405") + ".txt"
	if os.WriteFile(kept, []byte(text), 0o600) != nil { //nolint:gosec // G703: beside the file in the user's own cache folder
		kept = path
	}
	return &CrashReport{Path: kept, Text: text, Forget: func() { _ = os.Remove(kept) }} // one that stays does no harm
}
