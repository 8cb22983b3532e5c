package widgets

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"wattlake/ui/present"
)

// sortRoom is what the sort mark takes in a header.
const sortRoom = 14

// minFlex is the least that a flexible column shrinks to when even the columns that must stay do not fit.
const minFlex = 64

// minColumn is the least width that a user can give a column.
const minColumn = 40

// flexComfort is what each flexible column should have beyond its sample before optional columns take the room.
const flexComfort = 80

// choose returns the columns that fit and their widths.
func (t *Table) choose() (shown []present.Column, widths []float32) {
	room := float32(0)
	if t.OnSort != nil {
		room = sortRoom
	}
	return chooseColumns(t.columns, t.innerWidth(), room)
}

// Shown lists the columns in sight.
func (t *Table) Shown() []present.ColumnID {
	shown, _ := t.choose()
	ids := make([]present.ColumnID, len(shown))
	for i, c := range shown {
		ids[i] = c.ID
	}
	return ids
}

func (t *Table) innerWidth() float32 { return t.Size().Width - barRoom }

// columnAt returns the index among the visible columns at a place, -1 for none.
func (t *Table) columnAt(x float32) int {
	_, widths := t.choose()
	for i, w := range widths {
		if x < w {
			return i
		}
		x -= w
	}
	return -1
}

// chooseColumns takes columns by priority as long as they fit and hands what is left to the flexible ones.
func chooseColumns(columns []present.Column, width, titleRoom float32) (shown []present.Column, widths []float32) {
	order := make([]int, len(columns))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(columns[a].Priority, columns[b].Priority) })
	var used, comfort float32
	var chosen []int
	for _, i := range order {
		w := columnWidth(columns[i], titleRoom)
		needed := used + w
		if columns[i].Priority >= present.OptionalColumn {
			needed += comfort
		}
		if columns[i].Priority > 0 && needed > width && !columns[i].Wanted {
			break
		}
		used += w
		if columns[i].Flex > 0 {
			comfort += flexComfort
		}
		chosen = append(chosen, i)
	}
	slices.Sort(chosen)
	for _, i := range chosen {
		shown = append(shown, columns[i])
		widths = append(widths, columnWidth(columns[i], titleRoom))
	}
	spread(shown, widths, width-used)
	return shown, widths
}

// spread gives the rest to the flexible columns, or takes what is missing from them.
func spread(columns []present.Column, widths []float32, rest float32) {
	var shares float32
	for _, c := range columns {
		if c.Width == 0 {
			shares += c.Flex
		}
	}
	if shares == 0 {
		return
	}
	for i, c := range columns {
		if c.Flex > 0 && c.Width == 0 {
			widths[i] = max(minFlex, widths[i]+rest*c.Flex/shares)
		}
	}
}

// columnWidth is what a column's title and sample need.
func columnWidth(c present.Column, titleRoom float32) float32 {
	if c.Width > 0 {
		return max(minColumn, c.Width)
	}
	size := theme.Size(theme.SizeNameText)
	title := measure(c.Title, size-1, fyne.TextStyle{Bold: true}).Width + titleRoom
	width := title
	for sample := range strings.SplitSeq(c.Sample, "\n") {
		width = max(width, measure(sample, size, fyne.TextStyle{}).Width+c.Extra)
	}
	return float32(math.Ceil(float64(width))) + 2*cellPadding
}
