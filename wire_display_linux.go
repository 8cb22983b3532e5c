//go:build !headless

package main

import (
	"io"
	"os"

	"github.com/jezek/xgb"

	"wattlake/lake"
)

// reachDisplay tries the screen as the window will, which ends in a panic of GLFW where there is none.
func reachDisplay() error {
	name := os.Getenv("DISPLAY")
	if name == "" {
		return noDisplay("DISPLAY jest puste", "DISPLAY is empty", nil)
	}
	xgb.Logger.SetOutput(io.Discard) // the error says it
	screen, err := xgb.NewConn()
	if err != nil {
		return noDisplay("DISPLAY="+name+" nie odpowiada", "DISPLAY="+name+" does not answer", err)
	}
	screen.Close()
	return nil
}

// noDisplay is said instead of the window toolkit's panic. On Wayland the window comes through XWayland, which sets DISPLAY.
func noDisplay(pl, en string, cause error) error {
	return &lake.Error{
		Code: lake.CodeUsage, Op: "desktop", Err: cause,
		Message: lake.Text{PL: "Nie ma ekranu, na którym można otworzyć okno (" + pl + ").", EN: "There is no screen to open the window on (" + en + ")."},
		Hint:    lake.Text{PL: "W terminalu: wattlake help, wattlake demo.", EN: "In the terminal: wattlake help, wattlake demo."},
	}
}
