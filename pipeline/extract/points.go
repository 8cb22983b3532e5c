package extract

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"wattlake/lake"
)

// point is one metering point of an invoice with the lines that speak of it.
type point struct {
	code    evidence
	bad     bool // the check digit of its code is wrong
	anchor  *line
	row     bool    // stands in rows of a table; lines then holds them
	rows    []*line // those with its code
	lines   []*line // its section, or the whole invoice if it is the only one
	address string
	tariff  evidence
	period  period
	energy  usage
	before  usage // of a correction
	net     evidence
	netted  lake.Money
	plain   evidence // a net amount of its section that does not say it is the sum
}

var (
	placeHead = regexp.MustCompile(`^(?:miejsce|punkt) (?:poboru|odbioru)(?: energii)?(?: elektrycznej)?(?: nr)? ?([0-9]{1,3})[.:) ]`)
	tariffRE  = regexp.MustCompile(`^(?:a2[1-4]|b1[1-3]|b2[1-4]|c1[1-4]|c2[1-4]|g1[1-4])[a-z]{0,2}$`)
)

// maxHeadLines is how many lines above its code the section of a point may begin.
const maxHeadLines = 3

// pointsOf finds the metering points: rows of a table, sections, or the only point of the invoice.
func (p *part) pointsOf() []point {
	points := p.codedPoints()
	heads := p.sectionHeads()
	if len(points) == 0 && len(heads) < 2 {
		return nil
	}
	if len(points) == 1 && len(heads) < 2 && !points[0].row {
		points[0].lines = p.lines
		return points
	}
	p.openRows(points)
	p.cutSections(points, heads)
	return p.withUncoded(points, heads)
}

// codedPoints returns one point per distinct code, in the order of the document. A row of a table counts more than a mention.
func (p *part) codedPoints() []point {
	var points []point
	at := map[string]int{}
	records := p.recordsWithCodes()
	for _, l := range p.lines {
		for _, c := range p.ppeCodes(l) {
			row := records[l]
			if row == nil && rowOfPoint(l) && !p.announcedCode(l, c) {
				row = &record{row: l, lines: append([]*line{l}, p.continuation(l)...)}
			}
			isRow := row != nil
			i, known := at[c.value]
			if !known {
				i = len(points)
				at[c.value] = i
				points = append(points, point{})
			}
			pt := &points[i]
			if !known || (isRow && len(pt.rows) == 0) {
				e := newEvidence(l, c.start, c.end, c.value, "metering point code", 1)
				*pt = point{code: e, bad: c.kind == codeBadPPE, anchor: l, row: isRow}
			}
			if isRow && !slices.Contains(pt.rows, row.row) {
				pt.rows = append(pt.rows, row.row)
				pt.lines = append(pt.lines, row.lines...)
			}
		}
	}
	return points
}

// continuation returns the lines below a row that only go on with its words.
func (p *part) continuation(row *line) []*line {
	var lines []*line
	for i := row.index + 1; i < len(p.lines); i++ {
		above, l := p.lines[i-1], p.lines[i]
		if l.page != row.page || !near(above, l) || len(amountsOf(l)) > 0 || len(l.codes) > 0 || p.classOf(l, len(l.fold)) != classPlain {
			break
		}
		lines = append(lines, l)
	}
	return lines
}

// ppeCodes returns the codes of metering points in a line: by form, or by label for unknown old forms.
func (p *part) ppeCodes(l *line) []code {
	var found []code
	for _, c := range l.codes {
		if c.kind == codePPE || c.kind == codeBadPPE || c.kind == codeOldPPE {
			found = append(found, c)
		}
	}
	if len(found) > 0 {
		return found
	}
	for _, h := range l.labels {
		if !h.is(labelPPE) {
			continue
		}
		for _, z := range p.zones(h) {
			if c, ok := labelledCode(z); ok {
				if z.line == l {
					found = append(found, c)
				}
				break
			}
		}
	}
	return found
}

