package desktop

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/desktop/thread"
	"wattlake/ui/present"
	"wattlake/ui/settings"
)

// today is what the test's clock says.
var today = time.Date(2026, 3, 15, 12, 0, 0, 0, time.UTC)

// paints is what waits for the drawing thread, which the test plays itself.
var paints = make(chan func(), 4096)

// draw paints what waits.
func draw() {
	for {
		select {
		case paint := <-paints:
			paint()
		default:
			return
		}
	}
}

// finish waits for what runs beside the drawing thread and paints what it asked for.
func (w *Window) finish() {
	w.wait()
	draw()
}

// newTestWindow builds the window on a lake in memory. Nothing runs beside the test: it fetches by calling load… itself.
func newTestWindow(t *testing.T, node *fakeNode) (*Window, *[]settings.Settings) {
	t.Helper()
	var saved []settings.Settings
	draw()
	thread.Redirect(func(paint func()) { paints <- paint })
	t.Cleanup(func() { thread.Redirect(nil) })
	w := New(t.Context(), Params{
		App: test.NewTempApp(t), Lang: lake.Polish, LakePath: "/dane/jezioro", Version: "1.2.3",
		Samples:      func(context.Context) ([]string, error) { return []string{"/tmp/próbka.pdf"}, nil },
		SaveSettings: func(s settings.Settings) error { saved = append(saved, s); return nil },
		Clock:        func() time.Time { return today }, Logger: slog.New(slog.DiscardHandler),
	})
	w.win.Resize(fyne.NewSize(firstWidth, firstHeight))
	if node != nil {
		w.lake.begin(t.Context(), Session{Node: node})
		w.refresh()
	}
	return w, &saved
}

// refresh does what the refreshers do beside the drawing thread.
func (w *Window) refresh() {
	w.loadLists(w.ctx)
	w.loadFigures(w.ctx)
	w.loadDetail(w.ctx)
	w.showProgress(w.ctx)
	draw()
}

func (w *Window) words() string {
	var words []string
	var collect func(fyne.CanvasObject)
	collect = func(o fyne.CanvasObject) {
		if !o.Visible() {
			return
		}
		switch o := o.(type) {
		case *canvas.Text:
			words = append(words, o.Text)
		case *widget.Label:
			words = append(words, o.Text)
		case *widget.Button:
			words = append(words, o.Text)
		case *fyne.Container:
			for _, child := range o.Objects {
				collect(child)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(o).Objects() {
				collect(child)
			}
		}
	}
	collect(w.win.Content())
	return strings.Join(words, "\n")
}

func expect(t *testing.T, w *Window, wanted ...string) {
	t.Helper()
	words := w.words()
	for _, want := range wanted {
		if !strings.Contains(words, want) {
			t.Errorf("the window does not say %q:\n%s", want, words)
		}
	}
}

func expectNot(t *testing.T, w *Window, unwanted ...string) {
	t.Helper()
	words := w.words()
	for _, bad := range unwanted {
		if strings.Contains(words, bad) {
			t.Errorf("the window says %q:\n%s", bad, words)
		}
	}
}

func ctrl(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierControl}
}

func invoiceDocument(id, number string, status lake.Status) pipeline.Document {
	return pipeline.Document{ID: lake.DocumentID(id), FileName: id + ".pdf", Status: status, Invoices: []lake.Invoice{{
		Number: number, Status: status, SellerName: "Prąd S.A.", Net: lake.Some[lake.Money](100_00), Gross: lake.Some[lake.Money](105_00),
		Documents: []lake.DocumentRef{{Document: lake.DocumentID(id), Part: 1, Role: lake.Winner}},
	}}}
}

func TestEmptyLakeInvites(t *testing.T) {
	node := &fakeNode{}
	w, _ := newTestWindow(t, node)
	expect(t, w, "Upuść faktury tutaj", "Wypróbuj przykładowe faktury", "Dodaj faktury…")
	w.samples()
	w.finish()
	w.finish() // the samples are ingested once they are written
	if len(node.ingested) != 1 || node.ingested[0].Source != "sample" || node.ingested[0].Paths[0] != "/tmp/próbka.pdf" {
		t.Errorf("ingested %v", node.ingested)
	}
}

