package present

import "wattlake/lake"

// Widest are the longest figures of a selection, so that no figure in a table is ever cut, and how figures of one column are written
// alike.
type Widest struct {
	Money    lake.Money
	Energy   lake.Energy
	Decimals int // of the amounts of energy
}

func (w *Widest) add(r Row) {
	if r.Invoice == nil {
		return
	}
	computed, energy := r.Computed(), r.Invoice.Consumption.Value
	w.join(Widest{max(r.Invoice.Net.Value.Abs(), r.Invoice.Gross.Value.Abs(), computed.Value.Abs()), max(energy, -energy), decimalsOfEnergy(energy)})
}

func (w *Widest) join(o Widest) {
	w.Money, w.Energy, w.Decimals = max(w.Money, o.Money), max(w.Energy, o.Energy), max(w.Decimals, o.Decimals)
}

// decimalsOfEnergy is decimalsOf without writing the figure: it is asked for each of a hundred thousand rows.
func decimalsOfEnergy(e lake.Energy) int {
	const places, base = 3, 10
	n := places
	for n > 0 && e%base == 0 {
		e, n = e/base, n-1
	}
	return n
}
