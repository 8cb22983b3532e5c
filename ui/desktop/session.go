package desktop

import (
	"context"
	"log/slog"
	"sync"

	"wattlake/ui/desktop/thread"
)

// Session is a lake that is open.
type Session struct {
	Node  Node
	Team  Team
	Close func() // ends the work in good order; what is unfinished goes on when the lake is opened again
}

// session is a lake that is open, and who is at work with it.
type session struct {
	Session

	ctx  context.Context //nolint:containedctx // the life of the session, which callbacks of widgets must not outlive
	stop context.CancelFunc
	uses sync.WaitGroup
}

// leave ends what [sessions.enter] began.
func (s *session) leave() { s.uses.Done() }

// sessions hands the open lake to those who work beside the drawing thread, and lets it be replaced by another one, or by
// itself with other settings, without a restart of the program.
type sessions struct {
	mu    sync.Mutex
	now   *session      // nil while none is open
	ready chan struct{} // closed while one is open
}

func newSessions() *sessions { return &sessions{ready: make(chan struct{})} }

// enter returns the open lake, nil if there is none. It stays open until leave is called.
func (s *sessions) enter() *session {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now != nil {
		s.now.uses.Add(1)
	}
	return s.now
}

// empty reports whether no lake is open.
func (s *sessions) empty() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now == nil
}

// await is enter for those who can wait until a lake is open; it returns nil when ctx ends first.
func (s *sessions) await(ctx context.Context) *session {
	for {
		s.mu.Lock()
		ready := s.ready
		s.mu.Unlock()
		select {
		case <-ctx.Done():
			return nil
		case <-ready:
		}
		if now := s.enter(); now != nil {
			return now
		}
	}
}

func (s *sessions) begin(ctx context.Context, opened Session) *session {
	now := &session{Session: opened}
	now.ctx, now.stop = context.WithCancel(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = now
	close(s.ready)
	return now
}

// end closes the lake once nobody works with it any more.
func (s *sessions) end() {
	s.mu.Lock()
	now := s.now
	if now != nil {
		s.now, s.ready = nil, make(chan struct{})
	}
	s.mu.Unlock()
	if now == nil {
		return
	}
	now.stop()
	now.uses.Wait()
	if now.Close != nil {
		now.Close()
	}
}

// work does something with the open lake beside the drawing thread and reports whether there is one.
func (w *Window) work(do func(ctx context.Context, node Node)) bool {
	s := w.lake.enter()
	if s == nil {
		return false
	}
	w.running.Go(func() {
		defer s.leave()
		do(s.ctx, s.Node)
	})
	return true
}

// workOrSay is work for what a person asked for: while there is no open lake it says so.
func (w *Window) workOrSay(do func(ctx context.Context, node Node)) bool {
	if w.work(do) {
		return true
	}
	w.toast.say(w.locale.T("toast.early"))
	return false
}

// with does something with the open lake, if there is one, on the goroutine that asks.
func (w *Window) with(do func(s *session)) {
	if s := w.lake.enter(); s != nil {
		defer s.leave()
		do(s)
	}
}

// open opens the lake in the folder and keeps the pages up to date, all beside the drawing thread.
func (w *Window) open(folder string) error {
	opened, err := w.p.Open(w.ctx, folder, w.showEarly)
	if err != nil {
		thread.Do(w.forgetRows)
		w.p.Logger.ErrorContext(w.ctx, "the lake could not be opened", slog.Any("error", err))
		return err
	}
	w.drops.load(folder) // before anybody can work with the lake
	s := w.lake.begin(w.ctx, opened)
	thread.Do(w.resumeDrops)
	w.running.Go(func() { w.follow(s) })
	w.running.Go(func() { w.watchTeam(s) })
	for _, r := range []*refresher{w.lists, w.metrics, w.details, w.teams, w.register} {
		r.trigger()
	}
	return nil
}

// openFirst opens the lake that the window starts with; without one there is only the reason why.
func (w *Window) openFirst(folder string) {
	err := w.open(folder)
	thread.Do(func() {
		w.failure = err
		if err != nil {
			w.show(w.page)
		}
	})
}

// follow wakes the refreshers for what changes in the lake.
func (w *Window) follow(s *session) {
	changes, stop := s.Node.Subscribe()
	defer stop()
	for {
		select {
		case <-s.ctx.Done():
			return
		case change, ok := <-changes:
			if !ok {
				return
			}
			w.changed(change)
		}
	}
}