func TestInvoicesAndLanguageSwitch(t *testing.T) {
	w, saved := newTestWindow(t, &fakeNode{documents: []pipeline.Document{
		invoiceDocument("a", "FV/1", lake.Ready), {ID: "b", FileName: "zły.pdf", Status: lake.Failed, Failure: &lake.Failure{
			Message: lake.Text{PL: "Plik jest zaszyfrowany.", EN: "The file is encrypted."},
		}},
	}})
	expect(t, w, "FV/1", "Gotowa", "123,00\u00a0≠", "105,00", "zły.pdf", "Plik jest zaszyfrowany.", "2 pozycje", "netto 100,00\u00a0zł")
	w.shortcut(ctrl(fyne.KeyL))
	w.refresh()
	expect(t, w, "Ready", "The file is encrypted.", "2 rows", "Invoices")
	expectNot(t, w, "Gotowa", "Faktury", "pozycje")
	if len(*saved) == 0 || (*saved)[len(*saved)-1].Language != "en" {
		t.Errorf("the language was not remembered: %+v", *saved)
	}
}

func TestDropAndProgress(t *testing.T) {
	node := &fakeNode{held: make(chan struct{}), begun: make(chan struct{}, 1)}
	w, _ := newTestWindow(t, node)
	uris := []fyne.URI{storage.NewFileURI("/faktury/a.pdf"), storage.NewFileURI("/faktury/b.pdf")}
	w.dropped(uris)
	<-node.begun
	w.refresh()
	expect(t, w, "Przetwarzanie: 0 z 2 plików", "Odczyt 2", "Przerwij")
	close(node.held)
	w.finish()
	w.refresh()
	expect(t, w, "Zakończono: 2 pliki", "2 nowe")
	w.dismissBatch()
	expectNot(t, w, "Zakończono")
}

func TestCancelledBatch(t *testing.T) {
	node := &fakeNode{held: make(chan struct{}), begun: make(chan struct{}, 1)}
	w, _ := newTestWindow(t, node)
	w.ingest([]string{"/faktury/a.pdf"}, "desktop")
	<-node.begun
	w.cancelBatches()
	w.finish()
	w.refresh()
	expect(t, w, "Przerwano po 0 z 1 plików.")
}

// open shows a document on the review page as a double click does.
func (w *Window) openForReview(id lake.DocumentID) {
	w.check(present.RowKey{Document: id})
	w.finish()
	w.finish() // the picture follows the document
}

func TestReviewAndApprove(t *testing.T) {
	node := &fakeNode{documents: []pipeline.Document{invoiceDocument("a", "FV/1", lake.StatusReview), invoiceDocument("b", "FV/2", lake.StatusReview)}}
	w, _ := newTestWindow(t, node)
	w.openForReview("a")
	expect(t, w, "FV/1", "1 z 2", "2 do sprawdzenia", "Zatwierdź i dalej", "Oryginał")
	w.review.Shortcut(ctrl(fyne.KeyReturn))
	w.finish()
	w.finish()
	expect(t, w, "Zatwierdzono FV/1", "FV/2", "1 do sprawdzenia")
	w.review.Shortcut(ctrl(fyne.KeyReturn))
	w.finish()
	expect(t, w, "Nie ma faktur do sprawdzenia")
	if want := []string{"approve a/1", "approve b/1"}; !slices.Equal(node.calls, want) {
		t.Errorf("calls %q, want %q", node.calls, want)
	}
	if f := w.win.Canvas().Focused(); f != nil {
		f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape}) // an editor that is left over must not fall over
	}
	w.key(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if w.page != invoicesPage {
		t.Errorf("Escape leads to %s", w.page)
	}
}

