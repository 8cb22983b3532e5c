package desktop

import (
	"runtime/debug"
	"time"
)

// How long memory stays that is no longer used.
const (
	// calm is how long nothing great was fetched: reading a great lake takes several times what keeping it does, and what was
	// replaced is no longer used by then.
	calm = 3 * time.Second
	// left is how long ago a page was left that is drawn with much: pictures of documents, or charts. The next is drawn by then.
	left = time.Second
)

// giveBack returns memory to the system in a moment, unless more work comes.
func (w *Window) giveBack(after time.Duration) { w.spare.Reset(after) }

// giveBack returns to the system what Go and C keep for later.
func giveBack() {
	debug.FreeOSMemory()
	trim()
}
