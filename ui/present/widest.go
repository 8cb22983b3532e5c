package present

import "wattlake/lake"

// Widest are the longest figures of a selection, so that no figure in a table is ever cut.
type Widest struct {
	Money  lake.Money
	Energy lake.Energy
}

// widest finds the longest figures. For energy the decimals count: 1000 kWh is shorter than 1.234 kWh.
type widest struct {
	Widest

	digits int // of the energy
}

func (w *widest) add(r Row) {
	if r.Invoice == nil {
		return
	}
	computed := r.Computed()
	w.join(widest{
		Widest{max(r.Invoice.Net.Value.Abs(), r.Invoice.Gross.Value.Abs(), computed.Value.Abs()), max(r.Invoice.Consumption.Value, -r.Invoice.Consumption.Value)},
		figureLength(r.Invoice.Consumption.Value),
	})
}

func (w *widest) join(o widest) {
	w.Money = max(w.Money, o.Money)
	if o.digits > w.digits {
		w.digits, w.Energy = o.digits, o.Energy
	}
}

// figureLength counts the digits of an amount of energy as it is written.
func figureLength(e lake.Energy) int {
	const kWh = 1000
	whole, fraction := e/kWh, e%kWh
	n := 1
	for whole > 9 || whole < -9 {
		whole, n = whole/10, n+1
	}
	if fraction != 0 {
		n += 4
		for fraction%10 == 0 {
			fraction, n = fraction/10, n-1
		}
	}
	return n
}
