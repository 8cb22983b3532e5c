package accessible

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// pace is the least time between two looks at the canvas while assistive technology is in use.
const pace = 50 * time.Millisecond

// Offer offers the windows on the screen to assistive technology for as long as ctx lives and such technology is in use. The
// drawing thread must call look every time its loop goes round; while none is in use that costs nothing. What goes wrong on the
// buses is logged once and holds nobody up.
func Offer(ctx context.Context, s Screen, clock func() time.Time, logger *slog.Logger) (look func()) {
	o := &offer{screen: s, clock: clock, failed: func(err error) {
		logger.WarnContext(ctx, "screen readers are not told of the window", slog.Any("error", err))
	}}
	go o.watch(ctx)
	return o.look
}

// offer starts and ends the server.
type offer struct {
	screen Screen
	clock  func() time.Time
	failed func(error)
	once   sync.Once // for failed

	serving atomic.Pointer[server] // nil while no assistive technology is in use
	last    time.Time              // of the look before; belongs to the drawing thread
}

// look shows the server what is on the canvas now.
func (o *offer) look() {
	s := o.serving.Load()
	if s == nil {
		return
	}
	if now := o.clock(); now.Sub(o.last) >= pace {
		o.last = now
		s.look()
	}
}

// serve answers assistive technology until ctx ends or its bus does.
func (o *offer) serve(ctx context.Context, address string) error {
	s, err := newServer(ctx, address, o.screen)
	if err != nil {
		return err
	}
	defer s.close()
	o.serving.Store(s)
	defer o.serving.Store(nil)
	return s.run(ctx)
}
