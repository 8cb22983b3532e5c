package present

import (
	"cmp"
	"slices"
	"strings"
	"sync/atomic"

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

var statusGroups = [...]StatusGroup{AnyStatus, DoneGroup, ReviewGroup, WorkGroup, FailedGroup, DoubleGroup}

// StatusGroups lists all of them.
func StatusGroups() []StatusGroup { return statusGroups[:] }

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
	Text       string // every word must occur somewhere in the row or in the document, letters without regard to case and Polish marks
	Group      StatusGroup
	Seller     string    // exact name; "" for all
	Kind       lake.Kind // "" for all
	PPE        string    // part of a code; "" for all
	Points     []string  // one of these codes; none for all
	PointsName string    // what Points are called: a group, or the code of a point that has others
	Month      lake.Date // first day of a month that the billing period touches; zero for all
	Year       int       // that the billing period touches; 0 for all
	Sort       ColumnID  // "" keeps the order of arrival
	Descending bool

	// Found tells for documents which words of Text their full text has, one bit per word; nil when that is not known.
	Found map[lake.DocumentID]uint64
}

// Narrowed reports whether anything but the order is asked for.
func (q Query) Narrowed() bool {
	return strings.TrimSpace(q.Text) != "" || (q.Group != "" && q.Group != AnyStatus) || q.Seller != "" || q.Kind != "" || q.PPE != "" || len(q.Points) > 0 ||
		!q.Month.IsZero() || q.Year != 0
}

// SameRows reports whether another query leaves the same rows, in whatever order.
func (q Query) SameRows(o Query) bool {
	return q.Text == o.Text && q.Group == o.Group && q.Seller == o.Seller && q.Kind == o.Kind && q.PPE == o.PPE && slices.Equal(q.Points, o.Points) && q.Month == o.Month && q.Year == o.Year
}

// Words returns what is searched for: at most 64 words, folded.
func (q Query) Words() []string {
	words := strings.Fields(fold(q.Text))
	return words[:min(len(words), maxWords)]
}

// maxWords is how many words of a search count; the others are too many to be meant.
const maxWords = 64

// Selection is what a query yields.
type Selection struct {
	Rows    []Row
	Totals  Totals
	Counts  map[StatusGroup]int // rows per group that fit everything else
	Differs bool                // a row's computed gross is not the invoice's own
	Widest  Widest
}

// selected is what one processor finds in its part of the rows.
type selected struct {
	rows    []Row
	counts  [len(statusGroups)]int // rows per group that fit everything else
	differs bool
	sums    adding
	widest  Widest
}

// Select filters, sorts and adds up. Equal rows keep their order; unknown values come last in either direction. Many rows are
// shared among the processors.
func Select(rows []Row, q Query) Selection {
	wanted := max(0, slices.Index(StatusGroups(), q.Group)) // 0 is any
	hopeless := new(atomic.Bool)
	parts := inParts(len(rows), func(p *selected, from, to int) {
		p.rows, p.sums.hopeless = make([]Row, 0, to-from), hopeless
		words := newSearch(q)
		for _, row := range rows[from:to] {
			if !q.fits(row) || !words.fits(row) {
				continue
			}
			group := slices.Index(statusGroups[:], GroupOf(row.Status))
			p.counts[group]++
			if wanted == 0 || wanted == group {
				p.rows = append(p.rows, row)
				p.differs = p.differs || row.Differs()
				p.sums.add(row)
				p.widest.add(row)
			}
		}
	})
	s := Selection{Rows: parts[0].rows, Counts: make(map[StatusGroup]int, len(statusGroups))}
	whole := adding{hopeless: hopeless}
	var longest Widest
	for i, p := range parts {
		if i > 0 {
			s.Rows = append(s.Rows, p.rows...)
		}
		for g, n := range p.counts {
			s.Counts[statusGroups[g]] += n
			s.Counts[AnyStatus] += n
		}
		s.Differs = s.Differs || p.differs
		whole.join(p.sums)
		longest.join(p.widest)
	}
	s.Totals, s.Widest = whole.totals(), longest
	s.Rows = sortedRows(s.Rows, q.Sort, q.Descending)
	return s
}

// fits reports whether a row passes everything but the text and the group.
func (q *Query) fits(r Row) bool {
	if q.Seller == "" && q.Kind == "" && q.PPE == "" && len(q.Points) == 0 && q.Year == 0 && q.Month.IsZero() {
		return true
	}
	b := r.Invoice
	if b == nil {
		return false
	}
	return (q.Seller == "" || q.Seller == b.SellerName) && (q.Kind == "" || q.Kind == b.Kind) &&
		(q.PPE == "" || strings.Contains(b.PPE, q.PPE)) && (len(q.Points) == 0 || q.namesPoint(b.PPE)) && q.inTime(b)
}

func (q *Query) namesPoint(codes string) bool {
	for code := range strings.FieldsSeq(codes) {
		if slices.Contains(q.Points, code) {
			return true
		}
	}
	return false
}

// About narrows the query to a metering point, or to all points of a group, under every code that they have had.
func (q *Query) About(ppe, group string, register []lake.RegisteredPoint) {
	q.PPE, q.Points, q.PointsName = ppe, nil, ""
	for _, p := range register {
		if group != "" && p.Group == group && (ppe == "" || ppe == p.PPE) || ppe != "" && ppe == p.PPE && len(p.OldCodes) > 0 {
			q.Points = append(append(q.Points, p.PPE), p.OldCodes...)
			q.PPE, q.PointsName = "", cmp.Or(ppe, group)
		}
	}
}

// inTime reports whether the billing period, or the issue date where there is none, touches what is asked for.
func (q *Query) inTime(b *lake.Brief) bool {
	start, end := b.PeriodStart, b.PeriodEnd
	if start.IsZero() || end.IsZero() {
		start, end = b.IssueDate, b.IssueDate
	}
	month := func(d lake.Date) int { return d.Year*12 + int(d.Month) - 1 }
	switch {
	case !q.Month.IsZero():
		m := month(q.Month)
		return !start.IsZero() && month(start) <= m && m <= month(end)
	case q.Year != 0:
		return !start.IsZero() && start.Year <= q.Year && q.Year <= end.Year
	}
	return true
}
