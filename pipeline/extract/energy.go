package extract

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"wattlake/lake"
)

// usage is a consumption with what speaks for it.
type usage struct {
	evidence

	energy   lake.Energy
	proven   bool // two independent places agree
	disputed bool // places disagree and nothing decides
	total    lake.Energy
	label    string // the wording that announced it
	same     bool   // a correction says that it leaves this value as it is
	summed   bool   // added up from rows of a table
	backed   bool   // each of those rows proves its quantity: by its price, or by meter readings
}

var unchangedWords = []pattern{newPattern("bez zmian*"), newPattern("niezmien*"), newPattern("nie uległ*"), newPattern("nie zmieni*")}

// decoys are words that make a consumption one of another time or direction.
var decoys = []pattern{
	newPattern("ostatnich"), newPattern("w roku"), newPattern("poprzedni*"), newPattern("ubiegł*"), newPattern("analogiczn*"), newPattern("średni*"), newPattern("przeciętn*"),
	newPattern("roczn*"), newPattern("oddan*"), newPattern("wprowadzon*"), newPattern("biern*"), newPattern("następn*"), newPattern("kolejn*"), newPattern("rok temu"),
	newPattern("wyprodukowan*"), newPattern("akcyz*"),
}

func isDecoy(text []byte) bool {
	for _, d := range decoys {
		if contains(text, d) {
			return true
		}
	}
	return false
}

// consumptionOf decides the consumption of some lines: a labelled value, else the sum of a fee's rows, else zones side by side,
// else a column of consumption, else the differences of meter readings. Each further place that agrees proves it; if the
// first two kinds disagree and nothing decides, it is disputed.
func (p *part) consumptionOf(lines []*line, items []item) (usage, bool) {
	labelled, sums := p.labelledUsage(lines), feeSums(items)
	var weaker []usage
	column := func(lines []*line) (usage, bool) { return p.tableUsage(lines, items) }
	for _, find := range []func([]*line) (usage, bool){zonePairs, zoneLines, column, meterUsage} {
		if u, ok := find(lines); ok {
			weaker = append(weaker, u)
		}
	}
	all := slices.Concat(labelled, sums, weaker)
	if len(all) == 0 {
		return usage{}, false
	}
	best := all[0]
	for _, u := range labelled[min(1, len(labelled)):] { // of several labelled values the one that the rows confirm
		if agrees(u, slices.Concat(sums, weaker)) && !agrees(best, slices.Concat(sums, weaker)) && u.score == best.score {
			best = u
		}
	}
	for _, u := range all {
		if u.box != best.box || u.rule != best.rule {
			best.proven = best.proven || billed(u.energy) == billed(best.energy)
		}
	}
	if len(sums) > 0 && sums[0].energy != best.energy && sums[0].energy == billed(best.energy) { // metered 515,37, billed 515
		sums[0].proven = true
		best = sums[0]
	}
	best.disputed = best.disputed && !best.proven
	for _, u := range slices.Concat(labelled, sums) {
		if u.energy != best.energy && !best.proven && u.score >= best.score-disputeMargin {
			best.disputed = true
		}
	}
	if len(sums) > 0 && best.rule != sums[0].rule {
		best.total = sums[0].energy
	}
	best.score = min(best.score, 1)
	return best, true
}

// disputeMargin is how much weaker than the best a value may be and still dispute it.
const disputeMargin = 0.3

// agrees reports whether one of the values is the same consumption.
func agrees(u usage, others []usage) bool {
	return slices.ContainsFunc(others, func(o usage) bool { return billed(o.energy) == billed(u.energy) })
}

// tableUsage adds up a column of consumption, or takes its total row. Vendors bill whole kWh.
func (p *part) tableUsage(lines []*line, items []item) (usage, bool) {
	for _, t := range p.tables() {
		if u, ok := p.columnUsage(t, lines, items); ok {
			return u, true
		}
	}
	return usage{}, false
}

// columnUsage adds up the consumption column of a table. Equal values in rows of sale and of distribution are the same kWh.
func (p *part) columnUsage(t table, lines []*line, items []item) (usage, bool) {
	var u usage
	var first lake.Energy
	found, same, rows, places, confirmed := false, true, 0, 0, true
	fee, name := p.tellingFee(t, lines)
	for _, l := range t.rows {
		n, c, ok := t.inColumn(l, labelConsumption)
		if fee != feeNone && ok && p.classOf(l, n.start) != classTotal {
			if words := p.wordsOf(l); feeOf(words) != fee || (fee == feePerKWh && string(words) != name) {
				continue
			}
		}
		if !ok || !slices.Contains(lines, l) || p.isForecastOnly(c.text) || lineHas(l, labelDue, labelRefund, labelDueDate) {
			continue
		}
		energy, ok := energyOf(n, cmp.Or(c.unit, unitKWh))
		if !ok || isDecoy(l.fold[:firstValue(l)]) || (found && n.places != places) {
			continue
		}
		if p.classOf(l, n.start) == classTotal {
			u.proven = found && u.energy == billed(energy)
			break
		}
		e := newEvidence(l, n.start, n.end, "", "column of a table", 0.85)
		if found {
			e.raw = u.raw + " + " + e.raw
			e.confidence = min(e.confidence, u.confidence)
		} else {
			first, places = energy, n.places
		}
		same = same && energy == first
		confirmed = confirmed && rowConfirms(l, n, items)
		u.energy += billed(energy)
		e.value = u.energy.String()
		u.evidence, found = e, true
		rows++
	}
	u.summed = rows > 1
	u.backed = confirmed
	if found && rows > 1 && same && saleAndDistribution(t.rows) {
		u.energy, u.summed = billed(first), false
		u.value = u.energy.String()
	}
	return u, found
}

