package desktop

import (
	"testing"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/settings"
)

func earlyEntry(id, number string) *pipeline.Entry {
	brief := lake.NewBrief(invoiceDocument(id, number, lake.StatusReview).Invoices[0])
	return &pipeline.Entry{Document: lake.DocumentID(id), Part: 1, Status: lake.StatusReview, Invoice: brief}
}

// A great lake is shown from its table at once. Nothing is done to documents, and the window does not say that all is known,
// until all of them were looked at.
func TestEarlyListUntilTheLakeIsKnown(t *testing.T) {
	w, _ := newTestWindow(t, nil)
	o := &opener{
		lakes: map[string]*fakeNode{w.path: {documents: []pipeline.Document{
			invoiceDocument("a", "FV/1", lake.StatusReview), {ID: "b", FileName: "zły.pdf", Status: lake.Failed, Failure: &lake.Failure{}},
		}}},
		early: map[string][]*pipeline.Entry{w.path: {earlyEntry("a", "FV/1")}},
	}
	w.p.Open = o.open
	if err := w.open(w.path); err != nil {
		t.Fatal(err)
	}
	draw()
	expect(t, w, "FV/1", "1 pozycja", "Trwa przeglądanie dokumentów…")
	expectNot(t, w, "zły.pdf", "Wszystko zrobione")
	if !w.isBusy("a") {
		t.Error("something can be done to a document of which not all is known")
	}
	w.refresh()
	expect(t, w, "FV/1", "zły.pdf", "2 pozycje", "1 nieodczytana")
	expectNot(t, w, "Trwa przeglądanie")
	if w.isBusy("a") {
		t.Error("a document is locked although all is known")
	}
	w.halt()
}

// What cannot be done yet says so.
func TestNothingIsSilentBeforeTheLakeIsOpen(t *testing.T) {
	w, _ := newTestWindow(t, nil)
	w.showEarly([]*pipeline.Entry{earlyEntry("a", "FV/1")})
	draw()
	for _, do := range []func(){w.exportInvoices, w.printReport, func() { w.remove(w.invoices.Deletable()) }, func() { w.original("a") }} {
		w.toast.set(w.toast.message)
		do()
		expect(t, w, "Trwa wczytywanie danych")
	}
	w.show(dashboardPage)
	expect(t, w, "Wczytywanie zestawień…")
}

func TestEarlyListOfALakeThatCannotBeOpened(t *testing.T) {
	w, _ := newTestWindow(t, nil)
	const broken = "/nie/da/się"
	o := &opener{
		lakes: map[string]*fakeNode{w.path: {documents: []pipeline.Document{invoiceDocument("a", "FV/1", lake.Ready)}}},
		early: map[string][]*pipeline.Entry{broken: {earlyEntry("x", "FV/OBCA")}},
	}
	openWith(t, w, o)
	w.restart(broken, func(s *settings.Settings) { s.Lake = broken })
	for w.restarting {
		(<-paints)()
	}
	if w.early || len(w.rows) > 0 && w.rows[0].Invoice.Number == "FV/OBCA" {
		t.Error("lines of another lake stay")
	}
	w.refresh()
	expect(t, w, "FV/1")
	expectNot(t, w, "FV/OBCA")
	w.halt()
}
