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

// turnRoom is what stands between figures, which end at the right of their column, and words after them, which begin at the left.
const turnRoom = 12

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
	x = t.inContent(x)
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
	columns = withTurns(columns)
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
	return shown, spread(shown, widths, width-used)
}

// withTurns gives words that follow figures room at their left.
func withTurns(columns []present.Column) []present.Column {
	columns = slices.Clone(columns)
	for i := 1; i < len(columns); i++ {
		if columns[i-1].Right && !columns[i].Right {
			columns[i].Left = turnRoom
		}
	}
	return columns
}

// spread gives the rest to the flexible columns, or takes what is missing from them. Where that is too much, all stay as they are.
func spread(columns []present.Column, natural []float32, rest float32) []float32 {
	widths := slices.Clone(natural)
	var shares float32
	for _, c := range columns {
		if c.Width == 0 {
			shares += c.Flex
		}
	}
	if shares == 0 {
		return widths
	}
	var moved float32
	for i, c := range columns {
		if c.Flex > 0 && c.Width == 0 {
			widths[i] = max(minFlex, widths[i]+rest*c.Flex/shares)
			moved += widths[i] - natural[i]
		}
	}
	if rest < 0 && moved > rest+1 { // there is more than that to take: the table scrolls sideways
		return natural
	}
	return widths
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
	return float32(math.Ceil(float64(width))) + 2*cellPadding + c.Left
}
