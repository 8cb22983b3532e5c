package desktop

import (
	"context"
	"sync"
	"time"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/desktop/thread"
)

// foundAgain is after how long files are tried again that the lake could not take, or that could not be read.
const foundAgain = time.Minute

// pile collects what watched folders find until somebody takes it all.
type pile struct {
	again time.Duration // see foundAgain

	mu    sync.Mutex
	paths []string
	tried map[string]bool // in vain
	wake  chan struct{}
}

func newPile(again time.Duration) *pile {
	return &pile{again: again, tried: map[string]bool{}, wake: make(chan struct{}, 1)}
}

func (p *pile) add(paths ...string) {
	p.mu.Lock()
	p.paths = append(p.paths, paths...)
	p.mu.Unlock()
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// addLater adds files again after a while that were tried in vain, and reports whether any of them was not before.
func (p *pile) addLater(paths ...string) (news bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, path := range paths {
		news = news || !p.tried[path]
		p.tried[path] = true
	}
	if len(paths) > 0 {
		time.AfterFunc(p.again, func() { p.add(paths...) })
	}
	return news
}

// through takes the results of files that were told of already out of the others, and adds them again after a while.
func (p *pile) through(results []pipeline.IngestResult) (news []pipeline.IngestResult) {
	var unread []string
	for _, r := range results {
		if r.Code != lake.CodeUnreadable {
			p.forget(r.File)
		} else if unread = append(unread, r.File); p.wasTried(r.File) {
			continue
		}
		news = append(news, r)
	}
	p.addLater(unread...)
	return news
}

func (p *pile) forget(path string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.tried, path)
}

func (p *pile) wasTried(path string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.tried[path]
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
	found := newPile(w.foundAgain)
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
// that were there at every start are no news. What could not be taken is tried again, and told of once.
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
			if found.addLater(paths...) {
				w.report("files of a watched folder were not added", err)
			}
		default:
			w.tellFound(found.through(results))
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
