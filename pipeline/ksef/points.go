package ksef

import (
	"slices"

	"wattlake/lake"
)

// usage is a consumption and how it was found.
type usage struct {
	wh    lake.Opt[lake.Energy]
	rule  string
	other lake.Opt[lake.Energy] // what the rows add up to, where that differs from what is stated
}

// feeSum adds up the kWh of the rows of the most telling fee on one side of a correction.
func feeSum(rows []*row, s state) (lake.Energy, bool) {
	for f := feeEnergy; f <= feeOther; f++ {
		var sum lake.Energy
		found, name := false, ""
		for _, r := range rows {
			if r.fee != f || !r.energy.Known || r.state != s {
				continue
			}
			if f >= feeQuality && found && r.name != name {
				continue // another fee on the same kWh
			}
			sum, found, name = sum+r.energy.Value, true, r.name
		}
		if found {
			return sum, true
		}
	}
	return 0, false
}

// usage returns the consumption of a point on one side of a correction: as stated, else as billed, else as metered.
func (d *document) usage(p *point, s state) usage {
	rule := "Zalacznik/BlokDanych/Tabela"
	sum, billed := feeSum(p.details, s)
	if !billed {
		sum, billed = feeSum(p.rows, s)
		rule = "Fa/FaWiersz/P_8B"
	}
	stated := p.stated[s]
	if !stated.Known && d.only() == p {
		stated = d.common.stated[s]
	}
	switch {
	case stated.Known && billed && sum != stated.Value:
		return usage{wh: stated, rule: "stated", other: lake.Some(sum)}
	case stated.Known:
		return usage{wh: stated, rule: "stated"}
	case billed:
		return usage{wh: lake.Some(sum), rule: rule}
	case p.metered[s].Known:
		return usage{wh: p.metered[s], rule: "Zalacznik/BlokDanych/Tabela"}
	}
	return usage{}
}

// total returns the consumption of the invoice on one side of a correction.
func (d *document) total(s state) usage {
	sum, complete := lake.Energy(0), len(d.points) > 0
	for _, p := range d.points {
		u := d.usage(p, s)
		sum, complete = sum+u.other.Or(u.wh.Value), complete && u.wh.Known
	}
	if !complete {
		if sum, complete = feeSum(d.details, s); !complete {
			sum, complete = feeSum(d.rows, s)
		}
	}
	stated := d.common.stated[s]
	switch {
	case stated.Known && complete && stated.Value != sum:
		return usage{wh: stated, rule: "Fa/DodatkowyOpis", other: lake.Some(sum)}
	case stated.Known:
		return usage{wh: stated, rule: "Fa/DodatkowyOpis"}
	case complete:
		return usage{wh: lake.Some(sum), rule: "sum of points"}
	}
	return usage{}
}

// net returns the amount of a point: of a correction the difference.
func (d *document) net(p *point, invoice lake.Opt[lake.Money]) lake.Opt[lake.Money] {
	var sum lake.Money
	known := false
	for s, sign := range map[state]lake.Money{after: 1, before: -1} {
		sum, known = sum+sign*p.net[s].Value, known || p.net[s].Known
	}
	if !known {
		for _, r := range p.rows {
			if r.net.Known {
				sum, known = sum+r.line().Net.Value, true
			}
		}
	}
	switch {
	case d.only() == p:
		return invoice
	case known:
		return lake.Some(sum)
	}
	return lake.Opt[lake.Money]{}
}

// onlyDifferences reports whether the lines of a correction state differences instead of both sides.
func (d *document) onlyDifferences() bool {
	if !d.corrects() {
		return false
	}
	for _, r := range slices.Concat(d.rows, d.details) {
		if r.state == before {
			return false
		}
	}
	return !d.statesAfter()
}

// statesAfter reports whether a heading of the attachment says that its figures are those after the correction.
func (d *document) statesAfter() bool {
	for _, h := range d.headings {
		if stateOf(h, before) == after {
			return true
		}
	}
	return false
}
