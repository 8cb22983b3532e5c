package extract

import "math"

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
