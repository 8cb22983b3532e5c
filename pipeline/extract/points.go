package extract

import (
	"slices"

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
		} else if len(points) > 1 && !sharesLine(points, i) {
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

// sharesLine reports whether the codes of two points stand on one line, as in "Dotyczy PPE: …, …": what follows is about all of them.
func sharesLine(points []point, i int) bool {
	return slices.ContainsFunc(points, func(o point) bool {
		return !o.row && o.anchor == points[i].anchor && o.code.value != points[i].code.value
	})
}

// netsOfRows gives sections the sums of their rows where some print no net amount of their own and all rows together are the invoice. If they
// are not, an amount as large as the invoice is none of a section: its total follows the last one.
func (p *part) netsOfRows(points []point, whole lake.Money) {
	if len(points) < 2 || !slices.ContainsFunc(points, func(pt point) bool { return pt.net.value == "" }) {
		return
	}
	nets, rest := make([]evidence, len(points)), whole
	for i, pt := range points {
		for _, it := range p.itemsOf(pt.lines) {
			if it.priced && !pt.row {
				nets[i] = nets[i].plus(newEvidence(it.line, it.net.Start, it.net.End, "", ruleRows, 0.9), it.net.Money())
				rest -= it.net.Money()
			}
		}
	}
	for i := range points {
		switch pt := &points[i]; {
		case rest == 0 && nets[i].value != "":
			pt.net, pt.netted = nets[i], nets[i].money()
		case pt.netted.Abs() >= whole.Abs():
			pt.net, pt.netted = evidence{}, 0
		}
	}
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
