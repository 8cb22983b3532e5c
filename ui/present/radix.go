package present

import "math"

// radixSort orders by a number, byte after byte from the lowest one; equal ones keep their order. It takes a few passes over
// a million rows where comparing takes twenty for each. The slice that it is given is used up.
func radixSort(order []ranked, number func(*ranked) uint64) []ranked {
	const digits, bits = 8, 8
	var counts [digits][math.MaxUint8 + 1]int
	for i := range order {
		n := number(&order[i])
		for d := range digits {
			counts[d][n>>(bits*d)&math.MaxUint8]++
		}
	}
	var spare []ranked
	for d := range digits {
		if len(order) == 0 || counts[d][number(&order[0])>>(bits*d)&math.MaxUint8] == len(order) {
			continue // all have the same digit
		}
		if spare == nil {
			spare = make([]ranked, len(order))
		}
		place := 0
		for value, count := range counts[d] {
			counts[d][value] = place
			place += count
		}
		for i := range order {
			digit := number(&order[i]) >> (bits * d) & math.MaxUint8
			spare[counts[d][digit]] = order[i]
			counts[d][digit]++
		}
		order, spare = spare, order
	}
	return order
}
