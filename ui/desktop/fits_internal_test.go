package desktop

import (
	"testing"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/desktop/preferences"
	"wattlake/ui/present"
	"wattlake/ui/settings"
)

// Whatever a page shows, it asks for no more room than the smallest window has, or it would be cut off at the edge.
func TestEveryPageFitsTheSmallestWindow(t *testing.T) {
	month := lake.Date{Year: 2026, Month: 3, Day: 1}
	node := &fakeNode{
		documents: []pipeline.Document{invoiceDocument("a", "FV/1", lake.StatusReview), invoiceDocument("b", "FV/2", lake.Failed)},
		costs:     []lake.MonthlyCost{{Month: month, PPE: "590310600004858401", SellerName: "Prąd S.A.", Net: 1_234_567_89}},
	}
	w, _ := newTestWindow(t, node)
	w.settings.Watch = []string{"/dane/poczta/faktury za energię elektryczną"}
	choices := lake.Extent{Groups: []string{"szkoły", "oświetlenie uliczne"}, Points: []lake.NamedPoint{{PPE: "590310600004858401", Name: "Szkoła Podstawowa nr 1"}}}
	for _, language := range []lake.Lang{lake.Polish, lake.English} {
		w.setLanguage(string(language))
		w.refresh()
		w.choices = present.NewFilterChoices(w.locale, choices)
		w.charting.SetChoices(w.choices)
		fits := func(page string) {
			t.Helper()
			if least := w.win.Content().MinSize(); least.Width > settings.MinWidth || least.Height > settings.MinHeight {
				t.Errorf("%s in %s asks for %v, the smallest window is %v × %v", page, language, least, settings.MinWidth, settings.MinHeight)
			}
		}
		for _, id := range pageOrder {
			w.show(id)
			w.finish()
			fits(string(id))
		}
		for _, section := range preferences.Sections() {
			w.wishes.Section = section
			w.build()
			fits("settings: " + section)
		}
	}
}

// The first picture of the figures counts: the system makes a window larger that asks for more, and it stays so.
func TestFirstFiguresFitTheSmallestWindow(t *testing.T) {
	month := lake.Date{Year: 2026, Month: 3, Day: 1}
	w, _ := newTestWindow(t, &fakeNode{costs: []lake.MonthlyCost{{Month: month, PPE: "590310600004858401", SellerName: "Prąd S.A.", Net: 1_234_567_89}}})
	w.show(dashboardPage)
	draw()
	w.loadFigures(t.Context())
	(<-paints)()
	if cards := len(w.figures.Cards); cards == 0 {
		t.Fatal("no figures are shown")
	}
	if least := w.win.Content().MinSize(); least.Width > firstWidth {
		t.Errorf("the page asks for a width of %v, the smallest window has %v", least.Width, firstWidth)
	}
}
