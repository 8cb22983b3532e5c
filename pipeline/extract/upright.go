package extract

import (
	"slices"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

// Some programs print every cell of a table on a line of its own. upright puts such cells side by side again, so that the rest of the
// package sees rows; evidence keeps the places on the page, see piece.printed.

const (
	// fewestStacked is how many lines a page of stacked cells has at least.
	fewestStacked = 12
	// stackedShare is the share of them that are one cell at the common left edge.
	stackedShare = 0.9
	// footShare is the part of a page's height whose small print, often read in pieces, says nothing about the cells above it.
	footShare = 0.1
	// longestRest is how many characters may follow the label in the heading of a column: "Kwota VAT 23%".
	longestRest = 14
	// longestPlain is the longest whole number without separators that is a figure rather than the number of a meter.
	longestPlain = 6
)

// role is what a stacked cell is.
type role int

const (
	roleName    role = iota // words
	roleHead                // the heading of a column
	roleFigure              // a number, a date, a unit or a tariff group
	roleOrdinal             // "1." or the number of a meter: begins a row
)

// upright returns the lines of a page with its stacked cells in rows, or the lines as they are if it is no such page.
func upright(page lake.Page, lines []*line, space float64) []*line {
	if !isStacked(aboveFoot(page, lines)) {
		return lines
	}
	roles, height := make([]role, len(lines)), 0.0
	for i, l := range lines {
		roles[i] = roleOf(l)
		height = max(height, l.height)
	}
	for i := 1; i+1 < len(roles); i++ { // "Taryfa", "kWh", "Netto"
		if unitIn(lines[i].fold) != "" && !hasDigit(lines[i].fold) && roles[i-1] == roleHead && roles[i+1] == roleHead {
			roles[i] = roleHead
		}
	}
	s := stacker{page: page, lines: lines, roles: roles, space: space, height: height}
	for i := 0; i < len(lines); {
		i = s.next(i)
	}
	return s.rows
}

// aboveFoot returns the lines above the foot of the page.
func aboveFoot(page lake.Page, lines []*line) []*line {
	return slices.DeleteFunc(slices.Clone(lines), func(l *line) bool { return l.box.Y0 > (1-footShare)*page.Height })
}

// isStacked reports whether nearly every line is one cell at a common left edge.
func isStacked(lines []*line) bool {
	if len(lines) < fewestStacked {
		return false
	}
	edges := make([]float64, len(lines))
	for i, l := range lines {
		edges[i] = l.cells[0].box.X0
	}
	slices.Sort(edges)
	common, fitting := edges[len(edges)/2], 0
	for _, l := range lines {
		if d := l.cells[0].box.X0 - common; len(l.cells) == 1 && max(d, -d) < l.height {
			fitting++
		}
	}
	return float64(fitting) >= stackedShare*float64(len(lines))
}

// roleOf tells what a stacked cell is by its text alone.
func roleOf(l *line) role {
	text := l.fold
	if len(text) == 0 {
		return roleName
	}
	letters, digits := 0, 0
	for at := 0; at < len(text); {
		if !token.IsLetter(text[at]) {
			if token.IsDigit(text[at]) {
				digits++
			}
			at++
			continue
		}
		if _, end := token.UnitAt(text, at); end > at {
			at = end
			continue
		}
		letters++
		at++
	}
	switch {
	case tariffRE.Match(text):
		return roleFigure
	case letters > 1:
		return headOrName(l)
	case digits == 0 && hasLetters(text):
		return roleFigure // a unit
	case len(text) <= len("999.") && text[len(text)-1] == '.', digits == len(text) && digits > longestPlain && digits < nrbDigits && !lake.ValidPPE(string(text)):
		return roleOrdinal
	case digits == 0:
		return roleName
	}
	return roleFigure
}

// headOrName tells the heading of a column, a label that announces nothing on its own line, from other words.
func headOrName(l *line) role {
	if l.fold[len(l.fold)-1] == ':' {
		return roleName
	}
	if hs := headings(l); len(hs) == 1 && hs[0].start == 0 && hs[0].end >= len(l.fold)-1 && !hs[0].reference {
		return roleHead
	}
	labels := standard.find(l, l.fold)
	if len(labels) == 0 || labels[0].start != 0 || len(l.fold)-labels[len(labels)-1].end > longestRest {
		return roleName
	}
	if _, isClass := classes[labels[0].entry.label]; isClass || labels[0].entry.total {
		return roleName
	}
	return roleHead
}

// stacker builds rows of stacked cells.
type stacker struct {
	page   lake.Page
	lines  []*line
	roles  []role
	space  float64
	height float64 // of the tallest line
	heads  int     // columns of the table that is being read
	first  bool    // its first column counts the rows
	rows   []*line
}

// next puts the cells from i on into rows and returns where it stopped.
func (s *stacker) next(i int) int {
	heads := s.run(i, roleHead)
	switch {
	case heads > 1:
		s.emit(s.lines[i:i+heads], 1)
		s.heads, s.first = heads, s.lines[i].labelled("lp.")
		at := i + heads
		for values := s.run(at, roleFigure); values >= heads && values%heads == 0; values -= heads { // one value below each heading
			s.emit(s.lines[at:at+heads], 1)
			at += heads
		}
		return at
	case s.roles[i] == roleName || heads == 1:
		figures := s.run(i+1, roleFigure)
		if last := i + figures; figures > 2 && s.first && last+1 < len(s.roles) && s.roles[last+1] == roleName && len(s.lines[last].fold) < len("999.") {
			figures-- // counts the next row
		}
		if figures == 0 || (heads == 1 && s.heads == 0) || (figures == 1 && (heads == 1 || hasDigit(s.lines[i].fold))) {
			break
		}
		s.emitRow(s.lines[i], s.lines[i+1:i+1+figures])
		return i + 1 + figures
	}
	s.emit(s.lines[i:i+1], 0)
	return i + 1
}

// run returns how many cells from i on have the role.
func (s *stacker) run(i int, r role) int {
	end := i
	for end < len(s.roles) && s.roles[end] == r {
		end++
	}
	return end - i
}

// emitRow puts a name and its figures side by side, the last figure below the last heading.
func (s *stacker) emitRow(name *line, figures []*line) {
	from := 1
	if len(figures) < s.heads {
		from = 1 + s.heads - len(figures)
	}
	s.place(append([]*line{name}, figures...), append([]int{0}, columnsFrom(from, len(figures))...))
}

// emit puts cells side by side from a column on.
func (s *stacker) emit(cells []*line, from int) { s.place(cells, columnsFrom(from, len(cells))) }

func columnsFrom(from, count int) []int {
	columns := make([]int, count)
	for i := range columns {
		columns[i] = from + i
	}
	return columns
}

// place builds one row of cells in columns, below the rows so far.
func (s *stacker) place(cells []*line, columns []int) {
	const step, distance = 10_000.0, 1.3 // points between columns, wider than any page; heights of text between rows
	y := distance * s.height * float64(len(s.rows)+1)
	var words []lake.Word
	var printed []lake.Box
	for i, c := range cells {
		for _, p := range c.pieces {
			dx, dy := float64(columns[i])*step-c.box.X0, y-c.box.Y0
			box := lake.Box{X0: p.box.X0 + dx, Y0: p.box.Y0 + dy, X1: p.box.X1 + dx, Y1: p.box.Y1 + dy}
			words = append(words, lake.Word{Text: string(c.runes[p.start:p.end]), Box: box, Confidence: p.confidence})
			printed = append(printed, p.box)
		}
	}
	row := newLine(s.page, words, s.space)
	for i := range row.pieces {
		row.pieces[i].printed = printed[i]
	}
	s.rows = append(s.rows, row)
}

// labelled reports whether the line begins with the wording.
func (l *line) labelled(wording string) bool {
	return token.NewPattern(wording).Match(l.fold, 0, 0) > 0
}
