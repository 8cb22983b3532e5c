package extract

import (
	"cmp"
	"slices"

	"wattlake/pipeline/extract/token"
)

// columnStates reads the tables among the lines whose columns are states, of rows that each hold one figure ("Wartość netto" before,
// after, difference) or of figures that are printed once for each state. The first table that has all amounts counts.
func (p *part) columnStates(lines []*line) change {
	var best change
	for _, t := range p.tables() {
		rows := slices.DeleteFunc(slices.Clone(t.rows), func(l *line) bool { return !slices.Contains(lines, l) })
		if len(rows) == 0 {
			continue
		}
		c, ok := p.figureRows(t, rows)
		if !ok {
			c, ok = p.statedColumns(t, rows)
		}
		if !ok {
			continue
		}
		if (!best.before.known && c.before.known) || (!best.before.hasNet && c.before.hasNet) {
			c, best = best, c
		}
		best.merge(c)
		best.disputed, best.checked = best.disputed || c.disputed, best.checked || c.checked
	}
	return best
}

// statedColumns reads columns such as "kWh było", "kWh jest": the total row, else the sum of the rows.
func (p *part) statedColumns(t table, rows []*line) (change, bool) {
	if !slices.ContainsFunc(t.columns, func(c column) bool { return isMeasure(c.label) && c.state == classAfter }) {
		return change{}, false
	}
	if c, ok := p.labelledTotals(t, rows); ok {
		p.addQuantities(t, &c, rows)
		return c, true
	}
	items := rows
	var c change
	if total := slices.IndexFunc(rows, func(l *line) bool { return p.classOf(l, firstValue(l)) == classTotal }); total >= 0 {
		rows = rows[total : total+1]
		c.before.whole, c.after.whole = true, true
	}
	for _, row := range rows {
		for _, s := range []struct {
			class class
			state *state
		}{{classBefore, &c.before}, {classAfter, &c.after}} {
			if n, ok := t.netOf(row, s.class); ok {
				s.state.setAmount(labelNet, row, n)
			}
			for _, l := range []label{labelVAT, labelGross} {
				if n, _, ok := t.inState(row, l, s.class); ok && n.IsAmount() {
					s.state.setAmount(l, row, n)
				}
			}
			for _, l := range []label{labelBalanced, labelConsumption} {
				if n, column, ok := t.inState(row, l, s.class); ok && n.Places != token.MoneyPlaces {
					s.state.addEnergy(row, n, cmp.Or(column.unit, token.UnitKWh))
					break
				}
			}
		}
		for _, l := range []label{labelBalanced, labelConsumption} {
			was, _, okBefore := t.inState(row, l, classBefore)
			now, _, okAfter := t.inState(row, l, classAfter)
			if n, _, ok := t.inState(row, l, classDifference); ok && okBefore && okAfter {
				c.disputed = c.disputed || n.Value != now.Value-was.Value
			}
		}
		if n, ok := t.netOf(row, classDifference); ok && c.before.hasNet && len(rows) == 1 {
			c.checked = true
			c.disputed = c.disputed || n.Money() != c.after.net-c.before.net
		}
	}
	if !c.after.hasEnergy {
		p.addQuantities(t, &c, items)
	}
	c.before.complete()
	c.after.complete()
	return c, c.before.hasNet || c.before.hasEnergy
}

// labelledTotals reads the rows below the items that each hold one figure of the whole invoice for every state: "Wartość netto",
// "Podatek VAT", "Wartość brutto".
func (p *part) labelledTotals(t table, rows []*line) (change, bool) {
	var c change
	for _, row := range rows {
		l := rowLabel(row)
		before, after, difference := t.onlyIn(row, classBefore), t.onlyIn(row, classAfter), t.onlyIn(row, classDifference)
		if before == nil || after == nil || (l != labelNet && l != labelVAT && l != labelGross) {
			continue
		}
		c.before.setAmount(l, row, before.Number)
		c.after.setAmount(l, row, after.Number)
		if difference != nil {
			c.checked = true
			c.disputed = c.disputed || difference.Money() != after.Money()-before.Money()
		}
	}
	c.before.complete()
	c.after.complete()
	return c, c.before.known && c.after.known
}

// onlyIn returns the only amount of a row in the columns of a state, nil if there is none or more than one.
func (t table) onlyIn(row *line, state class) *figure {
	var only *figure
	for _, f := range t.assign(row) {
		if f.IsAmount() && (f.column.state == state || stateOf(f.column.label) == state) {
			if only != nil {
				return nil
			}
			only = &f
		}
	}
	return only
}

// addQuantities adds up the quantities of the fee that tells the consumption, in the columns of each state. Two fees that disagree
// leave it in dispute.
func (p *part) addQuantities(t table, c *change, rows []*line) {
	for _, wanted := range []fee{feeActive, feeVariable} {
		var before, after state
		for _, row := range rows {
			unit := unitIn(row.fold)
			was, _, okBefore := t.inState(row, labelQuantity, classBefore)
			now, _, okAfter := t.inState(row, labelQuantity, classAfter)
			if okBefore && okAfter && unit != "" && feeOf(p.wordsOf(row)) == wanted {
				before.addEnergy(row, was, unit)
				after.addEnergy(row, now, unit)
			}
		}
		switch {
		case !after.hasEnergy:
		case !c.after.hasEnergy:
			c.before.energy, c.before.hasEnergy, c.after.energy, c.after.hasEnergy = before.energy, true, after.energy, true
		default:
			c.after.energy.proven = c.after.energy.energy == after.energy.energy
			c.after.energy.disputed = !c.after.energy.proven
		}
	}
}