func TestTypingIsStoredAndChecked(t *testing.T) {
	node := &fakeNode{documents: []pipeline.Document{invoiceDocument("a", "FV/1", lake.StatusReview)}}
	w, _ := newTestWindow(t, node)
	w.openForReview("a")
	typeInto := func(text string) {
		focused := w.win.Canvas().Focused()
		entry, ok := focused.(interface{ SetText(string) })
		if !ok {
			t.Fatalf("%T has the focus, not an editor", focused)
		}
		entry.SetText(text)
	}
	typeInto("Sprzedawca")                                                  // the first field that needs eyes: the seller
	w.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn}) // on to the next: the date
	w.finish()
	typeInto("31.02.2026")
	expect(t, w, "W kalendarzu") // the sentence is wrapped
	w.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	w.finish()
	w.review.Shortcut(ctrl(fyne.KeyReturn)) // cannot be approved like this
	w.finish()
	if want := []string{"review a map[seller_name:Sprzedawca]"}; !slices.Equal(node.calls, want) {
		t.Errorf("calls %q, want %q", node.calls, want)
	}
}

func TestBulkActionsAndUndo(t *testing.T) {
	node := &fakeNode{documents: []pipeline.Document{
		invoiceDocument("a", "FV/1", lake.StatusReview), invoiceDocument("b", "FV/2", lake.Ready), invoiceDocument("c", "FV/3", lake.Processing),
	}}
	w, _ := newTestWindow(t, node)
	table, ok := w.win.Canvas().Focused().(fyne.Shortcutable)
	if !ok {
		t.Fatal("the table does not have the focus")
	}
	table.TypedShortcut(&fyne.ShortcutSelectAll{})
	expect(t, w, "3 zaznaczone")
	w.key(&fyne.KeyEvent{Name: fyne.KeyDelete}) // not the one that is being processed
	w.finish()
	expect(t, w, "Usunięto 2 dokumenty", "Cofnij")
	w.restore([]lake.DocumentID{"a", "b"})
	w.finish()
	w.approve([]lake.DocumentID{"a"})
	w.finish()
	expect(t, w, "Zatwierdzono 1 dokument")
	if want := []string{"delete ab", "restore ab", "approve a"}; !slices.Equal(node.calls, want) {
		t.Errorf("calls %q, want %q", node.calls, want)
	}
}

func TestTheLockOnScreen(t *testing.T) {
	document := invoiceDocument("a", "FV/1", lake.Processing)
	node := &fakeNode{documents: []pipeline.Document{document}}
	w, _ := newTestWindow(t, node)
	w.openForReview("a")
	expect(t, w, "Dokument jest przetwarzany.")
	w.review.Shortcut(ctrl(fyne.KeyReturn))
	w.finish()
	if len(node.calls) != 0 {
		t.Errorf("a locked document was changed: %q", node.calls)
	}
	node.documents[0].Status = lake.StatusReview
	w.refresh()
	w.finish()
	expectNot(t, w, "Dokument jest przetwarzany.")
	w.review.Shortcut(ctrl(fyne.KeyReturn))
	w.finish()
	if want := []string{"approve a/1"}; !slices.Equal(node.calls, want) {
		t.Errorf("calls %q, want %q", node.calls, want)
	}
}

func TestColumnsAreRemembered(t *testing.T) {
	w, saved := newTestWindow(t, &fakeNode{documents: []pipeline.Document{invoiceDocument("a", "FV/1", lake.Ready)}})
	w.table.Wanted = []present.ColumnID{present.ColumnGross, present.ColumnNumber}
	w.table.Widths[present.ColumnNumber] = 222
	w.keepColumns()
	last := (*saved)[len(*saved)-1].Table
	if !slices.Equal(last.Columns, []string{"gross", "number"}) || last.Widths["number"] != 222 {
		t.Errorf("remembered %+v", last)
	}
}

func TestErrorsAreSentences(t *testing.T) {
	node := &fakeNode{documents: []pipeline.Document{invoiceDocument("a", "FV/1", lake.Failed)}}
	w, _ := newTestWindow(t, node)
	node.err = &lake.Error{Code: lake.CodeDiskFull, Message: lake.Text{PL: "Na dysku nie ma miejsca."}, Hint: lake.Text{PL: "Zwolnij miejsce."}}
	w.retry("a")
	w.finish()
	expect(t, w, "Na dysku nie ma miejsca.")
}

