package extract

import (
	"cmp"
	"slices"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

// labelledUsage returns the consumptions that labels announce, best first.
func (p *part) labelledUsage(lines []*line) []usage {
	var found []usage
	for _, l := range lines {
		for _, h := range l.labels {
			if (!h.is(labelConsumption) && !h.is(labelBalanced)) || (!h.entry.taught && inOtherCell(l, h)) || p.isForecastOnly(h.entry.Text) {
				continue
			}
			energy, e, ok := p.energyFor(h)
			if !ok || (e.rule == ruleAbove && columnsOf(l) != nil) {
				continue // a column of a table, see tableUsage
			}
			if zone := zoneIn(l.fold[:h.start]); zone != "" && zone != zoneWords[0].name && e.rule == ruleLeft {
				continue // of a part of the day, see zoneLines
			}
			u := usage{evidence: e, energy: energy, label: h.entry.Text}
			u.disputed = e.rule == ruleFirst
			u.same = slices.ContainsFunc(unchangedWords, func(w token.Pattern) bool { return contains(l.fold, w) })
			if zones, ok := zonePairs([]*line{l}); ok && e.rule == ruleLeft { // "Zużycie: dzień 230 | noc 130"
				u.evidence, u.energy, u.proven = zones.evidence, zones.energy, zones.proven
			}
			switch {
			case h.entry.taught: // by people, who know better
				u.score += 0.7
			case h.is(labelBalanced):
				u.score += 0.5
			}
			if h.entry.Text == "kwh" || h.entry.Text == "mwh" {
				continue
			}
			at := len(found)
			for at > 0 && found[at-1].score < u.score {
				at--
			}
			found = append(found, u)
			copy(found[at+1:], found[at:])
			found[at] = u
		}
	}
	return found
}

// inOtherCell reports whether the words around a label make it one of another time or direction, or the name of a fee.
func inOtherCell(l *line, h hit) bool {
	c := l.cells[l.cellAt(h.start)]
	text := l.fold[c.start:c.end]
	return isDecoy(text)
}

// zonePairs adds up "Dzień: 230 | Noc: 130".
func zonePairs(lines []*line) (usage, bool) {
	for _, l := range lines {
		var u usage
		count := 0
		from := 0 // end of the number before
		for _, n := range l.numbers {
			if !n.Primary || n.Places > 3 || (n.Unit != "" && n.Unit != token.UnitKWh) {
				continue
			}
			zone := zoneOf(l, from, n.Start)
			from = n.End
			if zone == "" {
				u.proven = u.proven || (n.Energy() == u.energy && count >= 2)
				continue
			}
			u.energy += n.Energy()
			u.evidence = newEvidence(l, 0, n.End, u.energy.String(), "zones side by side", 0.85)
			count++
		}
		if count >= 2 && len(amountsOf(l)) == 0 {
			return u, true
		}
	}
	return usage{}, false
}

// zoneLines adds up labelled consumptions that each name another part of the day: "Zużycie w strefie dziennej: 230 kWh".
func zoneLines(lines []*line) (usage, bool) {
	var u usage
	seen := map[string]lake.Energy{}
	for _, l := range lines {
		for _, h := range l.labels {
			if !h.is(labelConsumption) || isUnitLabel(h) || inOtherCell(l, h) {
				continue
			}
			for _, n := range l.numbers {
				if !n.Primary || n.Start < h.end {
					continue
				}
				energy, ok := energyOf(n, "")
				zone := cmp.Or(zoneIn(l.fold[h.end:n.Start]), zoneIn(l.fold[:h.start])) // "dzienna: 79 001 → 80 068 zużycie 1 067 kWh"
				if !ok || zone == "" {
					break
				}
				if before, known := seen[zone]; known {
					if before != energy {
						return usage{}, false
					}
					break
				}
				seen[zone] = energy
				u.energy += energy
				u.evidence = newEvidence(l, n.Start, n.End, u.energy.String(), "consumption of each zone", 0.85)
				break
			}
		}
	}
	return u, len(seen) > 1
}
