package present

import (
	"cmp"
	"slices"

	"wattlake/lake"
)

// Queue is what a person looks through one after the other: what needs a review, or what the table shows.
type Queue struct {
	Keys   []RowKey
	At     int // the one in sight
	Review bool
	Done   map[RowKey]bool // decided meanwhile
}

// ReviewQueue lists the invoices that need a person, those with the most money at risk first; unknown amounts come last.
func ReviewQueue(rows []Row) Queue {
	var waiting []Row
	for _, r := range rows {
		if r.Status == lake.StatusReview {
			waiting = append(waiting, r)
		}
	}
	slices.SortStableFunc(waiting, func(a, b Row) int {
		return cmp.Or(cmp.Compare(atRisk(b), atRisk(a)), cmp.Compare(a.Document, b.Document), cmp.Compare(a.Index, b.Index))
	})
	return newQueue(waiting, true)
}

// ListQueue goes through the rows in the table's order, beginning with one.
func ListQueue(rows []Row, first RowKey) Queue {
	q := newQueue(rows, false)
	q.Go(first)
	return q
}

func newQueue(rows []Row, review bool) Queue {
	q := Queue{Review: review, Done: map[RowKey]bool{}, Keys: make([]RowKey, len(rows))}
	for i, r := range rows {
		q.Keys[i] = r.Key()
	}
	return q
}

// atRisk is the amount that hangs on a review, in grosze; -1 when it is not known.
func atRisk(r Row) lake.Money {
	if amount, ok := r.gross(); ok {
		return amount.Abs()
	}
	return -1
}

// Now returns the invoice in sight; ok is false when the queue is empty.
func (q *Queue) Now() (RowKey, bool) {
	if q.At < 0 || q.At >= len(q.Keys) {
		return RowKey{}, false
	}
	return q.Keys[q.At], true
}

// Go moves to an invoice and reports whether it is in the queue.
func (q *Queue) Go(key RowKey) bool {
	i := slices.Index(q.Keys, key)
	if i >= 0 {
		q.At = i
	}
	return i >= 0
}

// Step moves by n and stays at the ends.
func (q *Queue) Step(n int) { q.At = max(0, min(q.At+n, len(q.Keys)-1)) }

// Finish marks the invoice in sight as decided and moves to the next that is not; it reports false when none is left.
func (q *Queue) Finish() bool {
	if key, ok := q.Now(); ok {
		q.Done[key] = true
	}
	for i := 1; i <= len(q.Keys); i++ {
		at := (q.At + i) % len(q.Keys)
		if !q.Done[q.Keys[at]] {
			q.At = at
			return true
		}
	}
	return false
}

// Left counts what is not decided.
func (q *Queue) Left() int { return len(q.Keys) - len(q.Done) }

// Progress says where the person is: "3 z 12".
func (q *Queue) Progress(l *Locale) string {
	if len(q.Keys) == 0 {
		return ""
	}
	return l.T("queue.progress", "at", l.Int(int64(q.At+1)), "all", l.Int(int64(len(q.Keys))))
}
