package extract

import (
	"slices"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

// settleOrder swaps the states if the stated change says that they were read in the wrong order.
func (p *part) settleOrder(c *change) {
	if !c.before.known || !c.after.known {
		return
	}
	_, _, gross := c.after.minus(c.before)
	for _, signed := range p.signed() {
		if gross == -signed && gross != 0 {
			c.before, c.after = c.after, c.before
			return
		}
	}
}

// settleDifference decides the difference: printed and equal to after − before, else computed, else printed alone.
func (p *part) settleDifference(c *change) {
	printed := p.printedDifferences()
	signed := p.signed()
	if c.before.known && c.after.known {
		net, vat, gross := c.after.minus(c.before)
		c.known = true
		c.sums = computedSums(net, vat, gross)
		for _, d := range printed {
			if d.gross.Abs() == gross.Abs() && d.net.Abs() == net.Abs() {
				c.sums.fields, c.agreed = withSigns(d, c.sums), true
				return
			}
		}
		if c.stated.known {
			c.checked = true
			c.disputed = c.disputed || c.stated.net != net || c.stated.gross != gross
		}
		if rows := p.differenceRows(); len(rows) > 0 && !addUp(rows, net, gross) {
			c.disputed = true
		}
		c.agreed = (c.checked && !c.disputed) || slices.Contains(signed, gross) || (len(printed) == 0 && p.confirmsChange(gross)) || (gross == 0 && len(printed) == 0)
		c.disputed = c.disputed || !c.agreed && (len(printed) > 0 || len(signed) > 0)
		return
	}
	if len(printed) == 0 {
		return
	}
	d := wholeOf(printed)
	for _, s := range signed {
		if d.gross == -s {
			d.net, d.vat, d.gross = -d.net, -d.vat, -d.gross
			d.fields = withSigns(d, d)
		}
		if d.gross == s {
			c.agreed = true
		}
	}
	c.sums, c.known = d, true
	if !d.isTaxed() {
		c.disputed = true
		return
	}
	change, known := p.rowsChange()
	c.agreed = c.agreed || d.gross == 0 || (known && change == d.net) || p.confirmsChange(d.gross) || (c.stated.known && c.stated.net == d.net && c.stated.gross == d.gross)
}

// addUp reports whether printed differences, whose signs may be told in words, are the parts of a difference.
func addUp(rows []sums, net, gross lake.Money) bool {
	var parts sums
	for _, d := range rows {
		parts.net, parts.gross = parts.net+d.net, parts.gross+d.gross
	}
	return (parts.net.Abs() == net.Abs() && parts.gross.Abs() == gross.Abs()) || (parts.net.Abs() == 2*net.Abs() && parts.gross.Abs() == 2*gross.Abs())
}

// confirmsChange reports whether the amount to pay or to return is the change.
func (p *part) confirmsChange(gross lake.Money) bool {
	for _, h := range p.hits(labelDue, labelRefund) {
		if e, ok := p.amountFor(h); ok && e.money().Abs() == gross.Abs() && gross != 0 && (!h.is(labelRefund) || gross < 0) {
			return true
		}
	}
	return false
}

// printedDifferences returns the differences that the page prints: rows that say so first, then what any candidate says; where the
// page names states, only if the change in words, the amount to pay or the points confirm it.
func (p *part) printedDifferences() []sums {
	found := p.differenceRows()
	if len(found) > 0 {
		return found
	}
	found = p.candidates(false, nil)
	if !p.statesNamed() {
		return found
	}
	signed := p.signed()
	change, known := p.rowsChange()
	return slices.DeleteFunc(found, func(s sums) bool {
		return !slices.Contains(signed, s.gross) && !p.confirmsChange(s.gross) && (!known || s.net != change)
	})
}

// differenceRows returns the rows that add up under columns of differences, or that are differences by their own label.
func (p *part) differenceRows() []sums {
	var found []sums
	for _, l := range p.lines {
		if p.classOf(l, firstValue(l)) != classDifference {
			continue
		}
		for _, t := range triples(l) {
			found = append(found, t.sums(0.98))
		}
		if zero, ok := nothingChanged(l); ok {
			found = append(found, zero)
		}
	}
	for _, t := range p.tables() {
		if !slices.ContainsFunc(t.columns, func(c column) bool { return isMeasure(c.label) && c.state == classDifference }) {
			continue
		}
		for _, row := range t.rows {
			for _, s := range triples(row) {
				if c, ok := t.columnOf(row.boxOf(s.g.Start, s.g.End)); ok && c.state == classDifference {
					found = append(found, s.sums(0.97))
				}
			}
		}
	}
	return found
}

// differenceIn returns the printed difference among the lines of a point.
func (p *part) differenceIn(lines []*line) (sums, bool) {
	for _, d := range p.differenceRows() {
		for _, l := range lines {
			if t := triples(l); len(t) > 0 && t[0].net == d.net && t[0].gross == d.gross && p.classOf(l, firstValue(l)) == classDifference {
				return d, true
			}
		}
	}
	return sums{}, false
}

// nothingChanged reads a row of differences that are all zero, as in corrections of names.
func nothingChanged(l *line) (sums, bool) {
	amounts := amountsOf(l)
	if len(amounts) != 3 || slices.ContainsFunc(amounts, func(n token.Number) bool { return n.Value != 0 }) {
		return sums{}, false
	}
	return triple{line: l, n: amounts[0], v: amounts[1], g: amounts[2]}.sums(0.95), true
}

// statesNamed reports whether the page distinguishes before and after at all.
func (p *part) statesNamed() bool {
	return len(p.hits(labelBefore)) > 0 && len(p.hits(labelAfter)) > 0
}

func computedSums(net, vat, gross lake.Money) sums {
	s := sums{net: net, vat: vat, gross: gross, score: 0.9, derived: true}
	for i, amount := range []lake.Money{net, vat, gross} {
		s.fields[i] = evidence{value: amount.String(), rule: "after − before", confidence: 1, score: 0.95}
	}
	return s
}

// withSigns returns the places of the printed difference with the values of the computed one.
func withSigns(printed, computed sums) [3]evidence {
	fields := printed.fields
	fields[0].value, fields[1].value, fields[2].value = computed.net.String(), computed.vat.String(), computed.gross.String()
	return fields
}

// signed returns the changes of the gross amount that the page states in words: "Zmniejszenie wartości brutto: 97,45".
func (p *part) signed() []lake.Money {
	var found []lake.Money
	for _, h := range p.hits(labelDecrease, labelIncrease) {
		for _, n := range amountsOf(h.line) {
			if n.Start < h.end || lineNames(h.line, h.end, n.Start, labelNet, labelVAT) {
				continue
			}
			amount := n.Money().Abs()
			if h.is(labelDecrease) {
				amount = -amount
			}
			found = append(found, amount)
			break
		}
	}
	for _, h := range p.hits(labelRefund) {
		if e, ok := p.amountFor(h); ok && e.money() != 0 && len(p.hits(labelForecast, labelCredit)) == 0 {
			found = append(found, -e.money().Abs())
		}
	}
	return found
}

// lineNames reports whether one of the labels stands between two positions of a line.
func lineNames(l *line, from, to int, labels ...label) bool {
	return slices.ContainsFunc(l.labels, func(h hit) bool { return h.start >= from && h.start < to && slices.Contains(labels, h.entry.label) })
}
