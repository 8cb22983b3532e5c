package desktop

import (
	"context"

	"wattlake/ui/desktop/accessible"
)

// offer offers the window to assistive technology where there is a bus for it.
func (w *Window) offer(ctx context.Context) (look func()) {
	if !w.p.Bus {
		return func() {}
	}
	return accessible.Offer(ctx, accessible.Screen{
		Window: w.win, Name: "Wattlake", Version: w.p.Version,
		Lang: func() string { return string(w.locale.Lang) }, Active: func() bool { return !w.away },
	}, w.p.Clock, w.p.Logger)
}

// inTurn calls one after the other.
func inTurn(first, then func()) func() {
	return func() {
		first()
		then()
	}
}
