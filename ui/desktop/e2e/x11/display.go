//go:build e2e

// Package x11 drives a window as a person would: it presses keys, clicks, drops files, reads the clipboard and takes pictures,
// with nothing but the X protocol.
package x11

import (
	"fmt"
	"image"
	"image/color"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"
)

// Display is a connection to an X server. It is for one goroutine.
type Display struct {
	conn   *xgb.Conn
	screen *xproto.ScreenInfo
	own    xproto.Window // owns selections and receives answers
	events chan xgb.Event
	codes  map[xproto.Keysym]xproto.Keycode
}

// Open connects to a display such as ":99".
func Open(name string) (*Display, error) {
	conn, err := xgb.NewConnDisplay(name)
	if err != nil {
		return nil, fmt.Errorf("x11: connect to %s: %w", name, err)
	}
	if err := xtest.Init(conn); err != nil {
		return nil, fmt.Errorf("x11: no XTEST: %w", err)
	}
	d := &Display{conn: conn, screen: xproto.Setup(conn).DefaultScreen(conn), events: make(chan xgb.Event, 64)}
	if d.own, err = xproto.NewWindowId(conn); err != nil {
		return nil, fmt.Errorf("x11: window id: %w", err)
	}
	err = xproto.CreateWindowChecked(conn, 0, d.own, d.screen.Root, 0, 0, 1, 1, 0, xproto.WindowClassInputOutput, d.screen.RootVisual,
		xproto.CwEventMask, []uint32{xproto.EventMaskPropertyChange}).Check()
	if err != nil {
		return nil, fmt.Errorf("x11: make window: %w", err)
	}
	if err := d.loadKeys(); err != nil {
		return nil, err
	}
	go d.pump()
	return d, nil
}

// Close ends the connection.
func (d *Display) Close() { d.conn.Close() }

// pump hands events on until the connection ends.
func (d *Display) pump() {
	defer close(d.events)
	for {
		event, err := d.conn.WaitForEvent()
		if event == nil && err == nil {
			return
		}
		if event != nil {
			d.events <- event
		}
	}
}

// Find returns the visible window with the title, or false.
func (d *Display) Find(title string) (xproto.Window, bool) {
	return d.findBelow(d.screen.Root, title)
}

func (d *Display) findBelow(parent xproto.Window, title string) (xproto.Window, bool) {
	tree, err := xproto.QueryTree(d.conn, parent).Reply()
	if err != nil {
		return 0, false
	}
	for _, child := range tree.Children {
		name, _ := d.property(child, xproto.AtomWmName)
		attributes, err := xproto.GetWindowAttributes(d.conn, child).Reply()
		if err == nil && string(name) == title && attributes.MapState == xproto.MapStateViewable {
			return child, true
		}
		if found, ok := d.findBelow(child, title); ok {
			return found, true
		}
	}
	return 0, false
}

// Place moves and sizes a window and gives it the keyboard; there is no window manager that would.
func (d *Display) Place(w xproto.Window, x, y, width, height uint32) error {
	mask := uint16(xproto.ConfigWindowX | xproto.ConfigWindowY | xproto.ConfigWindowWidth | xproto.ConfigWindowHeight)
	if err := xproto.ConfigureWindowChecked(d.conn, w, mask, []uint32{x, y, width, height}).Check(); err != nil {
		return fmt.Errorf("x11: place window: %w", err)
	}
	if err := xproto.SetInputFocusChecked(d.conn, xproto.InputFocusPointerRoot, w, xproto.TimeCurrentTime).Check(); err != nil {
		return fmt.Errorf("x11: focus window: %w", err)
	}
	return nil
}

// Picture returns what the screen shows.
func (d *Display) Picture() (image.Image, error) {
	return d.Part(0, 0, d.screen.WidthInPixels, d.screen.HeightInPixels)
}

// Part returns what a part of the screen shows. A small part takes little from the processors that the window needs.
func (d *Display) Part(x, y int16, width, height uint16) (image.Image, error) {
	reply, err := xproto.GetImage(d.conn, xproto.ImageFormatZPixmap, xproto.Drawable(d.screen.Root), x, y, width, height, 0xffffffff).Reply()
	if err != nil {
		return nil, fmt.Errorf("x11: take picture: %w", err)
	}
	picture := image.NewNRGBA(image.Rect(0, 0, int(width), int(height)))
	const bytesPerPixel = 4
	for i := 0; i+bytesPerPixel <= len(reply.Data); i += bytesPerPixel {
		n := i / bytesPerPixel
		picture.SetNRGBA(n%int(width), n/int(width), color.NRGBA{R: reply.Data[i+2], G: reply.Data[i+1], B: reply.Data[i], A: 0xff})
	}
	return picture, nil
}

// property returns the bytes of a window's property.
func (d *Display) property(w xproto.Window, name xproto.Atom) ([]byte, error) {
	const longest = 1 << 24 // in units of four bytes
	reply, err := xproto.GetProperty(d.conn, false, w, name, xproto.GetPropertyTypeAny, 0, longest).Reply()
	if err != nil {
		return nil, fmt.Errorf("x11: read property: %w", err)
	}
	return reply.Value, nil
}

func (d *Display) atom(name string) (xproto.Atom, error) {
	reply, err := xproto.InternAtom(d.conn, false, uint16(len(name)), name).Reply() //nolint:gosec // names are short
	if err != nil {
		return 0, fmt.Errorf("x11: atom %s: %w", name, err)
	}
	return reply.Atom, nil
}

// Leave takes the keyboard from every window, as when a person turns to another program.
func (d *Display) Leave() error {
	if err := xproto.SetInputFocusChecked(d.conn, xproto.InputFocusNone, xproto.Window(xproto.InputFocusNone), xproto.TimeCurrentTime).Check(); err != nil {
		return fmt.Errorf("x11: leave the window: %w", err)
	}
	return nil
}

// Ask sends a window one of the requests of a window manager (ICCCM), such as WM_DELETE_WINDOW.
func (d *Display) Ask(w xproto.Window, request string) error {
	protocols, err := d.atom("WM_PROTOCOLS")
	if err != nil {
		return err
	}
	what, err := d.atom(request)
	if err != nil {
		return err
	}
	message := xproto.ClientMessageEvent{
		Format: 32, Window: w, Type: protocols, Data: xproto.ClientMessageDataUnionData32New([]uint32{uint32(what), xproto.TimeCurrentTime, 0, 0, 0}),
	}
	if err := xproto.SendEventChecked(d.conn, false, w, xproto.EventMaskNoEvent, string(message.Bytes())).Check(); err != nil {
		return fmt.Errorf("x11: send request: %w", err)
	}
	return nil
}
