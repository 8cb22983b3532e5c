package extract

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"wattlake/lake"
)

const (
	// lineOverlap is how much of the lower word's height must overlap for two words to share a line.
	lineOverlap = 0.5
	// sameShare is by how much two rows may differ in overlap so that the nearer one still gets a word.
	sameShare = 0.1
	// gapOfCell is the gap between words, in usual spaces of the page, from which a new cell begins.
	gapOfCell = 1.7
	// maxHeightRatio is how much taller one word of a line may be than the next; a logo is taller.
	maxHeightRatio = 2.5
	// widestSpace is the widest gap, in character widths, that is taken for a space between words: in a typewriter face the
	// letters do not fill their width, and a space looks that wide.
	widestSpace = 1.5
	// usualSpace is the width of a space, in character widths, on a page with too few words to measure it.
	usualSpace = 0.6
	// leader is the shortest run of dots or underscores that joins a label with its value.
	leader = 4
	// maxLineWords bounds the words of one line; a page of noise is cut there.
	maxLineWords = 400
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
	numbers []number
	dates   []dateToken
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
		if p.end > start && p.start < end && hasAlnum(string(l.runes[p.start:p.end])) {
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

// newLines rebuilds the lines of a page from word boxes alone.
func newLines(page lake.Page) []*line {
	words := joinUnderscores(partRun(tidy(page.Words, page.Source == lake.SourceOCR)))
	skew := skewOf(words)
	rows := groupRows(joinBrokenAmounts(straightened(words, skew)))
	for _, row := range rows {
		slices.SortStableFunc(row, func(a, b lake.Word) int { return cmp.Compare(a.Box.X0, b.Box.X0) })
	}
	slices.SortStableFunc(rows, func(a, b []lake.Word) int { return cmp.Compare(middleOf(a), middleOf(b)) })
	space := spaceOf(rows)
	lines := make([]*line, len(rows))
	for i, row := range rows {
		lines[i] = newLine(page, joinParted(joinSpaced(row)), space)
	}
	lines = upright(page, unfolded(page, rows, lines, space), space)
	for _, l := range lines {
		l.skew = skew
	}
	return lines
}

// tidy drops what is no text of a line (rules, rotated margin notes, doubles of false bold) and cuts words at leaders. The
// result is ordered by place, so the order in the stream does not matter.
func tidy(words []lake.Word, recognised bool) []lake.Word {
	framed := !recognised && hasFrame(words)
	tidied := make([]lake.Word, 0, len(words))
	for _, w := range words {
		width, height := w.Box.X1-w.Box.X0, w.Box.Y1-w.Box.Y0
		vertical := utf8.RuneCountInString(w.Text) > 3 && height > 2*width
		if width <= 0 || height <= 0 || vertical || (framed && isRule(w.Text)) {
			continue
		}
		for _, part := range cutLeaders(w) {
			tidied = append(tidied, cutBars(part, recognised)...)
		}
	}
	slices.SortFunc(tidied, func(a, b lake.Word) int {
		return cmp.Or(cmp.Compare(a.Box.X0, b.Box.X0), cmp.Compare(a.Box.Y0, b.Box.Y0), cmp.Compare(a.Text, b.Text),
			cmp.Compare(a.Box.X1, b.Box.X1))
	})
	return slices.CompactFunc(tidied, isDouble)
}

// hasFrame reports whether typed bars stand below each other, as in a frame and not between words.
func hasFrame(words []lake.Word) bool {
	const fewest, straight = 3, 1.0 // bars in a column; points by which they may be apart
	below := map[int]int{}
	for _, w := range words {
		if isRule(w.Text) && utf8.RuneCountInString(w.Text) == 1 {
			column := int(w.Box.X0 / straight)
			below[column]++
			if below[column] >= fewest {
				return true
			}
		}
	}
	return false
}

// isRule reports whether a word is a piece of a table's frame that was typed: "|", "+-----+", "=====".
func isRule(text string) bool {
	return strings.Trim(text, "|│┃¦") == "" || (utf8.RuneCountInString(text) > 2 && strings.Trim(text, "|│┃¦+-=_─━═┼├┤┬┴┌┐└┘*") == "")
}

// isDouble reports whether two words are one that was printed twice for a bold look.
func isDouble(a, b lake.Word) bool {
	tolerance := (a.Box.Y1 - a.Box.Y0) * 0.15
	near := func(x, y float64) bool { return max(x-y, y-x) < tolerance }
	return a.Text == b.Text && near(a.Box.X0, b.Box.X0) && near(a.Box.Y0, b.Box.Y0)
}

// cutLeaders removes runs of leader characters; what stands on either side becomes a word of its own.
func cutLeaders(w lake.Word) []lake.Word {
	if !strings.Contains(w.Text, "....") && !strings.Contains(w.Text, "____") && !strings.Contains(w.Text, "…") {
		return []lake.Word{w}
	}
	runes := []rune(w.Text)
	step := (w.Box.X1 - w.Box.X0) / float64(len(runes))
	var parts []lake.Word
	start := 0
	flush := func(end int) {
		if end > start {
			part := w
			part.Text = string(runes[start:end])
			part.Box.X0 = w.Box.X0 + step*float64(start)
			part.Box.X1 = w.Box.X0 + step*float64(end)
			parts = append(parts, part)
		}
	}
	for i := 0; i < len(runes); {
		run := i
		for run < len(runes) && (runes[run] == '.' || runes[run] == '_' || runes[run] == '…') {
			run++
		}
		if run-i >= leader || (run > i && runes[i] == '…') {
			flush(i)
			start = run
		}
		i = max(run, i+1)
	}
	flush(len(runes))
	return parts
}

// cutBars cuts a word at upright bars between its parts: "całodobowa|5902438…|C11". A recognised bar may be a letter or a one.
func cutBars(w lake.Word, recognised bool) []lake.Word {
	if recognised || !strings.Contains(w.Text, "|") || strings.Trim(w.Text, "|") == "" {
		return []lake.Word{w}
	}
	step := (w.Box.X1 - w.Box.X0) / float64(utf8.RuneCountInString(w.Text))
	var parts []lake.Word
	at := 0
	for text := range strings.SplitSeq(w.Text, "|") {
		length := utf8.RuneCountInString(text)
		if length > 0 {
			part := w
			part.Text = text
			part.Box.X0, part.Box.X1 = w.Box.X0+step*float64(at), w.Box.X0+step*float64(at+length)
			parts = append(parts, part)
		}
		at += length + 1
	}
	return parts
}

// groupRows puts each word, from left to right, on the row whose last words it overlaps most: a slight skew does not tear
// rows apart, because only neighbours are compared.
func groupRows(words []lake.Word) [][]lake.Word {
	var rows [][]lake.Word
	var bands []lake.Word // the last word with a letter or digit of each row, its first word until there is one
	for _, w := range words {
		best, bestShare := -1, lineOverlap
		for i, band := range bands {
			share := overlapShare(band, w)
			if share <= lineOverlap || len(rows[i]) >= maxLineWords || !follows(rows[i][len(rows[i])-1].Box, w.Box) {
				continue
			}
			closer := best >= 0 && share > bestShare-sameShare && rows[i][len(rows[i])-1].Box.X1 > rows[best][len(rows[best])-1].Box.X1
			if (share > bestShare && (best < 0 || share > bestShare+sameShare || closer)) || closer {
				best, bestShare = i, share
			}
		}
		if best < 0 {
			rows = append(rows, []lake.Word{w})
			bands = append(bands, w)
			continue
		}
		rows[best] = append(rows[best], w)
		if hasAlnum(w.Text) { // a comma or dash does not move the band
			bands[best] = w
		}
	}
	return rows
}

// follows reports whether a word can stand behind another on one line: the two do not cover each other.
func follows(before, after lake.Box) bool {
	return before.X1-after.X0 < 0.4*min(before.X1-before.X0, after.X1-after.X0)
}

// overlapShare returns how much of the lower one's height overlaps, 0 if the two cannot stand on one line.
func overlapShare(last, w lake.Word) float64 {
	band := last.Box
	if !hasAlnum(w.Text) { // a comma hangs below the digits that it stands between
		w.Box.Y0 -= w.Box.Y1 - w.Box.Y0
	}
	overlap := min(band.Y1, w.Box.Y1) - max(band.Y0, w.Box.Y0)
	if overlap <= 0 {
		return 0
	}
	bandHeight, height := band.Y1-band.Y0, w.Box.Y1-w.Box.Y0
	offset := (band.Y0 + band.Y1 - w.Box.Y0 - w.Box.Y1) / 2
	if offset = max(offset, -offset); hasAlnum(w.Text) && hasAlnum(last.Text) &&
		(offset > 0.45*max(bandHeight, height) || max(bandHeight, height) > maxHeightRatio*min(bandHeight, height)) {
		return 0
	}
	return overlap / min(bandHeight, height)
}

func middleOf(row []lake.Word) float64 {
	sum := 0.0
	for _, w := range row {
		sum += (w.Box.Y0 + w.Box.Y1) / 2
	}
	return sum / float64(len(row))
}

// spaceOf measures the usual space between words of the page, in character widths.
func spaceOf(rows [][]lake.Word) float64 {
	var gaps []float64
	for _, row := range rows {
		char := charWidth(row)
		for i := 1; i < len(row); i++ {
			if gap := (row[i].Box.X0 - row[i-1].Box.X1) / char; gap > 0.1 && gap < widestSpace {
				gaps = append(gaps, gap)
			}
		}
	}
	if len(gaps) < 8 {
		return usualSpace
	}
	slices.Sort(gaps)
	return max(gaps[len(gaps)/2], usualSpace/2)
}

// charWidth returns the mean width of a character of the row.
func charWidth(row []lake.Word) float64 {
	width, count := 0.0, 0
	for _, w := range row {
		width += w.Box.X1 - w.Box.X0
		count += utf8.RuneCountInString(w.Text)
	}
	return width / float64(max(count, 1))
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
		if hasAlnum(w.Text) {
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
	l.fold = foldRunes(l.runes)
	return l
}

// continuesNumber reports whether a word is the decimals of the number before it: recognition often parts "267 ,60".
func continuesNumber(before, word string) bool {
	return len(word) > 1 && word[0] == ',' && isDigit(word[1]) && before != "" && isDigit(before[len(before)-1])
}

// joinSpaced joins letter-spaced words ("1 5 2 9 , 4 8"): at least four single characters at nearly the same distance.
func joinSpaced(row []lake.Word) []lake.Word {
	joined := make([]lake.Word, 0, len(row))
	for i := 0; i < len(row); {
		end := spacedRun(row, i)
		if end-i < 4 {
			joined = append(joined, row[i])
			i++
			continue
		}
		word := row[i]
		for _, w := range row[i+1 : end] {
			word.Text += w.Text
			word.Box = word.Box.Union(w.Box)
			word.Confidence = min(word.Confidence, w.Confidence)
		}
		joined = append(joined, word)
		i = end
	}
	return joined
}

// spacedRun returns the end of the run of evenly spaced single characters that begins at row[from].
func spacedRun(row []lake.Word, from int) int {
	single := func(w lake.Word) bool { return utf8.RuneCountInString(w.Text) == 1 }
	pitch := func(i int) float64 { return row[i].Box.X0 + row[i].Box.X1 - row[i-1].Box.X0 - row[i-1].Box.X1 }
	if !single(row[from]) || from+1 >= len(row) || !single(row[from+1]) {
		return from
	}
	usual, end := pitch(from+1), from+1
	for end < len(row) && single(row[end]) && pitch(end) < 1.6*usual && pitch(end) > 0.5*usual {
		end++
	}
	return end
}