// labelledCode reads a code of unknown form right behind a PPE label.
func labelledCode(z zone) (code, bool) {
	start := z.start
	for start < z.end && !isAlnum(z.line.fold[start]) {
		start++
	}
	end := wordEnd(z.line.fold, start, z.end)
	word := z.line.fold[start:end]
	const shortest, fewestDigits = 7, 5
	if len(word) < shortest || len(onlyDigits(word)) < fewestDigits || takenByOther(z.line, start, end) {
		return code{}, false
	}
	return code{start: start, end: end, kind: codeOldPPE, value: string(z.line.runes[start:end])}, true
}

// rowOfPoint reports whether a line with a code is a row of figures rather than a heading.
func rowOfPoint(l *line) bool {
	return len(amountsOf(l)) > 0 && unlabelled(l) && !startsState(l)
}

// announcedCode reports whether a code is the value of a label right above it that heads no table: then the figures beside it belong to
// something else.
func (p *part) announcedCode(l *line, c code) bool {
	box := l.boxOf(c.start, c.end)
	for i := max(0, l.index-2); i < l.index; i++ {
		for _, h := range p.lines[i].labels {
			head := h.line.boxOf(h.start, h.end)
			if h.is(labelPPE) && h.line.page == l.page && endsLine(h.line, h) && columnsOf(h.line) == nil && aligned(head, box) &&
				l.box.Y0-head.Y1 < maxBelowGap*l.height {
				return true
			}
		}
	}
	return false
}

// startsState reports whether the line is the first of several that tell the states before and after.
func startsState(l *line) bool {
	return lineHas(l, labelBefore) && !lineHas(l, labelAfter)
}

// unlabelled reports whether the figures of the line are its own: no label announces them.
func unlabelled(l *line) bool {
	for _, h := range l.labels {
		switch h.entry.label {
		case labelNet, labelGross, labelConsumption, labelPeriod, labelDue:
			if !isUnitLabel(h) && !endsLine(l, h) {
				return false
			}
		default:
		}
	}
	return true
}

// endsLine reports whether no figure follows a label on its line: it is the heading of what stands below it, as in a box beside a table.
func endsLine(l *line, h hit) bool {
	return !slices.ContainsFunc(l.numbers, func(n number) bool { return n.start >= h.end }) && !slices.ContainsFunc(l.dates, func(d dateToken) bool { return d.start >= h.end })
}

