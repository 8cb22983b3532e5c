package desktop

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/settings"
)

func lakeFolder(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	if err := os.MkdirAll(filepath.Join(folder, filepath.FromSlash(lake.LocalPrefix)), 0o700); err != nil {
		t.Fatal(err)
	}
	return folder
}

// Files that were dropped and not taken in when the program was left are dropped again at the next start, once.
func TestDropsGoOnAfterTheProgramWasLeft(t *testing.T) {
	folder := lakeFolder(t)
	node := &fakeNode{held: make(chan struct{}), begun: make(chan struct{}, 1), late: []string{"/faktury/b.pdf"}}
	start := func(node *fakeNode) (*Window, context.CancelFunc) {
		w, _ := newTestWindow(t, nil)
		var leave context.CancelFunc
		w.ctx, leave = context.WithCancel(t.Context())
		w.p.Open = (&opener{lakes: map[string]*fakeNode{folder: node}}).open
		w.openFirst(folder)
		draw()
		return w, leave
	}
	w, leave := start(node)
	w.ingest([]string{"/faktury/a.pdf", "/faktury/b.pdf"}, "desktop")
	<-node.begun
	leave()
	w.finish()
	again := &fakeNode{}
	w, leave = start(again)
	w.batch.View()
	for len(again.requests()) == 0 {
		draw()
	}
	expect(t, w, "1 plik sprzed zamknięcia")
	if got := again.requests(); len(got) != 1 || !slices.Equal(got[0].Paths, []string{"/faktury/b.pdf"}) || got[0].Source != "desktop" {
		t.Errorf("after a restart: %+v", got)
	}
	for w.batch.View().Running {
		draw()
	}
	leave()
	w.finish()
	last := &fakeNode{documents: []pipeline.Document{invoiceDocument("a", "FV/1", lake.Ready)}}
	w, leave = start(last)
	leave()
	w.finish()
	if got := last.requests(); len(got) > 0 {
		t.Errorf("what was taken in is dropped again: %+v", got)
	}
}

// What is dropped goes on the list of the lake that is open: at the next start it must not come into another one.
func TestEveryLakeHasItsOwnListOfDrops(t *testing.T) {
	first, other := lakeFolder(t), lakeFolder(t)
	node := &fakeNode{held: make(chan struct{}), begun: make(chan struct{}, 1), late: []string{"/faktury/a.pdf"}}
	w, _ := newTestWindow(t, nil)
	var leave context.CancelFunc
	w.ctx, leave = context.WithCancel(t.Context())
	w.p.Open = (&opener{lakes: map[string]*fakeNode{first: {}, other: node}}).open
	w.openFirst(first)
	draw()
	w.restart(other, func(*settings.Settings) {})
	for w.restarting {
		draw()
	}
	w.ingest([]string{"/faktury/a.pdf"}, "desktop")
	<-node.begun
	leave()
	w.finish()
	var d drops
	if d.load(first); len(d.resume()) > 0 {
		t.Error("the lake that was open before has the drop on its list")
	}
	if d.load(other); len(d.resume()) != 1 {
		t.Error("the open lake has no drop on its list")
	}
}
