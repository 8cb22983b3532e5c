package desktop

import (
	"context"
	"errors"
	"testing"
	"time"

	"wattlake/lake"
	"wattlake/pipeline"
)

func TestRefresherCoalesces(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	fetched := make(chan struct{}, 100)
	release := make(chan struct{})
	r := newRefresher(func(context.Context) {
		fetched <- struct{}{}
		<-release
	})
	ended := make(chan struct{})
	go func() {
		r.run(ctx, time.Now)
		close(ended)
	}()
	r.trigger()
	<-fetched
	for range 1000 {
		r.trigger()
	}
	close(release)
	<-fetched // one final refresh for all of them
	cancel()
	<-ended
	if len(fetched) != 0 {
		t.Errorf("%d refreshes more", len(fetched))
	}
}

func TestChangesTrigger(t *testing.T) {
	w, _ := newTestWindow(t, &fakeNode{documents: []pipeline.Document{invoiceDocument("a", "FV/1", lake.Ready)}})
	woken := func(r *refresher) bool {
		select {
		case <-r.wake:
			return true
		default:
			return false
		}
	}
	for _, r := range []*refresher{w.lists, w.metrics, w.details} {
		woken(r)
	}
	w.changed(pipeline.Change{Document: "a", Status: lake.Processing})
	if !woken(w.lists) || woken(w.metrics) || woken(w.details) {
		t.Error("a document's change wakes the wrong pages")
	}
	w.changed(pipeline.Change{Tables: true})
	if !woken(w.lists) || !woken(w.metrics) {
		t.Error("a table's change does not wake the pages")
	}
}

func TestCancelledErrorsAreSilent(t *testing.T) {
	w, _ := newTestWindow(t, &fakeNode{})
	w.report("nothing", context.Canceled)
	draw()
	expectNot(t, w, "canceled")
	w.report("something", errors.New("dysk"))
	draw()
	expect(t, w, "dysk")
}
