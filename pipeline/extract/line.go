package extract

import (
	"regexp"
	"strings"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

// piece is a word at its place in a line: runes start to end of the line.
type piece struct {
	start, end int
	box        lake.Box
	printed    lake.Box // on the page, where the line is not as printed: see upright
	confidence float64
}

// cell is a run of words without a wide gap: runes start to end of the line.
type cell struct {
	start, end int
	box        lake.Box
}

// line is one line of a page: its words from left to right, joined by a space inside a cell and by a tab between cells.
type line struct {
	page    int
	index   int // in its part
	box     lake.Box
	height  float64 // of its tallest word with a letter or digit
	runes   []rune
	fold    []byte // one byte per rune, see foldRune
	pieces  []piece
	cells   []cell
	numbers []token.Number
	dates   []token.Date
	codes   []code
	broken  []period // whose second date stands in the next line of the cell
	labels  []hit
	ocr     bool
	skew    float64 // of the page, which the boxes are free of
}

// text returns the printed text of a span with single spaces.
func (l *line) text(start, end int) string {
	return strings.Join(strings.Fields(string(l.runes[start:end])), " ")
}

// boxOf returns the box of a span; the box of a word that is only partly inside is cut in proportion.
func (l *line) boxOf(start, end int) lake.Box {
	return l.union(start, end, func(p piece) lake.Box { return p.box })
}

// printedBox is boxOf as printed on the page.
func (l *line) printedBox(start, end int) lake.Box {
	return l.union(start, end, func(p piece) lake.Box { return p.printed })
}

func (l *line) union(start, end int, boxOf func(piece) lake.Box) lake.Box {
	var box lake.Box
	for _, p := range l.pieces {
		if p.end <= start || p.start >= end {
			continue
		}
		b, length := boxOf(p), float64(p.end-p.start)
		width := b.X1 - b.X0
		if start > p.start {
			b.X0 += width * float64(start-p.start) / length
		}
		if end < p.end {
			b.X1 -= width * float64(p.end-end) / length
		}
		box = box.Union(b)
	}
	return box
}

// confidenceOf returns the lowest confidence of the words with a letter or digit in a span.
func (l *line) confidenceOf(start, end int) float64 {
	lowest := 1.0
	for _, p := range l.pieces {
		if p.end > start && p.start < end && token.HasAlnum(string(l.runes[p.start:p.end])) {
			lowest = min(lowest, p.confidence)
		}
	}
	return lowest
}

// cellAt returns the index of the cell that holds the rune.
func (l *line) cellAt(at int) int {
	for i, c := range l.cells {
		if at < c.end {
			return i
		}
	}
	return len(l.cells) - 1
}

// newLine joins the words of one row; space is the usual space in character widths.
func newLine(page lake.Page, row []lake.Word, space float64) *line {
	l := &line{page: page.Number, ocr: page.Source == lake.SourceOCR}
	cellGap := gapOfCell * space * charWidth(row)
	for i, w := range row {
		if i > 0 {
			switch gap := w.Box.X0 - row[i-1].Box.X1; {
			case gap > cellGap:
				l.runes = append(l.runes, '\t')
			case !continuesNumber(row[i-1].Text, w.Text):
				l.runes = append(l.runes, ' ')
			}
		}
		start := len(l.runes)
		l.runes = append(l.runes, []rune(w.Text)...)
		end := len(l.runes)
		l.pieces = append(l.pieces, piece{start, end, w.Box, w.Box, w.Confidence})
		l.box = l.box.Union(w.Box)
		if token.HasAlnum(w.Text) {
			l.height = max(l.height, w.Box.Y1-w.Box.Y0)
		}
		if start == 0 || l.runes[start-1] == '\t' {
			l.cells = append(l.cells, cell{start: start})
		}
		last := &l.cells[len(l.cells)-1]
		last.end, last.box = end, last.box.Union(w.Box)
	}
	if l.height == 0 {
		l.height = l.box.Y1 - l.box.Y0
	}
	l.fold = token.FoldRunes(l.runes)
	if l.ocr {
		mendMinus(l.fold)
		l.mendPeriod()
	}
	return l
}

// misreadPeriod is a period whose first day no month has, its tens a digit that looks like the zero it must have been: "61/12/2025 do 31/01/2026".
var misreadPeriod = regexp.MustCompile(`\b([689])[1-9]([./-])[01][0-9][./-]20[0-9]{2} ?(?:-|do) ?[0-3][0-9][./-][01][0-9][./-]20[0-9]{2}\b`)

// mendPeriod reads such a day as the one it must have been, in doubt.
func (l *line) mendPeriod() {
	for _, at := range misreadPeriod.FindAllSubmatchIndex(l.fold, -1) {
		day := at[2]
		l.fold[day] = '0'
		for i, p := range l.pieces {
			if p.start <= day && day < p.end {
				l.pieces[i].confidence = min(p.confidence, doubtful)
			}
		}
	}
}

// mendMinus reads an equals sign that touches a number on one side only as the minus that it was taken for.
func mendMinus(text []byte) {
	for i, b := range text {
		if b != '=' {
			continue
		}
		before, after := i > 0 && token.IsDigit(text[i-1]), i+1 < len(text) && token.IsDigit(text[i+1])
		if before != after {
			text[i] = '-'
		}
	}
}

// continuesNumber reports whether a word is the decimals of the number before it: recognition often parts "267 ,60".
func continuesNumber(before, word string) bool {
	return len(word) > 1 && word[0] == ',' && token.IsDigit(word[1]) && before != "" && token.IsDigit(before[len(before)-1])
}
