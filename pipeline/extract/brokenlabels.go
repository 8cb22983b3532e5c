package extract

import (
	"slices"
	"strings"

	"wattlake/pipeline/extract/token"
)

// findLabels fills the labels of every line, those broken over two lines included.
func (d *dictionary) findLabels(lines []*line) {
	for _, l := range lines {
		l.labels = d.find(l, l.fold)
	}
	for i := 1; i < len(lines); i++ {
		if lines[i].page == lines[i-1].page && near(lines[i-1], lines[i]) {
			d.findBroken(lines[i-1], lines[i])
		}
	}
	settlePresent(lines)
}

// present is the wording "jest" where it names the state before a correction.
var present = &entry{Pattern: token.NewPattern("jest"), label: labelBefore}

// settlePresent reads "Jest / Powinno być" as before and after; in "Było / Jest" it is the state after.
func settlePresent(lines []*line) {
	should := slices.ContainsFunc(lines, func(l *line) bool {
		return slices.ContainsFunc(l.labels, func(h hit) bool { return h.entry.Text == "powinno byc" || h.entry.Text == "winno byc" })
	})
	was := slices.ContainsFunc(lines, func(l *line) bool { return lineHas(l, labelBefore) })
	if !should || was {
		return
	}
	for _, l := range lines {
		for i, h := range l.labels {
			if h.entry.Text == present.Text {
				l.labels[i].entry = present
			}
		}
	}
}

// near reports whether the second line follows the first at the distance of text.
func near(above, below *line) bool {
	return below.box.Y0-above.box.Y1 < 0.9*max(above.height, below.height)
}

// findBroken finds labels that begin at the end of a cell and end in the cell below it.
func (d *dictionary) findBroken(above, below *line) {
	prose := len(above.cells) == 1 && len(below.cells) == 1
	if rows := len(amountsOf(below)); !prose && (rows > 1 || len(amountsOf(above)) > 1 || (rows > 0 && len(amountsOf(above)) > 0)) { // a row of figures goes on with no label
		return
	}
	for _, upper := range above.cells {
		if last := above.fold[upper.end-1]; !token.IsLetter(last) {
			continue
		}
		for _, lower := range below.cells {
			if !token.IsLetter(below.fold[lower.start]) || !aligned(upper.box, lower.box) {
				continue
			}
			d.joinHalves(above, below, upper, lower)
		}
	}
}

// joinHalves looks for a wording across the seam of two cells that begins at one of the last three words of the upper one. Here
// misread letters are not tolerated.
func (d *dictionary) joinHalves(above, below *line, upper, lower cell) {
	seam := upper.end - upper.start
	text := make([]byte, 0, seam+1+lower.end-lower.start)
	text = append(append(append(text, above.fold[upper.start:upper.end]...), ' '), below.fold[lower.start:lower.end]...)
	for at := range seam {
		if !isWordStart(text, at) || strings.Count(string(text[at:seam]), " ") > 3 {
			continue
		}
		if h, ok := d.longest(&line{}, text, at); ok && h.end > seam+1 && h.entry.label != labelOther {
			first, second := h, h
			first.line, first.start, first.end, first.rightOnly = above, upper.start+at, upper.end, true
			second.line, second.start, second.end = below, lower.start, lower.start+h.end-seam-1
			above.labels = replaceHits(above.labels, first)
			below.labels = replaceHits(below.labels, second)
			return
		}
	}
}

// replaceHits inserts a hit in order and removes those that it overlaps.
func replaceHits(hits []hit, h hit) []hit {
	kept := make([]hit, 0, len(hits)+1)
	inserted := false
	for _, other := range hits {
		if !inserted && other.start >= h.start {
			kept, inserted = append(kept, h), true
		}
		if other.end <= h.start || other.start >= h.end {
			kept = append(kept, other)
		}
	}
	if !inserted {
		kept = append(kept, h)
	}
	return kept
}
