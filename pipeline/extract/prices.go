package extract

import (
	"strconv"

	"wattlake/pipeline/extract/token"
)

// readQuantity takes the first number with a unit of energy, of several the one whose price gives the row's net amount: "Energia do limitu
// 2000 kWh | 1 474 kWh | 0,4140 | 610,24", or 506 kWh of "30 506 kWh" behind a column of days.
func (it *item) readQuantity(l *line) {
	for _, primary := range []bool{true, false} {
		for _, n := range l.numbers {
			energy, ok := energyOf(n, "")
			if !ok || n.Primary != primary {
				continue
			}
			this := item{line: l, quantity: n, hasQty: true, energy: energy, isEnergy: true}
			this.readPrice(l)
			if (primary && !it.isEnergy) || this.priced {
				it.quantity, it.hasQty, it.energy, it.isEnergy = n, true, energy, true
			}
			if this.priced {
				return
			}
		}
	}
}

// implyEnergy takes the quantity of a fee per kWh for energy where the row prints no unit and the price is one for a kWh.
func (it *item) implyEnergy() {
	const dearest = 5 * token.Micro // zł
	perKWh := it.fee == feeActive || it.fee == feeVariable || it.fee == feePerKWh
	if !it.priced || it.isEnergy || !perKWh || it.quantity.Unit != "" || it.quantity.Places > 3 {
		return
	}
	if c, ok := it.line.unitCell(); ok {
		it.energy, it.isEnergy = energyOf(it.quantity, unitIn(it.line.fold[c.start:c.end]))
		return
	}
	if it.price.Value < dearest {
		it.energy, it.isEnergy = it.quantity.Energy(), true
	}
}

// readPrice finds quantity × price = net in a row, whatever the order of its columns.
func (it *item) readPrice(l *line) {
	if len(l.numbers) > maxRowAmounts {
		return
	}
	it.findPrice(l, true)
	if !it.priced {
		it.findPrice(l, false)
	}
	if !it.priced {
		return
	}
	for _, n := range l.numbers {
		if n.Primary && n.Places == 0 && n.Value <= 23*token.Micro && (n.Unit == token.UnitPercent || (n.Unit == "" && n.Start > it.net.Start)) {
			it.rate = strconv.FormatInt(n.Value/token.Micro, 10)
			break
		}
	}
}

// findPrice looks for the price between quantity and net amount, as the columns usually stand, or anywhere.
func (it *item) findPrice(l *line, ordered bool) {
	for _, net := range l.numbers {
		if !net.IsAmount() || net.Value == 0 {
			continue
		}
		for _, quantity := range l.numbers {
			if overlaps(quantity, net) || quantity.Ordinal || quantity.Unit == token.UnitPercent || (it.isEnergy && quantity.Start != it.quantity.Start) {
				continue
			}
			for _, price := range l.numbers {
				if price.Places < 2 || overlaps(price, net) || overlaps(price, quantity) || (ordered && (price.Start < quantity.Start || price.Start > net.Start)) {
					continue
				}
				better := !it.priced || (price.Primary && !it.price.Primary) // the first of several, see zonesBeside
				if better && multiplies(quantity, price, net) {
					it.quantity, it.price, it.net, it.priced, it.hasQty = quantity, price, net, true, true
				}
			}
		}
	}
}

// multiplies reports whether quantity × price gives the net amount within one grosz.
func multiplies(quantity, price, net token.Number) bool {
	const limit = 1 << 31 // keeps the product below in 64 bits
	q, p := quantity.Value/1000, price.Value
	if q == 0 || p == 0 || q > limit || p > limit || q < -limit || p < -limit {
		return false
	}
	product := q * p // in 1/1000 × 1/1000000
	diff := product - net.Value*1000
	return max(diff, -diff) <= token.Micro*1000/100
}
