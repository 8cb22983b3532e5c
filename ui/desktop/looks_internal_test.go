package desktop

import (
	"testing"

	"fyne.io/fyne/v2"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/desktop/activity"
	"wattlake/ui/present"
)

// A card has its hint in one line where there is room, and in two where there is not.
func TestHintsFollowTheWidthOfTheWindow(t *testing.T) {
	w, _ := newTestWindow(t, &fakeNode{})
	w.show(dashboardPage)
	w.finish()
	const hint = "+ 1 234 567,89 zł niesprawdzone"
	cards := make([]present.Card, 6)
	for i := range cards {
		cards[i] = present.Card{Title: "Koszt netto", Value: "12,34 zł", Hint: hint}
	}
	w.charting.Set(present.Dashboard{Cards: cards})
	w.win.Resize(fyne.NewSize(firstWidth, firstHeight))
	draw()
	expectNot(t, w, hint)
	w.win.Resize(fyne.NewSize(1920, 1080))
	draw()
	expect(t, w, hint)
	w.win.Resize(fyne.NewSize(firstWidth, firstHeight))
	draw()
	expectNot(t, w, hint)
}

// A button that cannot be pressed says why to whoever points at it; one that can be pressed has nothing to say.
func TestButtonsTellWhyTheyCannotBePressed(t *testing.T) {
	w, _ := newTestWindow(t, &fakeNode{documents: []pipeline.Document{invoiceDocument("a", "FV/1", lake.Ready)}})
	tip := func(label string) string {
		t.Helper()
		for _, b := range buttons(w.win.Content()) {
			if b.Text == w.locale.T(label) {
				return b.Tip
			}
		}
		t.Fatalf("there is no button %q", label)
		return ""
	}
	if got, want := tip("action.delete"), w.locale.T("why.nothing_selected"); got != want {
		t.Errorf("with nothing selected the button says %q, want %q", got, want)
	}
	w.invoices.Key(w.win.Canvas(), &fyne.KeyEvent{Name: fyne.KeyDown})
	if got := tip("action.delete"); got != "" {
		t.Errorf("the button can be pressed and says %q", got)
	}
}

// Before anything has happened the list of events says what will appear in it.
func TestEmptyListOfEventsSaysWhatItIsFor(t *testing.T) {
	w, _ := newTestWindow(t, &fakeNode{})
	w.show(activityPage)
	w.activity.Show(activity.Events)
	w.finish()
	expect(t, w, w.locale.T("activity.no_events"))
	w.activity.Set(activity.View{Events: present.Grid{Columns: []present.Column{{ID: "file", Title: "Plik"}}, Rows: [][]present.Cell{{{Text: "faktura.pdf"}}}}})
	expectNot(t, w, w.locale.T("activity.no_events"))
}
