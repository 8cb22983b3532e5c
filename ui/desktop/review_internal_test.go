package desktop

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/desktop/activity"
	"wattlake/ui/desktop/widgets"
)

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

// The pages are built anew for another language or theme: what was open stays so, even where no invoice needs a review.
func TestAnOpenInvoiceStaysOpenWhenThePagesAreBuiltAnew(t *testing.T) {
	w, _ := newTestWindow(t, &fakeNode{documents: []pipeline.Document{invoiceDocument("a", "FV/1", lake.Ready)}})
	w.openForReview("a")
	w.finish()
	w.build()
	w.finish()
	expect(t, w, "FV/1", "Oryginał")
	expectNot(t, w, "Nie ma faktur do sprawdzenia")
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
	w.shortcut(&fyne.ShortcutUndo{})
	w.shortcut(&fyne.ShortcutUndo{}) // there is no more to undo
	w.finish()
	w.approve([]lake.DocumentID{"a"}, 0)
	w.finish()
	expect(t, w, "Zatwierdzono 1 dokument")
	w.shortcut(&fyne.ShortcutUndo{})
	w.finish()
	if want := []string{"delete ab", "restore ab", "approve a", "unapprove a"}; !slices.Equal(node.calls, want) {
		t.Errorf("calls %q, want %q", node.calls, want)
	}
}

