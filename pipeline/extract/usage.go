package extract

import (
	"slices"
	"strings"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
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
	doubted  bool   // quantity and price of one of the rows, or of one that was left out, do not give its amount of money
}

var unchangedWords = []token.Pattern{token.NewPattern("bez zmian*"), token.NewPattern("niezmien*"), token.NewPattern("nie uleg*"), token.NewPattern("nie zmieni*")}

// decoys are words that make a consumption one of another time or direction.
var decoys = []token.Pattern{
	token.NewPattern("ostatnich"), token.NewPattern("w roku"), token.NewPattern("poprzedni*"), token.NewPattern("ubiegł*"), token.NewPattern("analogiczn*"), token.NewPattern("średni*"), token.NewPattern("przeciętn*"),
	token.NewPattern("roczn*"), token.NewPattern("oddan*"), token.NewPattern("wprowadzon*"), token.NewPattern("biern*"), token.NewPattern("następn*"), token.NewPattern("kolejn*"), token.NewPattern("rok temu"),
	token.NewPattern("wyprodukowan*"), token.NewPattern("akcyz*"),
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
	if best.doubted {
		best = wholeSum(sums)
	}
	for _, u := range labelled[min(1, len(labelled)):] { // of several labelled values the one that the rows confirm
		if agrees(u, slices.Concat(sums, weaker)) && !agrees(best, slices.Concat(sums, weaker)) && u.score == best.score {
			best = u
		}
	}
	for _, u := range all {
		sameRows := u.rule == ruleColumn && best.rule == ruleRows && !u.proven                                       // two sums of what may be the same rows
		alike := u.rule == ruleRows && best.rule == ruleRows && !u.backed && !best.backed && u.summed == best.summed // what misreads a row misreads the next one
		if u.box != best.box && !sameRows && !alike && !u.doubted {
			best.proven = best.proven || billed(u.energy) == billed(best.energy)
		}
	}
	if len(sums) > 0 && sums[0].energy != best.energy && sums[0].energy == billed(best.energy) { // metered 515,37, billed 515
		sums[0].proven = true
		best = sums[0]
	}
	if len(sums) > 1 && sums[0].backed && sums[0].energy != best.energy && best.line != nil && best.line.ocr &&
		len(sums[0].value) == len(best.value) && distance(sums[0].value, best.value, 1) == 1 && agrees(sums[0], sums[1:]) { // one digit was misread
		sums[0].proven = true
		best = sums[0]
	}
	unnamed := slices.ContainsFunc(items, func(it item) bool {
		unit := p.columnUnit(it.line, it.quantity)
		if it.fee != feeNone || !it.priced || (!it.isEnergy && (it.quantity.Unit != "" || unit == "")) {
			return false
		}
		energy, ok := energyOf(it.quantity, unit)
		return !ok || energy != best.energy // another fee for the same energy
	})
	best.disputed = (best.disputed || best.doubted || (unnamed && len(sums) > 0 && best.rule == sums[0].rule)) && !best.proven // a row may be missing in the sum
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

// wholeSum returns the first of the sums that prices prove and that is another fee's too, else the first.
func wholeSum(sums []usage) usage {
	for i, u := range sums {
		if u.backed && !u.doubted && slices.ContainsFunc(sums[i+1:], func(o usage) bool { return o.backed && o.energy == u.energy }) {
			return u
		}
	}
	return sums[0]
}

// disputeMargin is how much weaker than the best a value may be and still dispute it.
const disputeMargin = 0.3

// agrees reports whether one of the values is the same consumption.
func agrees(u usage, others []usage) bool {
	return slices.ContainsFunc(others, func(o usage) bool { return billed(o.energy) == billed(u.energy) })
}

// billed rounds metered energy to whole kWh.
func billed(e lake.Energy) lake.Energy {
	const wattHours = 1000
	if e < 0 {
		return -billed(-e)
	}
	return (e + wattHours/2) / wattHours * wattHours
}

// isForecastOnly reports whether a wording speaks of a forecast on an invoice that is none.
func (p *part) isForecastOnly(wording string) bool {
	return p.kind != lake.Forecast && (strings.Contains(wording, "prognoz") || strings.Contains(wording, "szacow"))
}
