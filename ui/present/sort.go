package present

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"

	"wattlake/lake"
)

// ranked is a row with its sort key in two unsigned numbers that order in the same way, but for long texts.
type ranked struct {
	number, text uint64
	row          int32
}

// sorter orders rows by a column: each processor ranks and sorts its part of them, then the parts are merged.
type sorter struct {
	texts      []string // of every row; nil where rows are ordered by numbers alone
	start      string   // what all texts begin with
	descending bool
}

// sortedRows returns the rows in the order of a column; equal rows keep their order, and those without a value come last in
// either direction.
func sortedRows(rows []Row, column ColumnID, descending bool) []Row {
	keyOf := sortKeys[column]
	if keyOf == nil {
		return rows
	}
	s := sorter{descending: descending}
	if textColumns[column] {
		s.texts = make([]string, len(rows))
	}
	unknown := make([]bool, len(rows))
	known := inParts(len(rows), func(order *[]ranked, from, to int) {
		sellers := foldedSellers{}
		*order = make([]ranked, 0, to-from)
		for i := from; i < to; i++ {
			key := keyOf(rows[i], sellers)
			if unknown[i] = key.unknown; key.unknown {
				continue
			}
			*order = append(*order, ranked{number: uint64(key.number) ^ 1<<63, row: int32(i)}) //nolint:gosec // keeps the order; rows fit in memory
			if s.texts != nil {
				s.texts[i] = key.text
			}
		}
	})
	if s.texts != nil {
		s.start = s.commonStart(known)
	}
	atOnce(len(known), func(i int) { known[i] = s.sort(known[i]) })
	sorted := make([]Row, 0, len(rows))
	for _, r := range s.merge(known) {
		sorted = append(sorted, rows[r.row])
	}
	for i, row := range rows {
		if unknown[i] {
			sorted = append(sorted, row)
		}
	}
	return sorted
}

// foldedSellers are the names by which rows are sorted, each folded once.
type foldedSellers map[*lake.BriefTraits]string

func (f foldedSellers) of(traits *lake.BriefTraits) string {
	name, ok := f[traits]
	if !ok {
		name = fold(traits.SellerName)
		f[traits] = name
	}
	return name
}

// commonStart returns what all texts begin with.
func (s *sorter) commonStart(parts [][]ranked) string {
	starts := make([]string, len(parts))
	atOnce(len(parts), func(i int) {
		for j, r := range parts[i] {
			starts[i] = commonStart(j == 0, starts[i], s.texts[r.row])
		}
	})
	start, first := "", true
	for i, part := range parts {
		if len(part) > 0 {
			start, first = commonStart(first, start, starts[i]), false
		}
	}
	return start
}

func commonStart(first bool, start, text string) string {
	if first {
		return text
	}
	start = start[:min(len(start), len(text))]
	for text[:len(start)] != start {
		start = start[:len(start)-1]
	}
	return start
}

// sort ranks the rows, and orders them: first by the ranks, then texts that are longer than their ranks.
func (s *sorter) sort(order []ranked) []ranked {
	for i := range order {
		if s.texts != nil {
			var head [8]byte // a text's first bytes as a number order as it does
			copy(head[:], s.texts[order[i].row][len(s.start):])
			order[i].text = binary.BigEndian.Uint64(head[:])
		}
		if s.descending {
			order[i].number, order[i].text = ^order[i].number, ^order[i].text
		}
	}
	if s.texts == nil {
		return radixSort(order, func(r *ranked) uint64 { return r.number })
	}
	order = radixSort(order, func(r *ranked) uint64 { return r.text })
	order = radixSort(order, func(r *ranked) uint64 { return r.number })
	for begin := 0; begin < len(order); {
		end := begin + 1
		for end < len(order) && order[end].number == order[begin].number && order[end].text == order[begin].text {
			end++
		}
		if equal := order[begin:end]; !slices.IsSortedFunc(equal, s.compare) {
			slices.SortFunc(equal, s.compare)
		}
		begin = end
	}
	return order
}

func (s *sorter) compare(a, b ranked) int {
	texts := 0
	if s.texts != nil && a.number == b.number && a.text == b.text {
		texts = strings.Compare(s.texts[a.row], s.texts[b.row])
	}
	if s.descending {
		texts = -texts
	}
	return cmp.Or(cmp.Compare(a.number, b.number), cmp.Compare(a.text, b.text), texts, cmp.Compare(a.row, b.row))
}

// merge puts the sorted parts together, pair by pair.
func (s *sorter) merge(parts [][]ranked) []ranked {
	for len(parts) > 1 {
		pairs := make([][]ranked, (len(parts)+1)/2)
		atOnce(len(pairs), func(i int) {
			a, b := parts[2*i], []ranked(nil)
			if 2*i+1 < len(parts) {
				b = parts[2*i+1]
			}
			pairs[i] = s.mergeTwo(a, b)
		})
		parts = pairs
	}
	return parts[0]
}

func (s *sorter) mergeTwo(a, b []ranked) []ranked {
	if len(a) == 0 || len(b) == 0 {
		return append(a, b...)
	}
	merged := make([]ranked, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if a[0].number < b[0].number || a[0].number == b[0].number && s.compare(a[0], b[0]) < 0 {
			merged, a = append(merged, a[0]), a[1:]
		} else {
			merged, b = append(merged, b[0]), b[1:]
		}
	}
	return append(append(merged, a...), b...)
}