// What lacks its amounts, number or period counts as nothing in the figures: nobody approves it without having seen it.
func TestBulkApprovalLeavesWhatIsIncomplete(t *testing.T) {
	complete, incomplete := invoiceDocument("a", "FV/1", lake.StatusReview), invoiceDocument("b", "FV/2", lake.StatusReview)
	row := &complete.Invoices[0]
	row.VAT, row.PeriodStart, row.PeriodEnd = lake.Some[lake.Money](5_00), lake.Date{Year: 2026, Month: 3, Day: 1}, lake.Date{Year: 2026, Month: 3, Day: 31}
	for _, c := range []struct {
		documents []pipeline.Document
		calls     []string
		said      string
	}{
		{[]pipeline.Document{complete, incomplete}, []string{"approve a"}, "Zatwierdzono 1 dokument. 1 dokument nie ma numeru, okresu lub kwot"},
		{[]pipeline.Document{incomplete}, nil, "1 dokument nie ma numeru, okresu lub kwot"},
	} {
		node := &fakeNode{documents: c.documents}
		w, _ := newTestWindow(t, node)
		table, _ := w.win.Canvas().Focused().(fyne.Shortcutable)
		table.TypedShortcut(&fyne.ShortcutSelectAll{})
		w.tap(t, "Zatwierdź")
		expect(t, w, c.said)
		if !slices.Equal(node.calls, c.calls) {
			t.Errorf("calls %q, want %q", node.calls, c.calls)
		}
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

func TestPasswordIsAskedForAndGiven(t *testing.T) {
	failed := invoiceDocument("a", "", lake.Failed)
	failed.Failure = &lake.Failure{Code: lake.CodeNeedsPassword}
	node := &fakeNode{documents: []pipeline.Document{failed}}
	w, _ := newTestWindow(t, node)
	w.openForReview("a")
	w.tap(t, "Podaj hasło…")
	password, ok := w.win.Canvas().Focused().(*widgets.Entry)
	if !ok || !password.Password {
		t.Fatalf("the focus is on %T", w.win.Canvas().Focused())
	}
	password.SetText("tajne")
	password.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	w.finish()
	if !slices.Contains(node.calls, "unlock a tajne false") {
		t.Errorf("calls %v", node.calls)
	}
}

// Of two documents with one invoice a person chooses the one that counts: the window says so, offers to take it back, and asks no more.
func TestChoiceBetweenDuplicates(t *testing.T) {
	scan, original := invoiceDocument("a", "FV/1", lake.StatusReview), invoiceDocument("b", "FV/1", lake.Ready)
	row := original.Invoices[0]
	row.Documents = []lake.DocumentRef{{Document: "b", Part: 1, Role: lake.Winner}, {Document: "a", Part: 1, Role: lake.Duplicate}}
	node := &fakeNode{
		documents: []pipeline.Document{scan, original}, related: pipeline.Related{Invoice: &row, Duplicates: row.Documents[:1]},
		steps: map[lake.DocumentID][]pipeline.Step{"b": {{Decision: lake.Decision{Kind: lake.DecidePrefer, Content: "1"}}}},
	}
	w, _ := newTestWindow(t, node)
	w.openForReview("a")
	w.finish()
	expect(t, w, "inny dokument i to on liczy się", "b.pdf", "Bez różnic", "Zastąp tą", "Pomiń kopię")
	node.related.Chosen = true
	w.tap(t, "Pomiń kopię")
	w.finish() // it is looked at again
	expect(t, w, "To kopia", "Zapisano, który dokument się liczy", "Zastąp tą")
	expectNot(t, w, "Pomiń kopię")
	w.tap(t, "Cofnij")
	if want := []string{"prefer b", "undo b"}; !slices.Equal(node.calls, want) {
		t.Errorf("calls %q, want %q", node.calls, want)
	}
}

// What was deleted is listed with when and by whom, and comes back long after the message that offers to undo it has gone.
func TestDeletedDocumentsComeBack(t *testing.T) {
	gone := invoiceDocument("a", "", lake.Deleted)
	gone.Deletion = &lake.Decision{Kind: lake.DecideDelete, Author: "ala@gmina", At: "2026-03-14T08:30:00Z"}
	node := &fakeNode{deleted: []pipeline.Document{gone, invoiceDocument("b", "", lake.Deleted)}}
	w, _ := newTestWindow(t, node)
	w.show(activityPage)
	w.activity.Show(activity.Deleted)
	w.refresh()
	expect(t, w, "a.pdf", "14.03.2026", "ala@gmina", "b.pdf")
	w.doings.Deleted = []lake.DocumentID{"b"}
	w.refresh()
	w.tap(t, "Przywróć")
	expect(t, w, "Przywrócono 1 dokument")
	if want := []string{"restore b"}; !slices.Equal(node.calls, want) {
		t.Errorf("calls %q, want %q", node.calls, want)
	}
	node.deleted = nil
	w.refresh()
	expect(t, w, "Nie ma usuniętych dokumentów")
}

// An error stays until it is closed, whatever else there is to say.
func TestErrorsAreNotPushedAway(t *testing.T) {
	w, _ := newTestWindow(t, &fakeNode{})
	w.toast.fail(&lake.Error{Message: lake.Text{PL: "Dysk jest pełny."}})
	w.say("Dodano plik")
	expect(t, w, "Dysk jest pełny.", "Dodano plik")
	w.toast.set(w.toast.problem)
	expect(t, w, "Dodano plik")
	expectNot(t, w, "Dysk jest pełny.")
}

// A page in a window of its own is that of the invoice that is checked, by its name, too, and Escape closes it.
func TestPoppedOutPageFollows(t *testing.T) {
	node := &fakeNode{documents: []pipeline.Document{invoiceDocument("a", "FV/1", lake.StatusReview), invoiceDocument("b", "FV/2", lake.StatusReview)}}
	w, _ := newTestWindow(t, node)
	w.openForReview("a")
	named := func(name string) fyne.Window {
		for _, window := range w.p.App.Driver().AllWindows() {
			if window.Title() == name {
				return window
			}
		}
		return nil
	}
	for _, b := range buttons(w.win.Content()) {
		if b.Tip == w.locale.T("tip.popout") {
			test.Tap(b)
		}
	}
	if named("FV/1") == nil {
		t.Fatal("no window was opened")
	}
	w.shortcut(ctrl(fyne.KeyRight))
	w.finish()
	w.finish()
	pop := named("FV/2")
	if named("FV/1") != nil || pop == nil {
		t.Fatal("the window has not the name of the invoice that it shows")
	}
	pop.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if named("FV/2") != nil {
		t.Error("the window is still open")
	}
}

// Another language or theme makes the page anew: it still shows the invoice that is checked.
func TestInvoiceStaysInSightInAnotherLanguage(t *testing.T) {
	w, _ := newTestWindow(t, &fakeNode{documents: []pipeline.Document{invoiceDocument("a", "FV/1", lake.StatusReview)}})
	w.openForReview("a")
	for _, key := range []fyne.KeyName{fyne.KeyL, fyne.KeyT} {
		w.shortcut(ctrl(key))
		w.loadDetail(w.ctx)
		w.finish()
		w.finish()
		expect(t, w, "FV/1", w.locale.T("field.seller_name"))
		expectNot(t, w, w.locale.T("review.none"))
	}
}
