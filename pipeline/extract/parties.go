package extract

import (
	"cmp"
	"slices"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

// party is the seller or the buyer.
type party struct {
	name evidence
	nip  evidence
}

// parties finds seller and buyer: by their headings, else the first tax number is the seller's.
func (p *part) parties() (seller, buyer party) {
	seller, buyer = p.party(labelSeller), p.party(labelBuyer)
	var rest []evidence
	for _, l := range p.lines {
		for _, c := range l.codes {
			e := newEvidence(l, c.start, c.end, c.value, "tax number", 0.8)
			known := func(o evidence) bool { return o.value == c.value }
			if c.kind == codeNIP && !known(seller.nip) && !known(buyer.nip) && !slices.ContainsFunc(rest, known) && p.labelledNIP(l, c) {
				rest = append(rest, e)
			}
		}
	}
	if valid := slices.DeleteFunc(slices.Clone(rest), func(e evidence) bool { return beforeCorrection(e.line, len(e.line.fold)) }); len(valid) > 0 {
		rest = valid
	}
	slices.SortStableFunc(rest, sellerFirst)
	if seller.nip.value == "" && len(rest) > 0 {
		seller.nip, rest = rest[0], rest[1:]
	}
	if buyer.nip.value == "" && len(rest) > 0 {
		buyer.nip = rest[0]
	}
	if seller.name.value == "" {
		seller.name = p.companyName()
	}
	return seller, buyer
}

// beforeCorrection reports whether a line says, in front of a place, that it is about the state that a correction ends.
func beforeCorrection(l *line, at int) bool {
	return slices.ContainsFunc(l.labels, func(h hit) bool { return h.is(labelBefore) && h.start < at })
}

// registerWords stand beside the tax number of a company that presents itself, as sellers do.
var registerWords = []token.Pattern{token.NewPattern("krs*"), token.NewPattern("regon"), token.NewPattern("kapitał*"), token.NewPattern("bdo"), token.NewPattern("sąd rejonowy")}

// sellerFirst orders tax numbers without a heading: those beside other registers come first, then, of two at nearly one height, the left one.
func sellerFirst(a, b evidence) int {
	presents := func(e evidence) bool {
		return slices.ContainsFunc(registerWords, func(w token.Pattern) bool { return contains(e.line.fold, w) })
	}
	if x, y := presents(a), presents(b); x != y {
		return map[bool]int{true: -1, false: 1}[x]
	}
	const closeBy = 8 // heights of text
	cellOf := func(e evidence) lake.Box { return e.line.cells[max(0, columnCell(e.line, e.box))].box }
	if a.page == b.page && max(a.box.Y0-b.box.Y0, b.box.Y0-a.box.Y0) < closeBy*a.line.height && !aligned(cellOf(a), cellOf(b)) {
		return cmp.Compare(a.box.X0, b.box.X0)
	}
	return 0
}

// labelledNIP reports whether "NIP" stands in front of the number, and no other label between, so that no other ten digits are taken for one.
// The number may begin the line below.
func (p *part) labelledNIP(l *line, c code) bool {
	if h, ok := labelBeforeCode(l, c); ok || c.start > 0 || l.index == 0 {
		return ok && h.is(labelNIP)
	}
	above := p.lines[l.index-1]
	last := len(above.labels) - 1
	return above.page == l.page && near(above, l) && last >= 0 && above.labels[last].is(labelNIP) && token.SkipMarks(above.fold, above.labels[last].end) == len(above.fold)
}

// labelBeforeCode returns the last label in front of a code.
func labelBeforeCode(l *line, c code) (last hit, ok bool) {
	for _, h := range l.labels {
		if h.start <= c.start {
			last, ok = h, true
		}
	}
	return last, ok
}

// registered reports whether a number is that of a register of companies rather than a tax number.
func registered(l *line, c code) bool {
	h, ok := labelBeforeCode(l, c)
	return ok && (h.entry.Text == "krs" || h.entry.Text == "regon")
}

// maxPartyLines is how many lines below its heading a party's block may reach.
const maxPartyLines = 7

// maxNameLines is how many cells below a party's heading its name may stand.
const maxNameLines = 5

// party reads the block to the right of and below a heading.
func (p *part) party(l label) party {
	var found party
	for _, h := range p.partyHeads(l) {
		box := h.line.boxOf(h.start, h.end)
		right := box.X0 + p.partyWidth(h)
		block := p.blockLines(h, box, right)
		for i, z := range block {
			for _, code := range z.line.codes {
				if code.kind == codeNIP && code.start >= z.start && code.end <= z.end && found.nip.value == "" && !registered(z.line, code) {
					found.nip = newEvidence(z.line, code.start, code.end, code.value, lake.RuleBelow+h.entry.Text, 0.95)
				}
			}
			if found.name.value == "" && i < maxNameLines && (z.line != h.line || !p.headsCard(h)) {
				found.name = nameIn(z, z.line == h.line)
			}
		}
		if found.nip.value != "" {
			return found
		}
	}
	return found
}

// partyWidth returns how far to the right of its heading a party's block may reach: to the next heading of its line, or of a line at nearly its
// height.
func (p *part) partyWidth(h hit) float64 {
	const closeBy = 2 // lines
	own := h.line.boxOf(h.start, h.end)
	width := 1e9
	for i := max(0, h.line.index-closeBy); i <= min(h.line.index+closeBy, len(p.lines)-1); i++ {
		l := p.lines[i]
		if l.page != h.line.page {
			continue
		}
		for _, other := range l.labels {
			box := l.boxOf(other.start, other.end)
			if (other.is(labelSeller) || other.is(labelBuyer)) && box.X0 > own.X1 && (l == h.line || startsCell(l, other)) {
				width = min(width, box.X0-own.X0)
			}
		}
	}
	return width
}

// startsCell reports whether a label begins a cell.
func startsCell(l *line, h hit) bool { return l.cells[l.cellAt(h.start)].start == h.start }

// blockLines returns the cells of a party's block: the rest of the heading's line and the column below it.
func (p *part) blockLines(h hit, box lake.Box, right float64) []zone {
	var zones []zone
	for i := h.line.index; i < len(p.lines) && i <= h.line.index+maxPartyLines; i++ {
		l := p.lines[i]
		if l.page != h.line.page {
			break
		}
		if l == h.line {
			end := len(l.fold)
			for _, other := range l.labels {
				if other.start > h.end && (other.is(labelSeller) || other.is(labelBuyer)) &&
					(!other.is(h.entry.label) || !joinsHeadings(l.fold[h.end:other.start])) {
					end = min(end, other.start)
				}
			}
			for _, c := range l.cells {
				if c.start > h.end && c.box.X0 >= right-l.height {
					end = min(end, c.start)
				}
			}
			if h.end < end {
				zones = append(zones, zone{line: l, start: h.end, end: end})
			}
			continue
		}
		if first := l.labels; len(first) > 0 && (first[0].is(labelSeller) || first[0].is(labelBuyer)) && l.boxOf(first[0].start, first[0].end).X0 < right {
			break
		}
		for _, c := range l.cells {
			if c.box.X0 >= box.X0-l.height && c.box.X0 < right-l.height {
				zones = append(zones, zone{line: l, start: c.start, end: c.end})
			}
		}
	}
	return zones
}