// rowConfirms reports whether a row itself proves its quantity: with its price it gives the row's net amount, or it is the difference of
// two meter readings.
func rowConfirms(l *line, quantity number, items []item) bool {
	if d, ok := meterDifference(l); ok && d.start == quantity.start {
		return true
	}
	return slices.ContainsFunc(items, func(it item) bool { return it.line == l && it.priced && it.quantity.start == quantity.start })
}

// tellingFee returns the fee whose rows tell the consumption where the rows of a table are fees, each charged for the same kWh; feeNone if
// they are not.
func (p *part) tellingFee(t table, lines []*line) (fee, string) {
	best, name := feeNone, ""
	for _, l := range t.rows {
		if _, _, ok := t.inColumn(l, labelConsumption); !ok || !slices.Contains(lines, l) {
			continue
		}
		words := p.wordsOf(l)
		if f := feeOf(words); f != feeNone && f != feeOther && (best == feeNone || f < best) {
			best, name = f, string(words)
		}
	}
	return best, name
}

// saleAndDistribution reports whether the rows of a table are the two parts of a bill.
func saleAndDistribution(rows []*line) bool {
	sale, distribution := false, false
	for _, l := range rows {
		words := l.fold[:firstValue(l)]
		sale = sale || contains(words, newPattern("sprzedaż*")) || feeOf(words) == feeActive
		distribution = distribution || contains(words, newPattern("dystrybuc*"))
	}
	return sale && distribution
}

// isForecastOnly reports whether a wording speaks of a forecast on an invoice that is none.
func (p *part) isForecastOnly(wording string) bool {
	return p.kind != lake.Forecast && (strings.Contains(wording, "prognoz") || strings.Contains(wording, "szacow"))
}

// billed rounds metered energy to whole kWh.
func billed(e lake.Energy) lake.Energy {
	const wattHours = 1000
	return (e + wattHours/2) / wattHours * wattHours
}

