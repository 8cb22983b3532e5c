package desktop

import (
	"context"
	"sync"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/desktop/thread"
)

// pile collects what watched folders find until somebody takes it all.
type pile struct {
	mu    sync.Mutex
	paths []string
	wake  chan struct{}
}

func newPile() *pile { return &pile{wake: make(chan struct{}, 1)} }

func (p *pile) add(paths ...string) {
	p.mu.Lock()
	p.paths = append(p.paths, paths...)
	p.mu.Unlock()
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

func (p *pile) take() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	paths := p.paths
	p.paths = nil
	return paths
}

// watchFolders adds what appears in the watched folders from now on, and what lies there already. It replaces an earlier watch.
func (w *Window) watchFolders() {
	if w.unwatch != nil {
		w.unwatch()
		w.unwatch = nil
	}
	if w.p.Watch == nil || len(w.settings.Watch) == 0 {
		return
	}
	ctx, stop := context.WithCancel(w.ctx)
	w.unwatch = stop
	found := newPile()
	for _, folder := range w.settings.Watch { // each by itself: one that is gone must not stop the others
		w.running.Go(func() {
			report := func(err error) { w.report("a folder cannot be watched", err) }
			if err := w.p.Watch(ctx, []string{folder}, func(path string) { found.add(path) }, report); err != nil && ctx.Err() == nil {
				report(err)
			}
		})
	}
	w.running.Go(func() { w.takeFound(ctx, found) })
}

// takeFound hands everything that was found in the meantime to the pipeline at once. It makes no batch in the strip: files
// that were there at every start are no news.
func (w *Window) takeFound(ctx context.Context, found *pile) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-found.wake:
		}
		s := w.lake.await(ctx)
		if s == nil {
			return
		}
		paths := found.take()
		results, err := s.Node.Ingest(s.ctx, ingestRequest(paths, "watch"), nil)
		switch {
		case s.ctx.Err() != nil:
			found.add(paths...) // the lake is opened again
		case err != nil:
			w.report("files of a watched folder were not added", err)
		default:
			w.tellFound(results)
		}
		s.leave()
	}
}

func (w *Window) tellFound(results []pipeline.IngestResult) {
	fresh := 0
	for _, r := range results {
		if r.Status != lake.StatusDoubled {
			fresh++
		}
	}
	if fresh == 0 {
		return
	}
	thread.Do(func() {
		words := w.locale.N("watch.found", fresh)
		w.toast.say(words)
		w.notify(words)
	})
}
