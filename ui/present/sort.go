package present

import (
	"encoding/binary"
	"math"
	"slices"
	"strings"
)

// sortKey is a row's place in one column: numbers and dates by number, text by its folded form.
type sortKey struct {
	unknown bool
	number  int64
	text    string
}

// ranked is a row with its sort key in two unsigned numbers that order in the same way, but for long texts.
type ranked struct {
	number, text uint64
	row          int32
}

// sortedRows returns the rows in the order of a column; equal rows keep their order, and those without a value come last in
// either direction.
func sortedRows(rows []*Row, column ColumnID, descending bool) []*Row {
	keyOf := sortKeys[column]
	if keyOf == nil {
		return rows
	}
	keys := make([]sortKey, len(rows))
	order, unknown := make([]ranked, 0, len(rows)), make([]*Row, 0)
	for i, r := range rows {
		if keys[i] = keyOf(r); keys[i].unknown {
			unknown = append(unknown, r)
			continue
		}
		order = append(order, ranked{number: uint64(keys[i].number) ^ 1<<63, row: int32(i)}) //nolint:gosec // keeps the order; rows fit in memory
	}
	shared := rankTexts(order, keys)
	if descending {
		for i := range order {
			order[i].number, order[i].text = ^order[i].number, ^order[i].text
		}
	}
	order = radixSort(order, func(r *ranked) uint64 { return r.text })
	order = radixSort(order, func(r *ranked) uint64 { return r.number })
	sortTexts(order, keys, shared, descending)
	sorted := make([]*Row, 0, len(rows))
	for _, r := range order {
		sorted = append(sorted, rows[r.row])
	}
	return append(sorted, unknown...)
}

// textBytes is how many bytes of a text a rank holds.
const textBytes = 8

// rankTexts ranks texts by the bytes that follow what all of them begin with, and returns the length of that.
func rankTexts(order []ranked, keys []sortKey) (shared int) {
	if len(order) == 0 {
		return 0
	}
	first := keys[order[0].row].text
	shared = len(first)
	for i := range order {
		text := keys[order[i].row].text
		shared = min(shared, len(text))
		for text[:shared] != first[:shared] {
			shared--
		}
	}
	for i := range order {
		var head [textBytes]byte
		copy(head[:], keys[order[i].row].text[shared:])
		order[i].text = binary.BigEndian.Uint64(head[:])
	}
	return shared
}

// sortTexts finishes the order of texts that are longer than their ranks.
func sortTexts(order []ranked, keys []sortKey, shared int, descending bool) {
	for begin := 0; begin < len(order); {
		end := begin + 1
		same := true
		for end < len(order) && order[end].number == order[begin].number && order[end].text == order[begin].text {
			same = same && keys[order[end].row].text == keys[order[begin].row].text
			end++
		}
		if !same {
			slices.SortFunc(order[begin:end], func(a, b ranked) int {
				c := strings.Compare(keys[a.row].text[shared:], keys[b.row].text[shared:])
				if descending {
					c = -c
				}
				if c == 0 {
					return int(a.row - b.row)
				}
				return c
			})
		}
		begin = end
	}
}

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
	spare := make([]ranked, len(order))
	for d := range digits {
		if len(order) == 0 || counts[d][number(&order[0])>>(bits*d)&math.MaxUint8] == len(order) {
			continue // all have the same digit
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
