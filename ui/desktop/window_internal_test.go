package desktop

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/present"
	"wattlake/ui/settings"
)

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
	unread := invoiceDocument("a", "", lake.Failed) // once the reading is cancelled
	unread.Failure = &lake.Failure{Code: lake.CodeReadCancelled, Message: lake.Text{PL: "Odczyt przerwano."}}
	node := &fakeNode{documents: []pipeline.Document{unread}, held: make(chan struct{}), begun: make(chan struct{}, 1)}
	w, _ := newTestWindow(t, node)
	w.ingest([]string{"/faktury/a.pdf"}, "desktop")
	<-node.begun
	w.cancelBatches()
	w.finish()
	w.refresh()
	expect(t, w, "Przerwano po 0 z 1 plików", "1 nieodczytana")
	if want := []string{"cancel a"}; !slices.Equal(node.calls, want) {
		t.Errorf("calls %q, want %q", node.calls, want)
	}
}

// open shows a document on the review page as a double click does.
func (w *Window) openForReview(id lake.DocumentID) {
	w.check(present.RowKey{Document: id})
	w.finish()
	w.finish() // the picture follows the document
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
	w.p.Open = func(context.Context, string, func([]*pipeline.Entry)) (Session, error) {
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