func TestLakeThatCannotBeOpened(t *testing.T) {
	w, _ := newTestWindow(t, nil)
	w.p.Open = func(context.Context, string) (Session, error) {
		return Session{}, &lake.Error{Code: lake.CodeLocked, Message: lake.Text{PL: "Jezioro jest zajęte."}, Hint: lake.Text{PL: "Zamknij drugi program."}}
	}
	w.openFirst("/dane/jezioro")
	draw()
	expect(t, w, "Nie można otworzyć danych", "Jezioro jest zajęte.")
	w.wishes.Section = "data"
	w.build()
	w.shortcut(ctrl(fyne.Key5))
	expect(t, w, "Ustawienia", "/dane/jezioro", "Wersja 1.2.3")
}

func TestDashboardFilters(t *testing.T) {
	cost := func(y int, m time.Month, ppe string, net lake.Money) lake.MonthlyCost {
		return lake.MonthlyCost{Month: lake.Date{Year: y, Month: m, Day: 1}, PPE: ppe, Net: net, Gross: net.MulRate(123)}
	}
	w, _ := newTestWindow(t, &fakeNode{costs: []lake.MonthlyCost{cost(2026, 2, "1", 100_00), cost(2024, 2, "2", 7_00)}})
	w.shortcut(ctrl(fyne.Key3))
	w.refresh()
	expect(t, w, "100,00\u00a0zł", "Koszty miesięczne netto") // the last twelve months
	w.charts.Filter.Period = present.AllTime
	w.charts.Options.Measure = present.Gross
	w.refigure()
	w.refresh()
	expect(t, w, "131,61\u00a0zł", "Koszty miesięczne brutto")
	w.charts.Filter.PPE = "2"
	w.refigure()
	w.refresh()
	expect(t, w, "8,61\u00a0zł")
	w.copyTable()
	if text := w.p.App.Clipboard().Content(); !strings.Contains(text, "2024-02\t2\t") || strings.Contains(text, "2026-02") {
		t.Errorf("copied:\n%s", text)
	}
}

func TestCopyOfTheInvoices(t *testing.T) {
	w, _ := newTestWindow(t, &fakeNode{documents: []pipeline.Document{invoiceDocument("a", "FV/1", lake.Ready)}})
	w.copyTable()
	if text := w.p.App.Clipboard().Content(); !strings.Contains(text, "Gotowa\tFV/1\tPrąd S.A.") {
		t.Errorf("copied:\n%s", text)
	}
	expect(t, w, "Skopiowano 1 wiersz")
}

func TestSettingsAreRemembered(t *testing.T) {
	w, saved := newTestWindow(t, &fakeNode{})
	w.shortcut(ctrl(fyne.Key4))
	w.setTheme("dark")
	w.close()
	last := (*saved)[len(*saved)-1]
	if last.Theme != "dark" || last.Page != "activity" || last.Window.Width < settings.MinWidth {
		t.Errorf("%+v", last)
	}
}

func TestEveryPageFitsIntoTheSmallestWindow(t *testing.T) {
	w, _ := newTestWindow(t, &fakeNode{documents: []pipeline.Document{invoiceDocument("a", "FV/1", lake.Ready)}})
	run := w.batch.Start([]string{"a.pdf"})
	w.batch.Update(run, pipeline.IngestUpdate{File: "a.pdf", Status: lake.Failed, Done: 1, Total: 2}) // the strip is there, with its list
	w.showProgress(t.Context())
	draw()
	for range 2 { // both languages
		for i := range pageOrder {
			w.shortcut(ctrl(fyne.KeyName(rune('1' + i))))
			if size := w.win.Content().MinSize(); size.Width > firstWidth || size.Height > firstHeight {
				t.Errorf("page %s in %s needs %v", w.page, w.locale.Lang, size)
			}
		}
		w.shortcut(ctrl(fyne.KeyL))
	}
}

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

// fakeSync is a sync in the background that only remembers what was asked of it.
type fakeSync struct {
	state pipeline.SyncState
	asked []string
}

func (f *fakeSync) State() pipeline.SyncState { return f.state }

