package extract

import (
	"fmt"
	"slices"

	"wattlake/lake"
)

// judgeRows compares the rows of the bill with its net amount, if the price of every row was understood. A bill may print its rows in several
// tables, and some of them twice.
func (p *part) judgeRows(f *facts, add addFinding) {
	if f.kind == lake.Correction || !f.has.sums || !f.has.sumsClear {
		return
	}
	sums, rows := p.rowSums(f.items)
	if rows < 2 || someAddUpTo(sums, f.sums.net, lake.Money(rows)) {
		return
	}
	var whole lake.Money
	for _, s := range sums {
		whole += s
	}
	severity := lake.NeedsReview
	if p.lines[0].ocr { // a reader that loses a comma loses a row, and the sums agree without it
		severity = lake.Warning
	}
	add(lake.FindingVendorTotal, severity, lake.FieldNet,
		fmt.Sprintf("Suma pozycji (%s) różni się od netto faktury (%s).", whole, f.sums.net),
		fmt.Sprintf("The rows add up to %s net, the invoice says %s.", whole, f.sums.net))
}

// rowSums adds up the net amounts of each table of prices; it returns no rows if one of them was not understood, or stands in no table.
func (p *part) rowSums(items []item) (sums []lake.Money, rows int) {
	inTables := 0
	for _, t := range p.tables() {
		if !t.has(labelNet) || !t.has(labelPrice) {
			continue
		}
		var sum lake.Money
		before := rows
		for _, l := range t.rows {
			n, _, ok := t.inColumn(l, labelNet)
			if ok && n.IsAmount() && p.classOf(l, firstValue(l)) == classCredit && !lineHas(l, labelNet, labelVAT, labelGross, labelDue) {
				sums = append(sums, n.Money()) // a discount is a row of the bill, an overpayment is not
				continue
			}
			if !ok || !n.IsAmount() || p.classOf(l, firstValue(l)) != classPlain || lineHas(l, labelNet, labelVAT, labelGross, labelDue) {
				continue
			}
			var net lake.Money
			read := false // whether the amount in the column is one of those that were understood
			for _, it := range items {
				if it.line == l && it.priced {
					net, rows, read = net+it.net.Money(), rows+1, read || it.net.Start == n.Start
				}
			}
			if !read {
				return nil, 0
			}
			sum += net
		}
		if rows > before {
			sums = append(sums, sum)
		}
	}
	for _, it := range items {
		if it.priced {
			inTables++
		}
	}
	if inTables != rows {
		return nil, 0
	}
	return sums, rows
}

// has reports whether a heading of the table names the figure without a state.
func (t table) has(l label) bool {
	return slices.ContainsFunc(t.columns, func(c column) bool { return c.label == l && c.state == classPlain })
}

// someAddUpTo reports whether some of the amounts add up to the wanted one within a tolerance.
func someAddUpTo(amounts []lake.Money, wanted, tolerance lake.Money) bool {
	const most = 10 // of amounts that are tried in combination
	if len(amounts) == 0 || len(amounts) > most {
		return true
	}
	reached := []lake.Money{0}
	for _, a := range amounts {
		for _, r := range slices.Clone(reached) {
			if (r + a - wanted).Abs() <= tolerance {
				return true
			}
			reached = append(reached, r+a)
		}
	}
	return false
}
