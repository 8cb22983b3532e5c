package extract

import "slices"

// original is what a correction of several invoices says about one of them: the lines from its reference to the next one.
type original struct {
	lines  []*line
	change change
	period period
}

// originalsOf cuts a correction at the references to the invoices that it corrects one after another, each with its states before and after;
// nil if it does not.
func (p *part) originalsOf(refs []heading) []original {
	var found []original
	for i, ref := range refs {
		end := len(p.lines)
		if i+1 < len(refs) {
			end = refs[i+1].line.index
		}
		if ref.number.rule == ruleListed || end <= ref.line.index {
			return nil
		}
		o := original{lines: p.lines[ref.line.index:end]}
		o.change = p.rowStates(o.lines)
		side := p.columnStates(o.lines)
		side.merge(o.change)
		o.change.merge(side)
		if !o.change.before.hasEnergy || !o.change.after.hasEnergy {
			return nil
		}
		o.period = p.periodIn(o.lines)
		found = append(found, o)
	}
	if len(found) < 2 {
		return nil
	}
	return found
}

// periodIn returns the only period that labels announce among some lines.
func (p *part) periodIn(lines []*line) period {
	var only period
	for _, h := range p.hits(labelPeriod) {
		per, l, _, _, ok := p.periodFor(h)
		switch {
		case !ok || !slices.Contains(lines, l):
		case only.from.IsZero():
			only = per
		case only.from != per.from || only.to != per.to:
			return period{}
		}
	}
	return only
}

// readOriginals adds up what a correction says about each of several invoices of one metering point, and reports whether it is such a one. The
// period is the span of theirs.
func (p *part) readOriginals(f *facts) bool {
	originals := p.originalsOf(f.refs)
	if originals == nil || len(f.points) > 1 {
		return false
	}
	before, after := originals[0].change.before.energy, originals[0].change.after.energy
	span, spanned := originals[0].period, true
	for i, o := range originals {
		f.change.disputed = f.change.disputed || o.change.disputed
		spanned = spanned && !o.period.from.IsZero()
		if i == 0 {
			continue
		}
		before, after = before.plus(o.change.before.energy), after.plus(o.change.after.energy)
		if o.period.from.Before(span.from) {
			span.from = o.period.from
		}
		if span.to.Before(o.period.to) {
			span.to = o.period.to
		}
	}
	f.usage, f.has.usage = after, true
	if len(f.points) == 1 {
		f.points[0].energy, f.points[0].before = after, before
	}
	if spanned {
		f.period.period, f.has.periodClear = span, true
	}
	return true
}

// plus adds another consumption to one.
func (u usage) plus(o usage) usage {
	u.energy += o.energy
	u.raw, u.value = u.raw+" + "+o.raw, u.energy.String()
	u.score, u.confidence = min(u.score, o.score), min(u.confidence, o.confidence)
	u.proven, u.disputed, u.same = u.proven && o.proven, u.disputed || o.disputed, false
	return u
}
