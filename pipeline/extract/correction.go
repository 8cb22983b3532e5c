package extract

import (
	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

// state is what a correction says was billed before it or should have been billed.
type state struct {
	net, vat, gross lake.Money
	known           bool // all three
	energy          usage
	hasEnergy       bool
	whole           bool // the energy is that of a total row

	hasNet, hasVAT, hasGross bool // of amounts that are read one by one
	netAt                    evidence
}

// change is what a correction changes.
type change struct {
	before, after state
	stated        state // the difference, where the page prints it below a heading or behind labels of its own
	sums          sums
	known         bool
	agreed        bool // after − before = difference, or the difference is confirmed by another place
	disputed      bool
	checked       bool // the page prints differences beside the states
	only          bool // the page prints nothing but differences: quantities are changes, not what was used
}

// minus returns after − before.
func (s state) minus(before state) (net, vat, gross lake.Money) {
	return s.net - before.net, s.vat - before.vat, s.gross - before.gross
}

// changeOf reads a correction in any of its styles: rows (or blocks of rows) before, after and difference; columns side by
// side; the difference alone.
func (p *part) changeOf() change {
	c := p.rowStates(p.lines)
	if named := p.namedStates(p.lines); named.before.known && named.after.known && !c.after.known {
		named.merge(c)
		c = named
	} else if named.stated.known {
		c.stated = named.stated
	}
	if side := p.columnStates(p.lines); side.before.hasNet || side.before.hasEnergy {
		side.merge(c)
		side.stated = c.stated
		if c.before.known && c.after.known {
			side.before.net, side.before.vat, side.before.gross, side.before.known = c.before.net, c.before.vat, c.before.gross, true
			side.after.net, side.after.vat, side.after.gross, side.after.known = c.after.net, c.after.vat, c.after.gross, true
		}
		c = side
	}
	p.settleOrder(&c)
	p.settleDifference(&c)
	return c
}

// merge keeps what the other reading knows and this one does not.
func (c *change) merge(o change) {
	if !c.before.hasEnergy && o.before.hasEnergy {
		c.before.energy, c.before.hasEnergy = o.before.energy, true
	}
	if !c.after.hasEnergy && o.after.hasEnergy {
		c.after.energy, c.after.hasEnergy = o.after.energy, true
	}
}

// has reports whether an amount of the state is known.
func (s *state) has(l label) bool {
	switch l {
	case labelNet:
		return s.hasNet
	case labelVAT:
		return s.hasVAT
	default:
		return s.hasGross
	}
}

// setLabelled sets an amount that a label of its own announces.
func (s *state) setLabelled(l label, e evidence) {
	switch l {
	case labelNet:
		s.net, s.hasNet, s.netAt = e.money(), true, e
	case labelVAT:
		s.vat, s.hasVAT = e.money(), true
	default:
		s.gross, s.hasGross = e.money(), true
	}
}

// setAmount adds an amount of a row to the state.
func (s *state) setAmount(l label, row *line, n token.Number) {
	switch l {
	case labelNet:
		s.net, s.hasNet = s.net+n.Money(), true
		s.netAt = newEvidence(row, n.Start, n.End, s.net.String(), "column of a state", 0.95)
	case labelVAT:
		s.vat, s.hasVAT = s.vat+n.Money(), true
	default:
		s.gross, s.hasGross = s.gross+n.Money(), true
	}
}

func (s *state) setEnergy(l *line, n token.Number) {
	unit := token.UnitKWh
	if contains(l.fold, wordMWh) {
		unit = token.UnitMWh
	}
	if energy, ok := energyOf(n, unit); ok {
		s.energy, s.hasEnergy = usage{evidence: newEvidence(l, n.Start, n.End, energy.String(), "columns side by side", 0.95), energy: energy}, true
	}
}

// addEnergy adds the consumption of one row.
func (s *state) addEnergy(l *line, n token.Number, unit string) {
	energy, ok := energyOf(n, unit)
	if !ok {
		return
	}
	e := newEvidence(l, n.Start, n.End, "", "column of a state", 0.95)
	if s.hasEnergy {
		e.raw = s.energy.raw + " + " + e.raw
		energy += s.energy.energy
	}
	e.value = energy.String()
	s.energy, s.hasEnergy = usage{evidence: e, energy: energy}, true
}

// complete computes the third amount from two and says whether all are known.
func (s *state) complete() {
	switch {
	case s.hasNet && s.hasGross && !s.hasVAT:
		s.vat, s.hasVAT = s.gross-s.net, true
	case s.hasNet && s.hasVAT && !s.hasGross:
		s.gross, s.hasGross = s.net+s.vat, true
	}
	s.known = s.hasNet && s.hasVAT && s.hasGross && s.net+s.vat == s.gross
}
