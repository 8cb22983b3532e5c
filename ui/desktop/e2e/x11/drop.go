//go:build e2e

package x11

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/jezek/xgb/xproto"
)

// xdndVersion is the version of the drag-and-drop protocol that is spoken here
// (https://www.freedesktop.org/wiki/Specifications/XDND).
const xdndVersion = 5

// dropAtoms are the names that the protocol uses.
type dropAtoms struct {
	aware, selection, enter, position, status, drop, finished, copying, list xproto.Atom
}

func (d *Display) dropAtoms() (a dropAtoms, err error) {
	for name, place := range map[string]*xproto.Atom{
		"XdndAware": &a.aware, "XdndSelection": &a.selection, "XdndEnter": &a.enter, "XdndPosition": &a.position, "XdndStatus": &a.status,
		"XdndDrop": &a.drop, "XdndFinished": &a.finished, "XdndActionCopy": &a.copying, "text/uri-list": &a.list,
	} {
		if *place, err = d.atom(name); err != nil {
			return a, err
		}
	}
	return a, nil
}

// Drop lets files fall on a window at a place of the screen and returns when the window has taken them. It plays the part of
// a file manager: enter, position, wait for the status, drop, serve the list of files, wait for the end.
func (d *Display) Drop(ctx context.Context, target xproto.Window, x, y uint16, files ...string) error {
	a, err := d.dropAtoms()
	if err != nil {
		return err
	}
	if aware, err := d.property(target, a.aware); err != nil || len(aware) == 0 {
		return fmt.Errorf("x11: window %#x takes no drops: %w", target, err)
	}
	if err := xproto.SetSelectionOwnerChecked(d.conn, d.own, a.selection, xproto.TimeCurrentTime).Check(); err != nil {
		return fmt.Errorf("x11: own the dragged files: %w", err)
	}
	if err := d.tell(target, a.enter, xdndVersion<<24, uint32(a.list), 0, 0); err != nil {
		return err
	}
	if err := d.tell(target, a.position, 0, uint32(x)<<16|uint32(y), xproto.TimeCurrentTime, uint32(a.copying)); err != nil {
		return err
	}
	return d.serveDrop(ctx, target, a, uriList(files))
}

// serveDrop answers the target until it says that it has finished.
func (d *Display) serveDrop(ctx context.Context, target xproto.Window, a dropAtoms, list []byte) error {
	dropped := false
	for {
		var err error
		select {
		case <-ctx.Done():
			return fmt.Errorf("x11: the drop was not taken: %w", ctx.Err())
		case event, ok := <-d.events:
			if !ok {
				return errEnded
			}
			switch e := event.(type) {
			case xproto.SelectionRequestEvent:
				err = d.hand(e, a.list, list)
			case xproto.ClientMessageEvent:
				switch {
				case e.Type == a.finished:
					return nil
				case e.Type == a.status && e.Data.Data32[1]&1 == 0:
					return fmt.Errorf("x11: window %#x refuses the drop", target)
				case e.Type == a.status && !dropped:
					dropped = true
					err = d.tell(target, a.drop, 0, xproto.TimeCurrentTime, 0, 0)
				}
			}
		}
		if err != nil {
			return err
		}
	}
}

// tell sends one message of the protocol.
func (d *Display) tell(target xproto.Window, kind xproto.Atom, data ...uint32) error {
	message := xproto.ClientMessageEvent{
		Format: 32, Window: target, Type: kind, Data: xproto.ClientMessageDataUnionData32New(append([]uint32{uint32(d.own)}, data...)),
	}
	if err := xproto.SendEventChecked(d.conn, false, target, xproto.EventMaskNoEvent, string(message.Bytes())).Check(); err != nil {
		return fmt.Errorf("x11: send message: %w", err)
	}
	return nil
}

// hand gives the list of files to the window that asks for it.
func (d *Display) hand(e xproto.SelectionRequestEvent, kind xproto.Atom, list []byte) error {
	answer := xproto.SelectionNotifyEvent{Time: e.Time, Requestor: e.Requestor, Selection: e.Selection, Target: e.Target}
	if e.Target == kind {
		answer.Property = e.Property
		err := xproto.ChangePropertyChecked(d.conn, xproto.PropModeReplace, e.Requestor, e.Property, kind, 8, uint32(len(list)), list).Check() //nolint:gosec // far below 4 GB
		if err != nil {
			return fmt.Errorf("x11: hand over the files: %w", err)
		}
	}
	if err := xproto.SendEventChecked(d.conn, false, e.Requestor, xproto.EventMaskNoEvent, string(answer.Bytes())).Check(); err != nil {
		return fmt.Errorf("x11: answer the request: %w", err)
	}
	return nil
}

// uriList writes absolute paths as a list of addresses, one a line.
func uriList(files []string) []byte {
	var b strings.Builder
	for _, f := range files {
		b.WriteString((&url.URL{Scheme: "file", Path: f}).String())
		b.WriteString("\r\n")
	}
	return []byte(b.String())
}
