//go:build !headless

package main

import (
	"os"
	"testing"

	"fyne.io/fyne/v2/app"
)

// Nothing is left for the toolkit to do at its end: what it does then it does while it closes the queue for it.
func TestTheToolkitSavesNothingAtItsEnd(t *testing.T) {
	folder, err := os.MkdirTemp("", "toolkit") //nolint:usetesting // the toolkit makes it again while it is removed, which fails a test
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	t.Setenv("XDG_CONFIG_HOME", folder)
	lifecycle := app.NewWithID("pl.wattlake.test").Lifecycle()
	hooked, ok := lifecycle.(interface{ OnStopped() func() })
	if !ok || hooked.OnStopped() == nil {
		t.Fatalf("%T has nothing to do at its end any more: leave saveNothing out", lifecycle)
	}
	saveNothing(lifecycle)
	if hooked.OnStopped() != nil {
		t.Error("there is still something to do")
	}
}
