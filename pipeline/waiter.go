package pipeline

import (
	"context"

	"wattlake/lake"
)

// waiter hears what happens to its documents. News of a document that nobody has fetched yet is kept once, so that a batch of
// ten thousand costs no more per document than one of ten.
type waiter struct {
	documents map[lake.DocumentID]bool
	active    map[lake.DocumentID]bool // of them, those on their way, as last fetched
	news      map[lake.DocumentID]bool // those that something happened to since then
	woken     chan struct{}            // holds a token when there is something to fetch
}

// await returns when none of the documents is on its way and Gold is up to date, or with ctx's error. each is called with all
// documents first and then with those that something happened to.
func (t *tracker) await(ctx context.Context, ids []lake.DocumentID, each func([]lake.DocumentID)) error {
	w := t.hear(ids)
	defer t.unhear(w)
	for {
		news, waiting := t.fetch(w)
		each(news)
		if !waiting {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-w.woken:
		}
	}
}

func (t *tracker) hear(ids []lake.DocumentID) *waiter {
	w := &waiter{
		documents: make(map[lake.DocumentID]bool, len(ids)), active: map[lake.DocumentID]bool{},
		news: make(map[lake.DocumentID]bool, len(ids)), woken: make(chan struct{}, 1),
	}
	for _, id := range ids {
		w.documents[id], w.news[id] = true, true
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.waiters[w] = true
	return w
}

func (t *tracker) unhear(w *waiter) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.waiters, w)
}

// fetch returns the news and whether there is something to wait for.
func (t *tracker) fetch(w *waiter) (news []lake.DocumentID, waiting bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for id := range w.news {
		news = append(news, id)
		if t.active[id] != nil {
			w.active[id] = true
		} else {
			delete(w.active, id)
		}
	}
	clear(w.news)
	return news, t.gold || len(w.active) > 0
}

// wake tells who waits that something happened, to the documents or, if none is named, to Gold. It must be called with the
// lock held.
func (t *tracker) wake(ids ...lake.DocumentID) {
	close(t.changed)
	t.changed = make(chan struct{})
	for w := range t.waiters {
		concerned := len(ids) == 0
		for _, id := range ids {
			if w.documents[id] {
				w.news[id], concerned = true, true
			}
		}
		if concerned {
			select {
			case w.woken <- struct{}{}:
			default: // has a token already
			}
		}
	}
}
