package extract

import (
	"cmp"
	"slices"
	"strings"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

// record is one row of a table whose cells may have several lines: the line with its figures and the lines of words that belong to it.
type record struct {
	row   *line
	lines []*line
}

// words returns the folded words of the record's cells, column by column: in a cell of several lines they stand below each other.
func (r *record) words() []byte {
	var words []byte
	for _, column := range r.columns() {
		for _, s := range column.spans {
			words = append(append(words, s.line.fold[s.start:s.end]...), ' ')
		}
	}
	return words
}

// name returns the printed words of the record.
func (r *record) name() string {
	var name []string
	for i, column := range r.columns() {
		for _, s := range column.spans {
			if text := s.line.nameText(s.start, s.end); text != "" && (i > 0 || hasLetters(s.line.fold[s.start:s.end])) {
				name = append(name, text)
			}
		}
	}
	return strings.Join(name, " ")
}

// span is a run of runes of a line.
type span struct {
	line       *line
	start, end int
}

// wordColumn is a column of a record's words.
type wordColumn struct {
	box   lake.Box
	spans []span
}

// columns returns the cells of words in front of the record's figures by column, from left to right.
func (r *record) columns() []wordColumn {
	var columns []wordColumn
	for _, l := range r.lines {
		limit := firstValue(l)
		if l == r.row && !namesSomething(l.fold[:limit]) {
			continue
		}
		for _, c := range l.cells {
			end := min(c.end, limit)
			if c.start >= end {
				break
			}
			s, box := span{l, c.start, end}, l.boxOf(c.start, end)
			at := slices.IndexFunc(columns, func(o wordColumn) bool { return aligned(o.box, box) })
			if at < 0 {
				columns = append(columns, wordColumn{box, []span{s}})
				continue
			}
			columns[at].spans = append(columns[at].spans, s)
			columns[at].box = columns[at].box.Union(box)
		}
	}
	slices.SortStableFunc(columns, func(a, b wordColumn) int { return cmp.Compare(a.box.X0, b.box.X0) })
	return columns
}

// nameText returns the words of a span without identifiers and the list number in a cell of its own.
func (l *line) nameText(start, end int) string {
	runes := slices.Clone(l.runes[:end])
	for _, c := range l.codes {
		for i := c.start; i < min(c.end, end); i++ {
			runes[i] = ' '
		}
	}
	from := start
	if first := l.cells[0]; len(l.cells) > 1 && first.end < end && first.end-first.start <= len("999.") && hasDigit(l.fold[first.start:first.end]) && !hasLetters(l.fold[first.start:first.end]) {
		from = max(start, min(first.end, end)) // a list number
	}
	return strings.Trim(strings.Join(strings.Fields(string(runes[from:])), " "), "| ")
}

// namesSomething reports whether words are more than a list number and units.
func namesSomething(words []byte) bool {
	for at := 0; at < len(words); at++ {
		if !token.IsLetter(words[at]) || (at > 0 && token.IsAlnum(words[at-1])) {
			continue
		}
		_, end := token.UnitAt(words, at)
		if end == at {
			return true
		}
		at = end - 1
	}
	return false
}

// records returns the records of all tables by each of their lines.
func (p *part) records() map[*line]*record {
	if p.rows == nil {
		p.rows = map[*line]*record{}
		for _, t := range p.tables() {
			for _, r := range p.recordsOf(t) {
				for _, l := range r.lines {
					p.rows[l] = r
				}
			}
		}
	}
	return p.rows
}

// recordsWithCodes returns the records of the tables in which every row of figures has a metering point code, by each of their lines.
// In other tables a code heads the rows below it.
func (p *part) recordsWithCodes() map[*line]*record {
	found := map[*line]*record{}
	for _, t := range p.tables() {
		records := p.recordsOf(t)
		coded := func(r *record) bool {
			return slices.ContainsFunc(r.lines, func(l *line) bool { return len(p.ppeCodes(l)) > 0 })
		}
		if !slices.ContainsFunc(records, func(r *record) bool { return len(r.lines) > 1 && coded(r) }) ||
			slices.ContainsFunc(records, func(r *record) bool { return !coded(r) }) {
			continue
		}
		for _, r := range records {
			for _, l := range r.lines {
				found[l] = r
			}
		}
	}
	return found
}

// wordsOf returns the folded words that name what a row of figures is about.
func (p *part) wordsOf(row *line) []byte {
	if r := p.records()[row]; r != nil {
		return r.words()
	}
	if c, ok := nameBehind(row); ok {
		return row.fold[c.start:c.end]
	}
	return row.fold[:firstValue(row)]
}

// recordsOf cuts the rows of a table, totals excluded, into records: a line of words goes with the neighbour that it is closer to.
func (p *part) recordsOf(t table) []*record {
	var records []*record
	var waiting []*line // words above the figures that they belong to
	summed := false     // behind a total, until a row with a code begins another group
	closed := false     // behind a total, until the next record: words belong to what follows
	below := namesBelow(t.rows)
	for i, l := range t.rows {
		summed = summed && len(p.ppeCodes(l)) == 0
		switch {
		case summed && len(amountsOf(l)) > 0:
			waiting = nil
		case len(amountsOf(l)) > 0 && p.classOf(l, firstValue(l)) == classPlain && unlabelled(l):
			fitting := slices.DeleteFunc(waiting, func(w *line) bool { return !fitsName(w, l) })
			records = append(records, &record{l, append(fitting, l)})
			waiting, closed = nil, false
		case len(amountsOf(l)) > 0 || p.classOf(l, len(l.fold)) != classPlain:
			waiting, summed, closed = nil, true, true
		case len(waiting) == 0 && len(records) > 0 && !closed && (below || (!closerToNext(t.rows, i) && feeOf(l.fold) == feeNone)):
			if last := records[len(records)-1]; fitsName(l, last.row) {
				last.lines = append(last.lines, l)
			}
		default:
			waiting = append(waiting, l)
		}
	}
	return records
}

// namesBelow reports whether the names of a table's rows stand below their figures: its first row has figures and no name, and the line below
// it is a name.
func namesBelow(rows []*line) bool {
	return len(rows) > 1 && len(amountsOf(rows[0])) > 0 && rows[0].nameText(0, firstValue(rows[0])) == "" && nameless(rows[0]) &&
		rows[0].page == rows[1].page && len(rows[1].numbers) == 0 && feeOf(rows[1].fold) != feeNone
}

// nameless reports whether no cell of a row of figures names a fee.
func nameless(l *line) bool {
	_, ok := nameBehind(l)
	return !ok
}

// fitsName reports whether a line of words can belong to the name of a row: it is no numbered heading, announces nothing, and its
// words stand beside the row's figures.
func fitsName(l, row *line) bool {
	if slices.ContainsFunc(l.numbers, func(n token.Number) bool { return n.Ordinal }) || slices.ContainsFunc(l.labels, func(h hit) bool { return announcesValue(l, h) }) {
		return false
	}
	if amounts := amountsOf(row); len(amounts) > 0 && row.boxOf(amounts[0].Start, amounts[0].End).X1 < l.cells[0].box.X0 { // beside the table
		return false
	}
	for _, n := range row.numbers {
		if box := row.boxOf(n.Start, n.End); n.Primary && !n.Ordinal && slices.ContainsFunc(l.cells, func(c cell) bool { return aligned(c.box, box) }) {
			return false
		}
	}
	return true
}

// closerToNext reports whether the gap below the i-th row is clearly smaller than the gap above it.
func closerToNext(rows []*line, i int) bool {
	if i == 0 || i+1 >= len(rows) || rows[i].page != rows[i+1].page {
		return false
	}
	const clearly = 0.25 // of the height of a line: descenders make tight boxes differ by as much
	above, below := rows[i].box.Y0-rows[i-1].box.Y1, rows[i+1].box.Y0-rows[i].box.Y1
	return rows[i].page != rows[i-1].page || below < above-clearly*rows[i].height
}
