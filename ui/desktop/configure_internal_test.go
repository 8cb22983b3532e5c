package desktop

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/desktop/activity"
	"wattlake/ui/desktop/connect"
	"wattlake/ui/desktop/firstrun"
	"wattlake/ui/settings"
)

// opener opens lakes in memory and remembers which, and which were closed.
type opener struct {
	lakes  map[string]*fakeNode
	early  map[string][]*pipeline.Entry // what is known of a lake before it is open, or cannot be opened
	opened []string
	closed []string
}

func (o *opener) open(_ context.Context, folder string, early func([]*pipeline.Entry)) (Session, error) {
	o.opened = append(o.opened, folder)
	if known := o.early[folder]; len(known) > 0 {
		early(known)
	}
	node, ok := o.lakes[folder]
	if !ok {
		return Session{}, &lake.Error{Code: lake.CodeIO, Message: lake.Text{PL: "Nie można używać tego folderu."}}
	}
	return Session{Node: node, Close: func() { o.closed = append(o.closed, folder) }}, nil
}

// openWith gives the window lakes to open and opens the first.
func openWith(t *testing.T, w *Window, o *opener) {
	t.Helper()
	w.p.Open = o.open
	if err := w.open(w.path); err != nil {
		t.Fatal(err)
	}
	w.refresh()
}

// halt ends what follows the lake, and waits for it.
func (w *Window) halt() {
	w.lake.end()
	w.finish()
}

func TestAnotherFolderNeedsNoRestart(t *testing.T) {
	w, saved := newTestWindow(t, nil)
	o := &opener{lakes: map[string]*fakeNode{
		"/dane/jezioro": {documents: []pipeline.Document{invoiceDocument("a", "FV/1", lake.Ready)}},
		"/dane/inne":    {documents: []pipeline.Document{invoiceDocument("b", "FV/2", lake.Ready)}},
	}}
	openWith(t, w, o)
	expect(t, w, "FV/1")
	w.restart("/dane/inne", func(s *settings.Settings) { s.Lake = "/dane/inne" })
	for w.restarting {
		(<-paints)()
	}
	w.refresh()
	expect(t, w, "FV/2")
	expectNot(t, w, "FV/1")
	if !slices.Equal(o.closed, []string{"/dane/jezioro"}) || (*saved)[len(*saved)-1].Lake != "/dane/inne" {
		t.Errorf("closed %v, saved %q", o.closed, (*saved)[len(*saved)-1].Lake)
	}
	w.restart("/nie/da/się", func(s *settings.Settings) { s.Lake = "/nie/da/się" })
	for w.restarting {
		(<-paints)()
	}
	w.refresh()
	expect(t, w, "FV/2", "Nie można używać tego folderu.")
	if last := (*saved)[len(*saved)-1].Lake; last != "/dane/inne" {
		t.Errorf("remembered %q after it could not be opened", last)
	}
	w.halt()
}

func TestNothingIsCutOffByNewSettings(t *testing.T) {
	node := &fakeNode{held: make(chan struct{}), begun: make(chan struct{}, 1)}
	w, _ := newTestWindow(t, node)
	w.ingest([]string{"/faktury/a.pdf"}, "desktop")
	<-node.begun
	w.restart("/dane/inne", func(*settings.Settings) { t.Error("settings were changed while files came in") })
	expect(t, w, "Poczekaj, aż pliki zostaną przyjęte")
	close(node.held)
	w.finish()
}

func TestBucketIsSavedAndUsed(t *testing.T) {
	w, saved := newTestWindow(t, nil)
	o := &opener{lakes: map[string]*fakeNode{"/dane/jezioro": {}}}
	var kept connect.Keys
	w.p.Connect.KeepKeys = func(_ context.Context, _ settings.Sync, keys connect.Keys) error { kept = keys; return nil }
	openWith(t, w, o)
	w.wishes.Section = "bucket"
	w.build()
	w.wishes.Draft.Sync.Bucket, w.wishes.Draft.Minutes, w.wishes.Draft.Keys = " firma/zespol ", "5", connect.Keys{Access: "a", Secret: "s"}
	w.setBucket()
	for begun := false; !begun || w.restarting; begun = begun || w.restarting {
		(<-paints)()
	}
	if got := (*saved)[len(*saved)-1].Sync; got.Bucket != "s3://firma/zespol" || got.Minutes != 5 {
		t.Errorf("saved %+v", got)
	}
	if kept.Secret != "s" || !slices.Equal(o.closed, []string{"/dane/jezioro"}) {
		t.Errorf("kept %+v, closed %v", kept, o.closed)
	}
	w.halt()
}

func TestFirstStart(t *testing.T) {
	w, saved := newTestWindow(t, nil)
	o := &opener{lakes: map[string]*fakeNode{"/dane/jezioro": {}}}
	w.p.Open = o.open
	w.welcome = true
	w.build()
	expect(t, w, "Witaj w Wattlake", "/dane/jezioro", "Krok 1 z 4")
	expectNot(t, w, "Pulpit")
	w.first.Step = firstrun.Language
	w.setLanguage("en")
	expect(t, w, "Language and appearance")
	w.first.Draft.Sync.Bucket = "firma"
	w.first.Step = firstrun.Invoices
	w.begin()
	for w.lake.empty() {
		(<-paints)()
	}
	w.build()
	expect(t, w, "Drop your invoices here", "Go to the program")
	w.samples()
	for len(o.lakes["/dane/jezioro"].requests()) == 0 {
		(<-paints)()
	}
	expectNot(t, w, "Go to the program")
	if last := (*saved)[len(*saved)-1]; last.Language != "en" || last.Sync.Bucket != "s3://firma" {
		t.Errorf("saved %+v", last)
	}
	w.halt()
}

