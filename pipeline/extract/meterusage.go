package extract

import (
	"math"

	"wattlake/pipeline/extract/token"
)

// meterUsage adds up the differences of meter readings: rows in which before + difference = after. Vendors bill whole kWh.
func meterUsage(lines []*line) (usage, bool) {
	var u usage
	found := false
	for _, l := range lines {
		difference, ok := meterDifference(l)
		if !ok {
			continue
		}
		u.energy += billed(difference.Energy())
		e := newEvidence(l, difference.Start, difference.End, "", "difference of meter readings", 0.8)
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
func meterDifference(l *line) (token.Number, bool) {
	var numbers []token.Number
	for _, n := range l.numbers {
		if n.Primary && !n.Ordinal && (n.Unit == "" || n.Unit == token.UnitKWh) {
			numbers = append(numbers, n)
		}
	}
	if len(numbers) < 3 || len(numbers) > maxRowAmounts || (len(l.dates) == 0 && zoneOf(l, 0, len(l.fold)) == "") {
		return token.Number{}, false
	}
	for k := len(numbers) - 1; k >= 2; k-- {
		for j := range k {
			for i := range j {
				if isDifference(numbers[i], numbers[j], numbers[k]) || (numbers[j].Places != token.MoneyPlaces && isDifference(numbers[j], numbers[i], numbers[k])) ||
					multipliedDifference(numbers, i, j, k) {
					return numbers[k], true
				}
			}
		}
	}
	return token.Number{}, false
}

// isDifference reports whether a number is the difference of two meter readings.
func isDifference(before, after, difference token.Number) bool {
	return difference.Value > 0 && before.Value > 0 && after.Value-before.Value == difference.Value &&
		before.Places == after.Places && before.Places == difference.Places && rateOf(before.Money(), difference.Money()) <= 0
}

// multipliedDifference reports whether the k-th number is the difference of the readings i and j times the multiplier of the meter, a whole
// number of the row; vendors round it to kWh.
func multipliedDifference(numbers []token.Number, i, j, k int) bool {
	const widestRow, largest = 12, 100_000
	before, after, product := numbers[i], numbers[j], numbers[k]
	difference := max(after.Value-before.Value, before.Value-after.Value)
	if len(numbers) > widestRow || difference == 0 || before.Places != after.Places {
		return false
	}
	for m, multiplier := range numbers {
		times := multiplier.Value / token.Micro
		if m == i || m == j || m == k || multiplier.Places != 0 || times < 2 || times > largest || difference > math.MaxInt64/times {
			continue
		}
		if used := difference * times; used == product.Value || (product.Places == 0 && (used+token.Micro/2)/token.Micro*token.Micro == product.Value) {
			return true
		}
	}
	return false
}
