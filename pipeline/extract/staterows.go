package extract

import (
	"cmp"
	"slices"

	"wattlake/pipeline/extract/token"
)

// figureRows reads rows of which each holds one figure in the columns of the states.
func (p *part) figureRows(t table, rows []*line) (change, bool) {
	var c change
	var nets []statedNet
	if !slices.ContainsFunc(t.columns, func(c column) bool { return c.label == labelBefore }) {
		return c, false
	}
	misread, mended := t.mendedStates(rows)
	for _, row := range rows {
		before, _, okBefore := t.inColumn(row, labelBefore)
		after, _, okAfter := t.inColumn(row, labelAfter)
		if !okBefore || !okAfter {
			continue
		}
		difference, _, ok := t.inColumn(row, labelDifference)
		if row == misread {
			before, after, difference = mended[0], mended[1], mended[2]
		}
		c.checked = c.checked || ok
		c.disputed = c.disputed || (ok && difference.Value != after.Value-before.Value)
		switch l := rowLabel(row); {
		case (l == labelConsumption || l == labelBalanced) && zoneIn(row.fold) != "": // one row for each part of the day
			unit := cmp.Or(unitIn(row.fold), token.UnitKWh)
			c.before.addEnergy(row, before, unit)
			c.after.addEnergy(row, after, unit)
		case l == labelConsumption, l == labelBalanced:
			c.before.setEnergy(row, before)
			c.after.setEnergy(row, after)
		case l == labelNet:
			nets = append(nets, statedNet{row, before, after})
		case l != labelNone:
			c.before.setAmount(l, row, before)
			c.after.setAmount(l, row, after)
		case feeOf(p.wordsOf(row)) == feeActive && contains(row.fold, wordKWh):
			c.before.addEnergy(row, before, token.UnitKWh)
			c.after.addEnergy(row, after, token.UnitKWh)
		}
	}
	for _, n := range sumOnly(nets) {
		c.before.setAmount(labelNet, n.row, n.before)
		c.after.setAmount(labelNet, n.row, n.after)
	}
	c.before.complete()
	c.after.complete()
	return c, c.before.hasNet || c.before.hasEnergy
}

// statedNet is a row with a net amount in both states.
type statedNet struct {
	row           *line
	before, after token.Number
}

// sumOnly keeps the one row that is the sum of all the others in both states, if there is one: the fees stand above their total.
func sumOnly(rows []statedNet) []statedNet {
	var before, after int64
	for _, r := range rows {
		before, after = before+r.before.Value, after+r.after.Value
	}
	for i, r := range rows {
		if 2*r.before.Value == before && 2*r.after.Value == after {
			return rows[i : i+1]
		}
	}
	return rows
}

// rowLabel returns what a row is about: its first label.
func rowLabel(l *line) label {
	for _, h := range l.labels {
		switch h.entry.label {
		case labelNet, labelVAT, labelGross, labelDue, labelConsumption, labelBalanced:
			return h.entry.label
		default:
		}
	}
	return labelNone
}