func TestWatchedFoldersAreTakenIn(t *testing.T) {
	node := &fakeNode{}
	w, saved := newTestWindow(t, node)
	watching := make(chan []string, 2)
	w.p.Watch = func(ctx context.Context, folders []string, found func(string), absent func(error)) error {
		watching <- folders
		absent(&lake.Error{Message: lake.Text{PL: "Nie ma teraz folderu."}})
		found(folders[0] + "/faktura.pdf")
		<-ctx.Done()
		return nil
	}
	w.setWatched([]string{"/skany"})
	if folders := <-watching; !slices.Equal(folders, []string{"/skany"}) {
		t.Errorf("watching %v", folders)
	}
	for len(node.requests()) == 0 {
		(<-paints)()
	}
	draw()
	expect(t, w, "Nie ma teraz folderu.")
	if r := node.requests()[0]; r.Source != "watch" || !slices.Equal(r.Paths, []string{"/skany/faktura.pdf"}) {
		t.Errorf("ingested %+v", r)
	}
	if last := (*saved)[len(*saved)-1]; !slices.Equal(last.Watch, []string{"/skany"}) {
		t.Errorf("saved %+v", last.Watch)
	}
	w.setWatched(nil) // ends it
	w.finish()
}

// A file that a full disk kept out, or that could not be read, must not be lost from sight.
func TestFoundFilesAreTriedAgain(t *testing.T) {
	node := &fakeNode{ends: make(chan ingestEnd)}
	w, _ := newTestWindow(t, node)
	w.foundAgain = time.Millisecond
	w.p.Watch = func(ctx context.Context, folders []string, found func(string), _ func(error)) error {
		found(folders[0] + "/faktura.pdf")
		<-ctx.Done()
		return nil
	}
	full := ingestEnd{err: &lake.Error{Code: lake.CodeDiskFull, Message: lake.Text{PL: "Dysk jest pełny."}}}
	w.setWatched([]string{"/skany"})
	for _, end := range []ingestEnd{full, full, {code: lake.CodeUnreadable}, {code: lake.CodeUnreadable}, {}} {
		select {
		case node.ends <- end:
		case <-t.Context().Done():
			t.Fatal("the file was not tried again")
		}
	}
	w.setWatched(nil)
	w.finish()
}

func TestActivityExplains(t *testing.T) {
	failed := invoiceDocument("a", "", lake.Failed)
	failed.Failure = &lake.Failure{Stage: lake.StageRead, Message: lake.Text{PL: "Plik jest uszkodzony."}, Hint: lake.Text{PL: "Poproś o nowy."}}
	node := &fakeNode{documents: []pipeline.Document{failed, invoiceDocument("b", "FV/2", lake.Processing)}}
	w, _ := newTestWindow(t, node)
	w.show(activityPage)
	w.refresh()
	expect(t, w, "b.pdf", "właśnie w toku", "1 dokument w toku")
	w.doings.Failed = "a"
	w.activity.Show(activity.Failed)
	w.refresh()
	expect(t, w, "Plik jest uszkodzony.", "Poproś o nowy.", "Pokaż dokument")
	w.changed(pipeline.Change{Document: "b", Status: lake.Processing, Stage: lake.StageParse})
	w.activity.Show(activity.Events)
	w.refresh()
	expect(t, w, "Analiza faktury", "b.pdf")
	w.activity.Show(activity.Log)
	w.refresh()
	expect(t, w, "Otwórz plik dziennika")
}

func TestCrashReportIsOffered(t *testing.T) {
	w, _ := newTestWindow(t, &fakeNode{})
	forgotten := false
	w.p.Crash = &CrashReport{Path: "/tmp/crash.txt", Text: strings.Repeat("goroutine 1 [running]\n", 5000), Forget: func() { forgotten = true }}
	w.offerCrash()
	for _, o := range test.LaidOutObjects(w.win.Canvas().Overlays().Top()) {
		if label, ok := o.(*widget.Label); ok && strings.Count(label.Text, "\n") > shownLines {
			t.Errorf("%d lines are laid out", strings.Count(label.Text, "\n"))
		}
	}
	for _, b := range buttons(w.win.Canvas().Overlays().Top()) {
		if b.Text == "Usuń raport" {
			b.OnTapped()
		}
	}
	if !forgotten || w.win.Canvas().Overlays().Top() != nil {
		t.Error("the report was not deleted")
	}
}

func TestFiguresThatAreNotUpToDateAreMarked(t *testing.T) {
	node := &fakeNode{costs: []lake.MonthlyCost{{Month: lake.Date{Year: 2026, Month: 3, Day: 1}, Net: 12_34}}}
	w, _ := newTestWindow(t, node)
	w.show(dashboardPage)
	w.refresh()
	expectNot(t, w, "są z poprzedniego stanu")
	node.gold = &lake.Error{Message: lake.Text{PL: "Sprawdzenie tabeli nie przeszło."}}
	w.refresh()
	expect(t, w, "są z poprzedniego stanu", "Sprawdzenie tabeli nie przeszło.", "Zestawienia nie są aktualne")
	node.gold = nil
	w.refresh()
	expectNot(t, w, "są z poprzedniego stanu", "Zestawienia nie są aktualne")
}
