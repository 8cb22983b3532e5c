package extract

import (
	"bytes"
	"regexp"
	"slices"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

var placeHead = regexp.MustCompile(`^(?:miejsce|punkt) (?:poboru|odbioru)(?: energii)?(?: elektrycznej)?(?: nr)? ?([0-9]{1,3})[.:) ]`)

// maxHeadLines is how many lines above its code the section of a point may begin.
const maxHeadLines = 3

// sectionHeads returns the lines that begin the section of a numbered place of consumption.
func (p *part) sectionHeads() []*line {
	var heads []*line
	for _, l := range p.lines {
		if placeHead.Match(l.fold) && len(amountsOf(l)) == 0 && !slices.ContainsFunc(heads, func(h *line) bool { return h.page != l.page && bytes.HasPrefix(l.fold, h.fold) }) {
			heads = append(heads, l) // not the heading again where the section goes on: "Punkt poboru 4: Szkoła – ciąg dalszy"
		}
	}
	return heads
}

// openRows turns rows with codes into sections if the rows of every point end with a total: further rows of the point stand between its
// code and that total.
func (p *part) openRows(points []point) {
	if len(points) < 2 {
		return
	}
	for i, pt := range points {
		end := len(p.lines)
		if i+1 < len(points) {
			end = points[i+1].anchor.index
		}
		if !pt.row || end <= pt.anchor.index || !slices.ContainsFunc(p.lines[pt.anchor.index:end], func(l *line) bool {
			return len(p.ppeCodes(l)) == 0 && p.classOf(l, firstValue(l)) == classTotal && len(amountsOf(l)) > 0
		}) {
			return
		}
	}
	for i := range points {
		points[i].row, points[i].rows, points[i].lines = false, nil, nil
	}
}

// cutSections gives each point the lines from its heading to the next point's heading.
func (p *part) cutSections(points []point, heads []*line) {
	starts := make([]int, len(points))
	for i := range points {
		starts[i] = p.headStart(points[i].anchor, heads)
	}
	for i := range points {
		if points[i].row {
			continue
		}
		end := len(p.lines)
		for j := range points {
			if !points[j].row && starts[j] > starts[i] {
				end = min(end, starts[j])
			}
		}
		for _, h := range heads {
			if h.index > points[i].anchor.index {
				end = min(end, h.index)
			}
		}
		points[i].lines = p.lines[starts[i]:max(end, starts[i]+1)]
	}
}

// headStart returns the index of the line with which the section around a code begins.
func (p *part) headStart(anchor *line, heads []*line) int {
	start := anchor.index
	if r := p.records()[anchor]; r != nil {
		start = min(start, r.lines[0].index)
	}
	for i := anchor.index - 1; i >= max(0, anchor.index-maxHeadLines); i-- {
		l := p.lines[i]
		if len(p.ppeCodes(l)) > 0 || len(amountsOf(l)) > 0 || tellsFigure(l) {
			break
		}
		if slices.Contains(heads, l) {
			return i
		}
		for _, h := range l.labels {
			if h.is(labelPeriod) || h.is(labelPlace) || h.is(labelTariff) {
				start = i
			}
		}
	}
	return start
}

// tellsFigure reports whether a label announces a consumption or an amount on its own line: the section of the point above goes on to there.
func tellsFigure(l *line) bool {
	return slices.ContainsFunc(l.labels, func(h hit) bool {
		return (h.is(labelConsumption) || h.is(labelNet) || h.is(labelGross)) && !isUnitLabel(h) && !endsLine(l, h)
	})
}

// fillSection reads the section of one of several points.
func (p *part) fillSection(pt *point) {
	items := p.itemsOf(pt.lines)
	if u, ok := p.consumptionOf(pt.lines, items); ok {
		pt.energy = u
	}
	for _, l := range pt.lines {
		for _, h := range l.labels {
			switch {
			case h.is(labelPeriod) && pt.period.from.IsZero():
				if per, _, _, _, ok := p.periodFor(h); ok {
					pt.period = per
				}
			case h.is(labelNet) && (h.entry.total || p.totalBefore(h)) && pt.net.value == "":
				if e, ok := p.amountFor(h); ok {
					pt.net, pt.netted = e, e.money()
				}
			case h.is(labelNet) && pt.plain.value == "":
				if e, ok := p.amountFor(h); ok && e.rule == ruleLeft {
					pt.plain = e
				}
			case h.is(labelPlace) && pt.address == "":
				pt.address = placeText(l, h)
			}
		}
		if pt.net.value == "" && p.classOf(l, firstValue(l)) == classTotal {
			if found := triples(l); len(found) > 0 {
				pt.netted, pt.net = found[0].net, newEvidence(l, found[0].n.Start, found[0].n.End, found[0].net.String(), ruleAddsUp, 0.95)
			} else if n, ok := sumOfItems(l, items); ok {
				pt.netted, pt.net = n.Money(), newEvidence(l, n.Start, n.End, n.Money().String(), "sum of the rows above", 0.95)
			}
		}
	}
}

// sumOfItems returns the amount of a total row that is the sum of the items above it.
func sumOfItems(total *line, items []item) (token.Number, bool) {
	var sum lake.Money
	for _, it := range items {
		if it.priced && it.line.index < total.index {
			sum += it.net.Money()
		}
	}
	for _, n := range amountsOf(total) {
		if sum != 0 && n.Money() == sum {
			return n, true
		}
	}
	return token.Number{}, false
}

// placeText returns the words behind a place label.
func placeText(l *line, h hit) string {
	end := l.cells[l.cellAt(h.end-1)].end
	start := h.end
	for start < end && !token.IsLetter(l.fold[start]) {
		start++
	}
	if stop := nextLabel(h); stop < end {
		end = stop
	}
	return l.text(min(start, end), end)
}

// settleEnergy takes the rows of the last section if its consumption is the sum of all points: the total of the invoice follows there.
func (p *part) settleEnergy(points []point) {
	if len(points) < 2 || points[len(points)-1].row {
		return
	}
	last := &points[len(points)-1]
	sums := feeSums(p.itemsOf(last.lines))
	if len(sums) == 0 || sums[0].energy == last.energy.energy {
		return
	}
	rest := last.energy.energy - sums[0].energy
	for _, pt := range points[:len(points)-1] {
		rest -= pt.energy.energy
	}
	if rest == 0 {
		last.energy = sums[0]
		last.energy.proven = true
	}
}

// settleNets takes the plain net amounts of the sections if each has one and only the last, which the sum of the invoice follows, seems
// to have a sum.
func settleNets(points []point) {
	if len(points) < 2 {
		return
	}
	for i, pt := range points {
		if pt.row || pt.plain.value == "" || (i < len(points)-1 && pt.net.value != "") {
			return
		}
	}
	for i := range points {
		points[i].net, points[i].netted = points[i].plain, points[i].plain.money()
	}
}
