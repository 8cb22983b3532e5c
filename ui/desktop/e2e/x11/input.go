//go:build e2e

package x11

import (
	"fmt"
	"slices"
	"time"

	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"
)

// The key symbols that tests press (X11/keysymdef.h); letters and digits are their own.
const (
	Control  xproto.Keysym = 0xffe3
	Shift    xproto.Keysym = 0xffe1
	Escape   xproto.Keysym = 0xff1b
	Return   xproto.Keysym = 0xff0d
	Delete   xproto.Keysym = 0xffff
	Down     xproto.Keysym = 0xff54
	Right    xproto.Keysym = 0xff53
	Tab      xproto.Keysym = 0xff09
	Home     xproto.Keysym = 0xff50
	PageDown xproto.Keysym = 0xff56
	F1       xproto.Keysym = 0xffbe
)

// Letter is the key of a small letter, a digit or a space.
func Letter(letter byte) xproto.Keysym { return xproto.Keysym(letter) }

func (d *Display) loadKeys() error {
	setup := xproto.Setup(d.conn)
	first, last := setup.MinKeycode, setup.MaxKeycode
	reply, err := xproto.GetKeyboardMapping(d.conn, first, byte(last-first+1)).Reply()
	if err != nil {
		return fmt.Errorf("x11: keyboard: %w", err)
	}
	d.codes = map[xproto.Keysym]xproto.Keycode{}
	per := int(reply.KeysymsPerKeycode)
	for i, symbol := range reply.Keysyms {
		if _, known := d.codes[symbol]; !known && i%per == 0 { // without Shift
			d.codes[symbol] = first + xproto.Keycode(i/per) //nolint:gosec // there are at most 255 key codes
		}
	}
	return nil
}

// Press presses keys together, for instance Control and 'c', and lets go of them.
func (d *Display) Press(keys ...xproto.Keysym) error {
	for _, k := range keys {
		if err := d.key(xproto.KeyPress, k); err != nil {
			return err
		}
	}
	for _, k := range slices.Backward(keys) {
		if err := d.key(xproto.KeyRelease, k); err != nil {
			return err
		}
	}
	return nil
}

// Type presses the keys of small letters and digits one after the other.
func (d *Display) Type(text string) error {
	for _, letter := range []byte(text) {
		if err := d.Press(xproto.Keysym(letter)); err != nil {
			return err
		}
	}
	return nil
}

func (d *Display) key(kind byte, symbol xproto.Keysym) error {
	code, ok := d.codes[symbol]
	if !ok {
		return fmt.Errorf("x11: no key for symbol %#x", symbol)
	}
	return d.fake(kind, byte(code), 0, 0)
}

// Move puts the pointer at a place of the screen.
func (d *Display) Move(x, y int16) error { return d.fake(xproto.MotionNotify, 0, x, y) }

// Click presses the first button at a place of the screen.
func (d *Display) Click(x, y int16) error {
	if err := d.Move(x, y); err != nil {
		return err
	}
	if err := d.fake(xproto.ButtonPress, 1, 0, 0); err != nil {
		return err
	}
	return d.fake(xproto.ButtonRelease, 1, 0, 0)
}

// Turn turns the wheel down by one notch at a place of the screen.
func (d *Display) Turn(x, y int16) error {
	if err := d.Move(x, y); err != nil {
		return err
	}
	const down = 5 // the button that X makes of it
	if err := d.fake(xproto.ButtonPress, down, 0, 0); err != nil {
		return err
	}
	return d.fake(xproto.ButtonRelease, down, 0, 0)
}

// Drag holds the first button down from one place of the screen to another.
func (d *Display) Drag(fromX, fromY, toX, toY int16) error {
	if err := d.Move(fromX, fromY); err != nil {
		return err
	}
	if err := d.fake(xproto.ButtonPress, 1, 0, 0); err != nil {
		return err
	}
	const steps = 8 // a hand does not jump
	for i := int16(1); i <= steps; i++ {
		if err := d.Move(fromX+(toX-fromX)*i/steps, fromY+(toY-fromY)*i/steps); err != nil {
			return err
		}
		time.Sleep(stepPause)
	}
	return d.fake(xproto.ButtonRelease, 1, 0, 0)
}

// stepPause is how long a hand takes for one step of a drag: the window draws in between.
const stepPause = 60 * time.Millisecond

func (d *Display) fake(kind, detail byte, x, y int16) error {
	if err := xtest.FakeInputChecked(d.conn, kind, detail, 0, d.screen.Root, x, y, 0).Check(); err != nil {
		return fmt.Errorf("x11: send input: %w", err)
	}
	return nil
}
