package ksef

import (
	"strings"

	"wattlake/lake"
)

func (t *table) row(cells []string) {
	switch {
	case len(cells) == 0:
	case len(cells) == 1:
		t.group = cells[0]
		t.doc.headings = append(t.doc.headings, fold(cells[0]))
	case containsAny(fold(cells[0]), "razem", "ogolem", "suma"):
	case len(cells) == len(t.roles):
		t.full(cells)
	case t.charges():
		t.short(cells)
	}
}

// charges reports whether the table says what is charged. One of readings or quantities only counts if nothing else tells
// what was billed.
func (t *table) charges() bool { return (t.has(roleNet) || t.has(rolePrice)) && !t.has(roleReading) }

// full reads a row with a cell for every column.
func (t *table) full(cells []string) {
	r := t.newRow(t.cell(cells, roleName))
	if ppe := labelledPPE(t.cell(cells, rolePPE)); ppe != "" {
		r.point = t.doc.point(ppe, "Zalacznik/BlokDanych/Tabela")
	}
	said := facts{
		tariff: findTariff(t.cell(cells, roleTariff)), address: t.cell(cells, roleAddress),
		from: date(t.cell(cells, roleFrom)), to: date(t.cell(cells, roleTo)),
	}
	if found := dates(t.cell(cells, rolePeriod)); len(found) == 2 {
		said.from, said.to = found[0], found[1]
	}
	if r.point != nil {
		r.point.take(said)
	} else {
		t.doc.common.take(said)
	}
	if !t.charges() {
		t.metered(r, cells)
		return
	}
	r.unit, r.price, r.net, r.rate = t.cell(cells, roleUnit), price(t.cell(cells, rolePrice)), money(t.cell(cells, roleNet)), t.cell(cells, roleRate)
	if wh, ok := t.energy(cells); ok && r.unit == "" {
		r.unit, r.energy, r.quantity = "kWh", lake.Some(wh), lake.Some(lake.Quantity(wh))
	} else {
		amount := t.cell(cells, roleQuantity)
		if amount == "" {
			amount = t.cell(cells, roleMonths)
		}
		r.measure(amount)
	}
	t.add(r)
}

// energy adds up the columns whose headers name a unit of energy; a column of totals stands for all of them.
func (t *table) energy(cells []string) (sum lake.Energy, found bool) {
	for _, want := range []role{roleTotal, roleQuantity} {
		for i, cell := range cells {
			if wh, ok := energy(cell, t.units[i]); ok && t.roles[i] == want {
				sum, found = sum+wh, true
			}
		}
		if found {
			return sum, true
		}
	}
	return 0, false
}

// metered notes the quantity of a row that charges nothing.
func (t *table) metered(r *row, cells []string) {
	if r.point == nil || isDecoy(t.heading+" "+fold(t.group)+" "+fold(t.cell(cells, roleName))) {
		return
	}
	wh, ok := t.energy(cells)
	if !ok && !isOneOf("m3", t.units...) {
		amount, unit := t.cell(cells, roleTotal), t.cell(cells, roleUnit)
		if amount == "" {
			amount = t.cell(cells, roleQuantity)
		}
		if unit == "" {
			unit = "kWh"
		}
		wh, ok = energy(amount, unit)
	}
	if ok {
		r.point.metered[t.side] = lake.Some(r.point.metered[t.side].Value + wh)
	}
}

// short reads a row that leaves out cells: what stands before the unit is the name, and the numbers behind it keep their order.
func (t *table) short(cells []string) {
	for i, cell := range cells {
		if i == 0 || !isUnit(cell) {
			continue
		}
		r := t.newRow(cells[0])
		r.unit = cell
		var numbers []string
		for _, c := range cells[i+1:] {
			if _, ok := decimal(c, 0); ok {
				numbers = append(numbers, c)
			}
		}
		if t.has(roleRate) && len(numbers) > 0 {
			r.rate, numbers = numbers[len(numbers)-1], numbers[:len(numbers)-1]
		}
		if len(numbers) > 2 {
			r.measure(numbers[0])
			r.price = price(numbers[len(numbers)-2])
		}
		if len(numbers) > 0 {
			r.net = money(numbers[len(numbers)-1])
		}
		t.add(r)
		return
	}
}

// newRow begins a row; its full name is the group's and its own.
func (t *table) newRow(name string) *row {
	own := fold(name)
	full := name
	if onlyZone(own) {
		full = strings.TrimSpace(t.group)
	}
	r := &row{point: t.owner, state: t.side, name: full, zone: findZone(own), fee: feeOf(fold(full))}
	if full == "" {
		r.name, r.fee = name, feeOf(t.heading)
	}
	return r
}

func (t *table) add(r *row) {
	t.doc.details = append(t.doc.details, r)
	t.doc.headings = append(t.doc.headings, fold(r.name))
	if r.net.Known {
		t.net[r.point] = lake.Some(t.net[r.point].Value + r.net.Value)
	}
}

// isUnit reports whether a cell holds a unit of what is billed.
func isUnit(cell string) bool {
	f := fold(cell)
	return isOneOf(f, "kwh", "mwh", "kw", "mw", "szt", "szt.", "m-c", "mc", "mies.", "kvarh", "mvarh", "kwh.", "dni", "h") || strings.HasPrefix(f, "zl/")
}
