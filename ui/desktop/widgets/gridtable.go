package widgets

import (
	"slices"

	"wattlake/ui/present"
)

// gridModel shows a [present.Grid].
type gridModel struct {
	grid  present.Grid
	place map[present.ColumnID]int
}

// GridModel makes a table's content of a grid.
func GridModel(grid present.Grid) TableModel {
	m := gridModel{grid, make(map[present.ColumnID]int, len(grid.Columns))}
	for i, c := range grid.Columns {
		m.place[c.ID] = i
	}
	return m
}

// roomy returns the columns of a grid, those of figures wide enough for the longest: no figure is ever cut.
func roomy(grid present.Grid) []present.Column {
	columns := slices.Clone(grid.Columns)
	for i := range columns {
		if !columns[i].Right {
			continue
		}
		longest := ""
		for _, row := range grid.Rows {
			if len(row[i].Text) > len(longest) {
				longest = row[i].Text
			}
		}
		columns[i].Sample += "\n" + longest
	}
	return columns
}

// NewGridTable returns a table that shows a grid.
func NewGridTable(grid present.Grid) *Table {
	t := NewTable(roomy(grid))
	t.SetModel(GridModel(grid))
	return t
}

// SetGrid replaces content and columns.
func (t *Table) SetGrid(grid present.Grid) {
	t.columns = roomy(grid)
	t.SetModel(GridModel(grid))
}

func (m gridModel) Len() int { return len(m.grid.Rows) }

func (m gridModel) Cell(row int, id present.ColumnID) present.Cell {
	i, ok := m.place[id]
	if !ok || row >= len(m.grid.Rows) {
		return present.Cell{}
	}
	return m.grid.Rows[row][i]
}

// HeightFor returns the height of a table with so many rows in sight.
func (t *Table) HeightFor(rows int) float32 { return headerHeight + float32(rows)*rowHeight + 1 }
