package extract

import "wattlake/lake"

// columnOf returns the column that a span of a row stands in: the one whose left edge, middle or right edge is nearest, in a wide
// table the one whose middle is nearest.
func (t table) columnOf(box lake.Box) (column, bool) {
	if len(t.columns) == 0 {
		return column{}, false
	}
	if t.wide {
		return t.columns[columnFrom(t.columns, (box.X0+box.X1)/2)], true
	}
	nearest := func(distance func(column) float64) (best column, least float64) {
		for i, c := range t.columns {
			if d := distance(c); i == 0 || d < least {
				best, least = c, d
			}
		}
		return best, least
	}
	best, distance := nearest(func(c column) float64 { return edgeDistance(c.box, box) })
	if distance < max(box.X1-box.X0, best.box.X1-best.box.X0) {
		return best, true
	}
	best, distance = nearest(func(c column) float64 { return middleDistance(c.box, box) })
	return best, distance < t.widestStep()/2
}

// standsInOrder reports whether the headings stand at the left edges of wide columns: in every row that has as many cells as there are
// headings, each cell lies between its own heading's left edge and the next one's, wherever in its column it stands.
func (t table) standsInOrder() bool {
	full := 0
	for _, row := range t.rows {
		if len(row.cells) != len(t.columns) {
			continue
		}
		if !inOrder(t.columns, row) {
			return false
		}
		full++
	}
	return full > 0 && len(t.columns) > 1
}

// inOrder reports whether each cell of a row lies between the left edge of its heading and that of the next.
func inOrder(heads []column, row *line) bool {
	slack := row.height / 4
	for i, c := range row.cells {
		if c.box.X0 < heads[i].box.X0-slack || (i+1 < len(heads) && c.box.X1 > heads[i+1].box.X0+slack) {
			return false
		}
	}
	return true
}

// columnFrom returns the index of the last heading that begins at the left of a place, the first if none does.
func columnFrom(heads []column, x float64) int {
	at := 0
	for i, c := range heads {
		if c.box.X0 <= x {
			at = i
		}
	}
	return at
}

// widestStep returns the widest distance between the middles of neighbouring headings.
func (t table) widestStep() float64 {
	widest := 0.0
	for _, c := range t.columns {
		next := 0.0
		for _, o := range t.columns {
			if d := middleDistance(o.box, c.box); o.box.X0 > c.box.X1 && (next == 0 || d < next) {
				next = d
			}
		}
		widest = max(widest, next)
	}
	return widest
}

func middleDistance(a, b lake.Box) float64 {
	d := (a.X0 + a.X1 - b.X0 - b.X1) / 2
	return max(d, -d)
}

func edgeDistance(a, b lake.Box) float64 {
	abs := func(x float64) float64 { return max(x, -x) }
	return min(abs(a.X0-b.X0), abs(a.X1-b.X1), abs(a.X0+a.X1-b.X0-b.X1)/2)
}
