package extract

import "slices"

// record is one row of a table whose cells may have several lines: the line with its figures and the lines of words that belong to it.
type record struct {
	row   *line
	lines []*line
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

// recordsOf cuts the rows of a table, totals excluded, into records: a line of words goes with the neighbour that it is closer to.
func (p *part) recordsOf(t table) []*record {
	var records []*record
	var waiting []*line // words above the figures that they belong to
	for i, l := range t.rows {
		switch {
		case len(amountsOf(l)) > 0 && p.classOf(l, firstValue(l)) == classPlain && unlabelled(l):
			records = append(records, &record{l, append(waiting, l)})
			waiting = nil
		case len(amountsOf(l)) > 0 || p.classOf(l, len(l.fold)) != classPlain:
			return records // the totals
		case len(waiting) == 0 && len(records) > 0 && !closerToNext(t.rows, i):
			last := records[len(records)-1]
			last.lines = append(last.lines, l)
		default:
			waiting = append(waiting, l)
		}
	}
	return records
}

// closerToNext reports whether the gap below the i-th row is clearly smaller than the gap above it.
func closerToNext(rows []*line, i int) bool {
	if i == 0 || i+1 >= len(rows) || rows[i].page != rows[i+1].page {
		return false
	}
	const clearly = 0.1 // of the height of a line
	above, below := rows[i].box.Y0-rows[i-1].box.Y1, rows[i+1].box.Y0-rows[i].box.Y1
	return rows[i].page != rows[i-1].page || below < above-clearly*rows[i].height
}
