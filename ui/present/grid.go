package present

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"

	"wattlake/lake"
)

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

// CSV writes the grid for the language's spreadsheets: UTF-8 with a byte order mark, the list separator of the language
// (a semicolon in Polish, where the comma is the decimal sign), and no text that a spreadsheet would run as a formula.
func (g Grid) CSV(l *Locale) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	if l.Lang == lake.Polish {
		w.Comma = ';'
	}
	w.UseCRLF = true
	line := make([]string, len(g.Columns))
	for i, c := range g.Columns {
		line[i] = c.Title
	}
	lines := [][]string{line}
	for i, row := range g.Rows {
		cells := make([]string, len(row))
		for j, c := range row {
			cells[j] = c.Text
			if g.Raw != nil {
				cells[j] = g.Raw[i][j]
			}
			if !g.Columns[j].Right {
				cells[j] = lake.SpreadsheetText(cells[j])
			}
		}
		lines = append(lines, cells)
	}
	if err := w.WriteAll(lines); err != nil {
		return nil, fmt.Errorf("write CSV: %w", err)
	}
	return b.Bytes(), nil
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
