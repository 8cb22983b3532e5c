package present

import (
	"cmp"
	"slices"
	"strings"

	"wattlake/lake"
)

// StatusGroup is a choice of the status filter.
type StatusGroup string

// The groups in the order in which they are offered.
const (
	AnyStatus   StatusGroup = "all"
	DoneGroup   StatusGroup = "done"   // ready or approved by a person
	ReviewGroup StatusGroup = "review" // a person must look
	WorkGroup   StatusGroup = "work"   // waiting or at work
	FailedGroup StatusGroup = "failed"
	DoubleGroup StatusGroup = "double"
)

// StatusGroups lists all of them.
func StatusGroups() []StatusGroup {
	return []StatusGroup{AnyStatus, DoneGroup, ReviewGroup, WorkGroup, FailedGroup, DoubleGroup}
}

// GroupOf returns the group that a status belongs to.
func GroupOf(s lake.Status) StatusGroup {
	switch s {
	case lake.Ready, lake.Reviewed:
		return DoneGroup
	case lake.StatusReview:
		return ReviewGroup
	case lake.Failed:
		return FailedGroup
	case lake.StatusDoubled:
		return DoubleGroup
	default:
		return WorkGroup
	}
}

// Query is what the user asks of the invoices table. The zero Query shows everything in the order of arrival.
type Query struct {
	Text       string // every word must occur somewhere in the row, letters without regard to case and Polish marks
	Group      StatusGroup
	Sort       ColumnID // "" keeps the order of arrival
	Descending bool
}

// Selection is what a query yields.
type Selection struct {
	Rows   []*Row
	Totals Totals
	Counts map[StatusGroup]int // rows per group that fit the text
	Widest Widest
}

// Widest are the longest figures of a selection, so that no figure in a table is ever cut.
type Widest struct {
	Money  lake.Money
	Energy lake.Energy
}

// Select filters, sorts and adds up. Equal rows keep their order; unknown values come last in either direction.
func Select(rows []Row, q Query) Selection {
	words := strings.Fields(fold(q.Text))
	s := Selection{Rows: make([]*Row, 0, len(rows)), Counts: make(map[StatusGroup]int, len(StatusGroups()))}
	for i := range rows {
		row := &rows[i]
		if !containsAll(row.folded, words) {
			continue
		}
		group := GroupOf(row.Status)
		s.Counts[AnyStatus]++
		s.Counts[group]++
		if q.Group == "" || q.Group == AnyStatus || q.Group == group {
			s.Rows = append(s.Rows, row)
		}
	}
	sortRows(s.Rows, q.Sort, q.Descending)
	s.Totals, s.Widest = sum(s.Rows), widest(s.Rows)
	return s
}

func containsAll(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// sortKey is a row's place in one column: numbers and dates by number, text by its folded form.
type sortKey struct {
	unknown bool
	number  int64
	text    string
}

// sortRows orders row numbers rather than rows: they are small and hold no pointers, so that moving them is cheap. The
// number itself decides between equal keys, which makes the fast, unstable sort stable.
func sortRows(rows []*Row, column ColumnID, descending bool) {
	keyOf := sortKeys[column]
	if keyOf == nil {
		return
	}
	keys := make([]sortKey, len(rows))
	order := make([]int32, len(rows))
	for i, r := range rows {
		keys[i], order[i] = keyOf(r), int32(i)
	}
	direction := 1
	if descending {
		direction = -1
	}
	slices.SortFunc(order, func(a, b int32) int {
		if c := keys[a].compare(&keys[b], direction); c != 0 {
			return c
		}
		return int(a - b)
	})
	unsorted := slices.Clone(rows)
	for i, n := range order {
		rows[i] = unsorted[n]
	}
}

func (a *sortKey) compare(b *sortKey, direction int) int {
	switch {
	case a.unknown != b.unknown:
		if a.unknown {
			return 1
		}
		return -1
	case a.number != b.number:
		return direction * cmp.Compare(a.number, b.number)
	default:
		return direction * strings.Compare(a.text, b.text)
	}
}

// widest finds the longest figures. For energy the decimals count: 1000 kWh is shorter than 1.234 kWh.
func widest(rows []*Row) Widest {
	var w Widest
	longest := 0
	for _, r := range rows {
		if r.Invoice == nil {
			continue
		}
		w.Money = max(w.Money, r.Invoice.Net.Value.Abs(), r.Invoice.Gross.Value.Abs(), r.Computed.Value.Abs())
		if n := figureLength(r.Invoice.Consumption.Value); n > longest {
			longest, w.Energy = n, max(r.Invoice.Consumption.Value, -r.Invoice.Consumption.Value)
		}
	}
	return w
}

// figureLength counts the digits of an amount of energy as it is written.
func figureLength(e lake.Energy) int {
	const kWh = 1000
	whole, fraction := e/kWh, e%kWh
	n := 1
	for whole > 9 || whole < -9 {
		whole, n = whole/10, n+1
	}
	if fraction != 0 {
		n += 4
		for fraction%10 == 0 {
			fraction, n = fraction/10, n-1
		}
	}
	return n
}
