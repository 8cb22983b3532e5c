//go:build e2e

package x11

import (
	"context"
	"errors"
	"fmt"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

var errEnded = errors.New("x11: the connection ended")

// Clipboard asks the clipboard's owner for its text.
func (d *Display) Clipboard(ctx context.Context) (string, error) {
	clipboard, err := d.atom("CLIPBOARD")
	if err != nil {
		return "", err
	}
	text, err := d.atom("UTF8_STRING")
	if err != nil {
		return "", err
	}
	place, err := d.atom("WATTLAKE_E2E")
	if err != nil {
		return "", err
	}
	if err := xproto.ConvertSelectionChecked(d.conn, d.own, clipboard, text, place, xproto.TimeCurrentTime).Check(); err != nil {
		return "", fmt.Errorf("x11: ask for the clipboard: %w", err)
	}
	event, err := d.await(ctx, func(e xgb.Event) bool { _, ok := e.(xproto.SelectionNotifyEvent); return ok })
	if err != nil {
		return "", err
	}
	if answer, ok := event.(xproto.SelectionNotifyEvent); !ok || answer.Property == xproto.AtomNone {
		return "", errors.New("x11: the clipboard has no text")
	}
	content, err := d.property(d.own, place)
	return string(content), err
}

// await returns the next event that is wanted; others are dropped.
func (d *Display) await(ctx context.Context, wanted func(xgb.Event) bool) (xgb.Event, error) {
	for {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case event, ok := <-d.events:
			if !ok {
				return nil, errEnded
			}
			if wanted(event) {
				return event, nil
			}
		}
	}
}
