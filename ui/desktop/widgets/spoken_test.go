package widgets_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"wattlake/ui/desktop/accessible"
	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

func TestTableSpeaksTheRowUnderTheCursor(t *testing.T) {
	test.NewTempApp(t)
	table := widgets.NewGridTable(present.Grid{
		Columns: []present.Column{{ID: "number", Title: "Numer", Sample: "FV/1"}, {ID: "note", Title: "Uwagi", Sample: "brak"}, {ID: "net", Title: "Netto", Sample: "12,34 zł", Right: true}},
		Rows:    [][]present.Cell{{{Text: "FV/1"}, {Text: "korekta"}, {Text: "12,34 zł"}}, {{Text: "FV/2"}, {}, {Text: "5,00 zł"}}},
	})
	window := test.NewTempWindow(t, container.NewStack(table))
	window.Resize(fyne.NewSize(600, 300))
	if part := table.Spoken().Part; part != nil {
		t.Errorf("with the cursor nowhere the table speaks %q", part.Name)
	}
	for _, want := range []string{"Numer: FV/1, Uwagi: korekta, Netto: 12,34 zł", "Numer: FV/2, Netto: 5,00 zł"} {
		table.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
		part := table.Spoken().Part
		if part == nil || part.Name != want || part.Of != 2 || !part.States.Has(accessible.Selected) {
			t.Errorf("the table speaks %+v, want %q", part, want)
		}
	}
}

func TestChartSpeaksItsFigures(t *testing.T) {
	test.NewTempApp(t)
	chart := widgets.NewBarChart("Razem")
	chart.SetData(present.Chart{
		Title: "Koszty", Categories: []present.Category{{Name: "styczeń 2026"}, {Name: "luty 2026"}},
		Series: []present.Series{{Name: "Sprawdzone", Values: []int64{1, 2}}, {Name: "Niesprawdzone", Values: []int64{3, 4}}},
		Format: func(v int64) string { return string(rune('0'+v)) + " zł" },
		Axis:   func(int64) string { return "" },
	})
	if e := chart.Spoken(); e.Role != accessible.Image || e.Name != "Koszty" || e.Description != "styczeń 2026: 4 zł; luty 2026: 6 zł" {
		t.Errorf("the chart speaks %+v", e)
	}
	lines := widgets.NewLineChart()
	lines.SetData(present.Chart{
		Title: "Cena", Categories: []present.Category{{Name: "styczeń 2026"}}, Format: func(v int64) string { return string(rune('0'+v)) + " zł" },
		Axis: func(int64) string { return "" }, Series: []present.Series{{Name: "Średnia", Values: []int64{7}}, {Name: "Stała", Values: []int64{0}, Known: []bool{false}}},
	})
	if e := lines.Spoken(); e.Description != "styczeń 2026: Średnia 7 zł" {
		t.Errorf("the lines speak %+v", e)
	}
}

// A card or a line of a list is one thing to hear, and a place for messages is nothing while there is none.
func TestWordsAreHeardTogether(t *testing.T) {
	test.NewTempApp(t)
	card := widgets.Together(container.NewVBox(widgets.Caption("Koszt netto"), widgets.Figure("12,34 zł")))
	place := widgets.Told(container.NewStack())
	window := test.NewTempWindow(t, container.NewVBox(card, place))
	heard := func() (names []string) {
		tree := accessible.NewReader(accessible.Screen{Window: window, Lang: func() string { return "pl" }, Active: func() bool { return true }}).Read()
		for _, id := range tree.Node(tree.Root().Children[0]).Children {
			names = append(names, tree.Node(id).Name)
		}
		return names
	}
	if got, want := heard(), []string{"Koszt netto, 12,34 zł"}; !slices.Equal(got, want) {
		t.Errorf("heard %q, want %q", got, want)
	}
	place.Add(widgets.Toned("Zapisano", present.Plain))
	if got, want := heard(), []string{"Koszt netto, 12,34 zł", "Zapisano"}; !slices.Equal(got, want) {
		t.Errorf("heard %q, want %q", got, want)
	}
}