// labelledUsage returns the consumptions that labels announce, best first.
func (p *part) labelledUsage(lines []*line) []usage {
	var found []usage
	for _, l := range lines {
		for _, h := range l.labels {
			if (!h.is(labelConsumption) && !h.is(labelBalanced)) || (!h.entry.taught && inOtherCell(l, h)) || p.isForecastOnly(h.entry.text) {
				continue
			}
			energy, e, ok := p.energyFor(h)
			if !ok || (e.rule == ruleAbove && columnsOf(l) != nil) {
				continue // a column of a table, see tableUsage
			}
			if zone := zoneIn(l.fold[:h.start]); zone != "" && zone != zoneWords[0].name && e.rule == ruleLeft {
				continue // of a part of the day, see zoneLines
			}
			u := usage{evidence: e, energy: energy, label: h.entry.text}
			u.disputed = e.rule == ruleFirst
			u.same = slices.ContainsFunc(unchangedWords, func(w pattern) bool { return contains(l.fold, w) })
			if zones, ok := zonePairs([]*line{l}); ok && e.rule == ruleLeft { // "Zużycie: dzień 230 | noc 130"
				u.evidence, u.energy, u.proven = zones.evidence, zones.energy, zones.proven
			}
			switch {
			case h.entry.taught: // by people, who know better
				u.score += 0.7
			case h.is(labelBalanced):
				u.score += 0.5
			}
			if h.entry.text == "kwh" || h.entry.text == "mwh" {
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

// feeSums adds up the kWh of each fee, the most telling fee first.
func feeSums(items []item) []usage {
	type key struct {
		fee  fee
		name string
	}
	var keys []key
	sums := map[key]*usage{}
	priced := map[fee]bool{}
	for _, it := range items {
		priced[it.fee] = priced[it.fee] || (it.priced && it.isEnergy)
	}
	for _, it := range items {
		if !it.priced && priced[it.fee] && it.energy != 0 { // words about energy, not a row of the bill
			continue
		}
		if !it.isEnergy || it.fee == feeNone || it.fee == feeOther || isDecoy(it.line.fold[:firstValue(it.line)]) {
			continue
		}
		k := key{fee: it.fee}
		if it.fee == feePerKWh {
			k.name = it.name
		}
		e := newEvidence(it.line, it.quantity.start, it.quantity.end, "", "sum of rows", 0.9)
		if u, ok := sums[k]; ok {
			u.energy += it.energy
			u.raw += " + " + e.raw
			u.confidence = min(u.confidence, e.confidence)
			u.summed, u.backed = true, u.backed && it.priced
			continue
		}
		keys = append(keys, k)
		sums[k] = &usage{evidence: e, energy: it.energy, backed: it.priced}
	}
	var ordered []usage
	for _, f := range []fee{feeActive, feeVariable, feePerKWh} {
		for _, k := range keys {
			if k.fee == f {
				u := *sums[k]
				u.value = u.energy.String()
				ordered = append(ordered, u)
			}
		}
	}
	return ordered
}

// zonePairs adds up "Dzień: 230 | Noc: 130".
func zonePairs(lines []*line) (usage, bool) {
	for _, l := range lines {
		var u usage
		count := 0
		from := 0 // end of the number before
		for _, n := range l.numbers {
			if !n.primary || n.places > 3 || (n.unit != "" && n.unit != unitKWh) {
				continue
			}
			zone := zoneOf(l, from, n.start)
			from = n.end
			if zone == "" {
				u.proven = u.proven || (n.energy() == u.energy && count >= 2)
				continue
			}
			u.energy += n.energy()
			u.evidence = newEvidence(l, 0, n.end, u.energy.String(), "zones side by side", 0.85)
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
				if !n.primary || n.start < h.end {
					continue
				}
				energy, ok := energyOf(n, "")
				zone := cmp.Or(zoneIn(l.fold[h.end:n.start]), zoneIn(l.fold[:h.start])) // "dzienna: 79 001 → 80 068 zużycie 1 067 kWh"
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
				u.evidence = newEvidence(l, n.start, n.end, u.energy.String(), "consumption of each zone", 0.85)
				break
			}
		}
	}
	return u, len(seen) > 1
}

// meterUsage adds up the differences of meter readings: rows in which before + difference = after. Vendors bill whole kWh.
func meterUsage(lines []*line) (usage, bool) {
	var u usage
	found := false
	for _, l := range lines {
		difference, ok := meterDifference(l)
		if !ok {
			continue
		}
		u.energy += billed(difference.energy())
		e := newEvidence(l, difference.start, difference.end, "", "difference of meter readings", 0.8)
		if found {
			e.raw = u.raw + " + " + e.raw
		}
		e.value = u.energy.String()
		u.evidence, found = e, true
	}
	return u, found
}

// meterDifference returns the last number of a row if it is the difference of two before it, in a row that names a part of the
// day or a period.
func meterDifference(l *line) (number, bool) {
	var numbers []number
	for _, n := range l.numbers {
		if n.primary && !n.ordinal && (n.unit == "" || n.unit == unitKWh) {
			numbers = append(numbers, n)
		}
	}
	if len(numbers) < 3 || len(numbers) > maxRowAmounts || (len(l.dates) == 0 && zoneOf(l, 0, len(l.fold)) == "") {
		return number{}, false
	}
	for k := len(numbers) - 1; k >= 2; k-- {
		for j := range k {
			for i := range j {
				if isDifference(numbers[i], numbers[j], numbers[k]) || (numbers[j].places != moneyPlaces && isDifference(numbers[j], numbers[i], numbers[k])) ||
					multipliedDifference(numbers, i, j, k) {
					return numbers[k], true
				}
			}
		}
	}
	return number{}, false
}

// isDifference reports whether a number is the difference of two meter readings.
func isDifference(before, after, difference number) bool {
	return difference.value > 0 && before.value > 0 && after.value-before.value == difference.value &&
		before.places == after.places && before.places == difference.places && rateOf(before.money(), difference.money()) <= 0
}

// multipliedDifference reports whether the k-th number is the difference of the readings i and j times the multiplier of the meter, a whole
// number of the row; vendors round it to kWh.
func multipliedDifference(numbers []number, i, j, k int) bool {
	const widestRow, largest = 12, 100_000
	before, after, product := numbers[i], numbers[j], numbers[k]
	difference := max(after.value-before.value, before.value-after.value)
	if len(numbers) > widestRow || difference == 0 || before.places != after.places {
		return false
	}
	for m, multiplier := range numbers {
		times := multiplier.value / micro
		if m == i || m == j || m == k || multiplier.places != 0 || times < 2 || times > largest || difference > math.MaxInt64/times {
			continue
		}
		if used := difference * times; used == product.value || (product.places == 0 && (used+micro/2)/micro*micro == product.value) {
			return true
		}
	}
	return false
}
