package widgets

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"wattlake/ui/present"
)

// A figure that is longer than the sample of its column makes the column wider; words give way.
func TestNoFigureOfAGridIsCut(t *testing.T) {
	test.NewTempApp(t)
	const figure = "12 345 678,901234"
	table := NewGridTable(present.Grid{
		Columns: []present.Column{{ID: "what", Title: "What", Sample: "a long sample of words", Flex: 1}, {ID: "net", Title: "Net", Sample: "1,00", Right: true}},
		Rows:    [][]present.Cell{{{Text: "words"}, {Text: figure}}},
	})
	table.Resize(fyne.NewSize(220, 100))
	_, widths := table.choose()
	const textSize = 13
	if needed := measure(figure, textSize, fyne.TextStyle{}).Width + 2*cellPadding; widths[1] < needed {
		t.Errorf("the column is %v wide, the figure needs %v", widths[1], needed)
	}
}

// Only what fits counts as shown: a column that is added later must not stand behind others that are out of sight.
func TestShownColumnsAreThoseInSight(t *testing.T) {
	test.NewTempApp(t)
	table := NewGridTable(present.Grid{Columns: []present.Column{
		{ID: "number", Title: "Number", Sample: "FV/00000/2026"}, {ID: "file", Title: "File", Sample: "faktura_2026_01.pdf", Priority: 1},
	}})
	for width, want := range map[float32][]present.ColumnID{400: {"number", "file"}, 160: {"number"}} {
		table.Resize(fyne.NewSize(width, 100))
		if got := table.Shown(); !slices.Equal(got, want) {
			t.Errorf("%v wide: %q, want %q", width, got, want)
		}
	}
}