func (f *fakeSync) Now() { f.asked = append(f.asked, "now") }

func (f *fakeSync) Pause(paused bool) {
	f.asked = append(f.asked, "pause")
	f.state.Paused = paused
}

func (f *fakeSync) Changed() <-chan struct{} { return nil }

func TestTeamOnTheActivityPage(t *testing.T) {
	w, _ := newTestWindow(t, &fakeNode{})
	syncing := &fakeSync{state: pipeline.SyncState{Backlog: pipeline.SyncCount{Files: 5}}}
	w.lake.now.Team = Team{Sync: syncing, Relay: func() (pipeline.RelayState, bool) { return pipeline.RelayState{Connected: true, Backlog: 7}, true }}
	w.show(activityPage)
	w.loadTeam(w.ctx)
	draw()
	expect(t, w, "5 obiektów czeka na wysłanie", "Połączono · 7 zdarzeń czeka", "Synchronizuj teraz", "Wstrzymaj")
	w.syncNow()
	w.pauseSync(true)
	w.loadTeam(w.ctx)
	draw()
	expect(t, w, "Wznów")
	for len(w.teams.wake) > 0 {
		<-w.teams.wake
	}
	w.build() // as for another theme
	select {
	case <-w.teams.wake:
	default:
		t.Error("nothing asks for the state of the team after the page was made anew")
	}
	if !slices.Equal(syncing.asked, []string{"now", "pause"}) {
		t.Errorf("asked %v", syncing.asked)
	}
}

func TestPasswordIsAskedForAndGiven(t *testing.T) {
	failed := invoiceDocument("a", "", lake.Failed)
	failed.Failure = &lake.Failure{Code: lake.CodeNeedsPassword}
	node := &fakeNode{documents: []pipeline.Document{failed}}
	w, _ := newTestWindow(t, node)
	w.unlock("a")
	w.finish()
	password, ok := w.win.Canvas().Focused().(*widget.Entry)
	if !ok || !password.Password {
		t.Fatalf("the focus is on %T", w.win.Canvas().Focused())
	}
	password.SetText("tajne")
	for _, b := range buttons(w.win.Canvas().Overlays().Top()) {
		if b.Text == "Otwórz" {
			test.Tap(b)
		}
	}
	w.finish()
	if !slices.Contains(node.calls, "unlock a tajne false") {
		t.Errorf("calls %v", node.calls)
	}
}

// buttons lists the buttons of a dialog.
func buttons(root fyne.CanvasObject) []*widget.Button {
	var found []*widget.Button
	for _, o := range test.LaidOutObjects(root) {
		if b, ok := o.(*widget.Button); ok {
			found = append(found, b)
		}
	}
	return found
}

func TestExportOfWhatIsInSight(t *testing.T) {
	node := &fakeNode{documents: []pipeline.Document{invoiceDocument("a", "FV/1", lake.Ready), invoiceDocument("b", "FV/2", lake.Ready)}}
	w, _ := newTestWindow(t, node)
	if keys := w.invoices.InSight(); len(keys) != 2 {
		t.Fatalf("in sight: %v", keys)
	}
	w.export(t.Context(), node, w.invoices.InSight(), "/tmp/faktury.xlsx")
	draw()
	expect(t, w, "Zapisano 2 faktury w pliku faktury.xlsx")
}

func TestClickIntoAChartShowsTheInvoicesBehindIt(t *testing.T) {
	march := lake.Date{Year: 2026, Month: 3, Day: 1}
	node := &fakeNode{costs: []lake.MonthlyCost{{Month: march, SellerName: "Prąd S.A.", Net: 12_34}}}
	w, _ := newTestWindow(t, node)
	w.show(dashboardPage)
	w.refresh()
	w.charts.Filter.Seller = "Prąd S.A."
	w.pick(present.CostsPanel, w.figures.Panels[present.CostsPanel].Chart.Categories[0])
	if q := w.table.Query; w.page != invoicesPage || q.Month != march || q.Seller != "Prąd S.A." {
		t.Errorf("page %s, query %+v", w.page, q)
	}
	expect(t, w, "12,34")
}
