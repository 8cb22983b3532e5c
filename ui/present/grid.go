package present

import "strings"

// Grid is a small table that is ready to be shown.
type Grid struct {
	Columns []Column
	Rows    [][]Cell
	Raw     [][]string // the rows for a spreadsheet; nil when the cells' own text serves
}

// TSV writes the grid as tab-separated values.
func (g Grid) TSV() string {
	var b strings.Builder
	line := make([]string, len(g.Columns))
	for i, c := range g.Columns {
		line[i] = c.Title
	}
	writeTSV(&b, g.Columns, line)
	for i, row := range g.Rows {
		if g.Raw != nil {
			writeTSV(&b, g.Columns, g.Raw[i])
			continue
		}
		for j, c := range row {
			line[j] = c.Text
		}
		writeTSV(&b, g.Columns, line)
	}
	return b.String()
}

// add appends a row given as pairs of what is shown and what goes to a spreadsheet.
func (g *Grid) add(cells ...gridCell) {
	shown := make([]Cell, len(cells))
	raw := make([]string, len(cells))
	for i, c := range cells {
		shown[i], raw[i] = Cell{Text: c.shown, Tone: c.tone}, c.raw
	}
	g.Rows = append(g.Rows, shown)
	g.Raw = append(g.Raw, raw)
}

type gridCell struct {
	shown, raw string
	tone       Tone
}

func textCell(s string) gridCell { return gridCell{shown: s, raw: s} }
