// Package quiet keeps libraries from writing to standard error while they are initialised.
//
// Fyne complains about the locale C.UTF-8, the usual one of containers, when it is initialised: that is before main, and so at
// every command, whether it opens a window or not.
package quiet

import (
	"io"
	"log"
	"os"
)

func init() { log.SetOutput(io.Discard) }

// End lets libraries write again.
func End() { log.SetOutput(os.Stderr) }