// sectionHeads returns the lines that begin the section of a numbered place of consumption.
func (p *part) sectionHeads() []*line {
	var heads []*line
	for _, l := range p.lines {
		if placeHead.Match(l.fold) && len(amountsOf(l)) == 0 {
			heads = append(heads, l)
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
		if len(p.ppeCodes(l)) > 0 || len(amountsOf(l)) > 0 {
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

// withUncoded adds the sections that have no code, in the order of the document.
func (p *part) withUncoded(points []point, heads []*line) []point {
	for i, h := range heads {
		end := len(p.lines)
		if i+1 < len(heads) {
			end = heads[i+1].index
		}
		coded := slices.ContainsFunc(points, func(pt point) bool {
			return pt.anchor.index >= h.index && pt.anchor.index < end
		})
		if !coded {
			points = append(points, point{anchor: h, lines: p.lines[h.index:end]})
		}
	}
	slices.SortStableFunc(points, func(a, b point) int { return a.anchor.index - b.anchor.index })
	return points
}

// fillPoints reads what the lines of each point say.
func (p *part) fillPoints(points []point) {
	rows := map[*line]table{}
	for _, t := range p.tables() {
		for _, row := range t.rows {
			rows[row] = t
		}
	}
	for i := range points {
		pt := &points[i]
		if pt.row {
			p.fillRows(pt, rows)
		} else if len(points) > 1 {
			p.fillSection(pt)
		}
		if pt.tariff.value == "" {
			pt.tariff = p.tariffOf(pt.lines)
		}
	}
	if p.kind != lake.Correction {
		settleNets(points)
		p.settleEnergy(points)
	}
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

// fillRows reads the rows of a table that carry the point's code.
func (p *part) fillRows(pt *point, tables map[*line]table) {
	for i, l := range pt.rows {
		n, rule, ok := rowNet(l, tables[l])
		if !ok {
			continue
		}
		pt.netted += n.money()
		e := newEvidence(l, n.start, n.end, "", rule, map[bool]float64{true: 0.98, false: 0.9}[rule == ruleAddsUp])
		if i > 0 {
			e.raw = pt.net.raw + " + " + e.raw
			e.confidence = min(e.confidence, pt.net.confidence)
		}
		e.value = pt.netted.String()
		pt.net = e
	}
	if len(pt.rows) > 1 {
		pt.energy, _ = p.consumptionOf(pt.lines, p.itemsOf(pt.lines))
	} else {
		pt.energy = rowEnergy(pt.rows[0], tables[pt.rows[0]], p.itemsOf(pt.rows))
	}
	for _, l := range pt.lines {
		for _, per := range periodsOf(l) {
			if pt.period.from.IsZero() {
				pt.period = per
			}
		}
	}
}

// rowNet returns the net amount of a row and the rule that found it.
func rowNet(l *line, t table) (number, string, bool) {
	n, ok := t.netOf(l, classPlain)
	for _, s := range triples(l) {
		if !ok || s.n.start == n.start {
			return s.n, ruleAddsUp, true
		}
	}
	return n, "column of a table", ok
}

// rowEnergy returns the consumption of a row: in a column of it, else the number with a unit of energy, else the quantity if the row
// names no other unit.
func rowEnergy(l *line, t table, items []item) usage {
	of := func(n number, unit, rule string) (usage, bool) {
		energy, ok := energyOf(n, unit)
		return usage{evidence: newEvidence(l, n.start, n.end, energy.String(), rule, 0.95), energy: energy, summed: true, backed: rowConfirms(l, n, items)}, ok
	}
	sums := triples(l)
	for _, wanted := range []label{labelBalanced, labelConsumption} {
		if n, c, ok := t.zonesTotal(l, wanted); ok {
			if u, ok := of(n, cmp.Or(c.unit, unitKWh), "column of a table"); ok {
				u.proven = true
				return u
			}
		}
		n, c, ok := t.inColumn(l, wanted)
		isSum := slices.ContainsFunc(sums, func(s triple) bool { return overlaps(s.n, n) || overlaps(s.v, n) || overlaps(s.g, n) })
		if ok && (n.places != moneyPlaces || (c.unit != "" && !isSum)) {
			if u, ok := of(n, cmp.Or(c.unit, unitKWh), "column of a table"); ok {
				return u
			}
		}
	}
	for _, n := range l.numbers {
		if u, ok := of(n, "", "unit in the row"); ok && n.primary {
			return u
		}
	}
	if n, c, ok := t.inColumn(l, labelQuantity); ok && n.places != moneyPlaces && n.unit == "" {
		hasUnits := slices.ContainsFunc(t.columns, func(c column) bool { return c.label == labelUnit })
		if u, ok := of(n, cmp.Or(c.unit, unitKWh), "column of a table"); ok && (c.unit != "" || !hasUnits) {
			return u
		}
	}
	return usage{}
}

// zonesTotal returns the quantity of a row that is the sum of the others, one for each part of the day.
func (t table) zonesTotal(l *line, wanted label) (number, column, bool) {
	found := slices.DeleteFunc(t.figures(l, wanted, classPlain), func(f figure) bool { return f.places == moneyPlaces && f.column.unit == "" })
	var sum int64
	for _, f := range found {
		sum += f.value
	}
	for _, f := range found {
		if len(found) > 2 && 2*f.value == sum {
			return f.number, f.column, true
		}
	}
	return number{}, column{}, false
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
				pt.netted, pt.net = found[0].net, newEvidence(l, found[0].n.start, found[0].n.end, found[0].net.String(), ruleAddsUp, 0.95)
			} else if n, ok := sumOfItems(l, items); ok {
				pt.netted, pt.net = n.money(), newEvidence(l, n.start, n.end, n.money().String(), "sum of the rows above", 0.95)
			}
		}
	}
}

// sumOfItems returns the amount of a total row that is the sum of the items above it.
func sumOfItems(total *line, items []item) (number, bool) {
	var sum lake.Money
	for _, it := range items {
		if it.priced && it.line.index < total.index {
			sum += it.net.money()
		}
	}
	for _, n := range amountsOf(total) {
		if sum != 0 && n.money() == sum {
			return n, true
		}
	}
	return number{}, false
}

// placeText returns the words behind a place label.
func placeText(l *line, h hit) string {
	end := l.cells[l.cellAt(h.end-1)].end
	start := h.end
	for start < end && !isLetter(l.fold[start]) {
		start++
	}
	if stop := nextLabel(h); stop < end {
		end = stop
	}
	return l.text(min(start, end), end)
}

// tariffOf returns the tariff group: behind its label, else the only word in the form of one.
func (p *part) tariffOf(lines []*line) evidence {
	for _, l := range lines {
		for _, h := range l.labels {
			if !h.is(labelTariff) {
				continue
			}
			for _, z := range p.zones(h) {
				if e, ok := tariffIn(z); ok {
					return e
				}
			}
		}
	}
	for _, l := range lines {
		if e, ok := tariffIn(zone{l, 0, len(l.fold), "form of a tariff group", 0.8}); ok {
			return e
		}
	}
	return evidence{}
}

// tariffGroup returns the printed group; in a recognised one, letters in the place of digits are read as digits.
func tariffGroup(l *line, start, end int) string {
	text := l.text(start, end)
	if !l.ocr || len(text) < 3 || len(text) > 5 {
		return text
	}
	return strings.ToUpper(text[:1]) + lookalikes.Replace(strings.ToLower(text[1:3])) + text[3:]
}

func tariffIn(z zone) (evidence, bool) {
	for _, piece := range z.line.pieces {
		start, end := max(piece.start, z.start), min(piece.end, z.end)
		if start >= end {
			continue
		}
		start, end = trimMarks(z.line.fold, start, end)
		if start >= end {
			continue
		}
		if group := tariffGroup(z.line, start, end); tariffRE.MatchString(strings.ToLower(group)) {
			return newEvidence(z.line, start, end, group, z.rule, z.score), true
		}
	}
	return evidence{}, false
}

// reading returns the point as the fields of a reading.
func (pt point) reading() lake.Fields {
	f := lake.Fields{}
	put := func(name lake.FieldName, e evidence) {
		if e.value != "" {
			f[name] = e.field()
		}
	}
	put(lake.FieldPPE, pt.code)
	put(lake.FieldTariff, pt.tariff)
	put(lake.FieldConsumption, pt.energy.evidence)
	put(lake.FieldConsumptionBefore, pt.before.evidence)
	put(lake.FieldNet, pt.net)
	if pt.address != "" {
		f[lake.FieldAddress] = lake.Field{Value: pt.address, Raw: pt.address, Page: pt.anchor.page, Confidence: 0.8, Rule: "label left of value"}
	}
	if !pt.period.from.IsZero() {
		f[lake.FieldPeriodStart] = lake.Field{Value: pt.period.from.String(), Page: pt.anchor.page, Confidence: 0.95, Rule: "period of the point"}
		f[lake.FieldPeriodEnd] = lake.Field{Value: pt.period.to.String(), Page: pt.anchor.page, Confidence: 0.95, Rule: "period of the point"}
	}
	return f
}
