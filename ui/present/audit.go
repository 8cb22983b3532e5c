package present

import (
	"cmp"
	"slices"
	"strings"

	"wattlake/lake"
)

// FindingRow is one finding of the bill audit as a person reads it.
type FindingRow struct {
	ID       string // "" if it cannot be accepted
	Tone     Tone
	Icon     string
	Title    string // what it is about: month, metering point, numbers
	Message  string
	Accepted bool
	Invoices []lake.InvoiceKey
}

// MostFindings is how many findings the dashboard and its report list; the command line and the exports have all.
const MostFindings = 100

// FindingRows lists the first findings, the open and severe before the others; accepted ones stay at the end.
func FindingRows(l *Locale, findings []lake.AuditFinding, most int) []FindingRow {
	rank := map[lake.Severity]int{lake.NeedsReview: 0, lake.Warning: 1, lake.Info: 2}
	sorted := firstOf(findings, most, func(a, b *lake.AuditFinding) int {
		return cmp.Or(cmp.Compare(a.Decision, b.Decision), cmp.Compare(rank[a.Severity], rank[b.Severity]), b.Month.Compare(a.Month), cmp.Compare(a.ID, b.ID))
	})
	rows := make([]FindingRow, 0, len(sorted))
	for _, f := range sorted {
		row := FindingRow{ID: f.ID, Title: findingTitle(l, f), Message: f.MessagePL, Accepted: f.Decision != "", Invoices: f.InvoiceKeys}
		if l.Lang == lake.English {
			row.Message = f.MessageEN
		}
		row.Message = l.sentence(row.Message, f.Numbers)
		switch {
		case row.Accepted:
			row.Tone, row.Icon = Muted, "reviewed"
		case f.Severity == lake.NeedsReview:
			row.Tone, row.Icon = Attention, "needs_review"
		default:
			row.Tone, row.Icon = Plain, "info"
		}
		rows = append(rows, row)
	}
	return rows
}

// firstOf returns the first rows of an order, without putting all others in order.
func firstOf[T any](rows []T, most int, compare func(a, b *T) int) []*T {
	var first []*T
	for i := range rows {
		row := &rows[i]
		if len(first) == most && (most == 0 || compare(row, first[most-1]) >= 0) {
			continue
		}
		at, _ := slices.BinarySearchFunc(first, row, compare)
		first = slices.Insert(first, at, row)
		first = first[:min(len(first), most)]
	}
	return first
}

// pointers points to each row: to sort them costs a fraction of what sorting the rows does.
func pointers[T any](rows []T) []*T {
	list := make([]*T, len(rows))
	for i := range rows {
		list[i] = &rows[i]
	}
	return list
}

func findingTitle(l *Locale, f *lake.AuditFinding) string {
	parts := make([]string, 0, 3)
	if !f.Month.IsZero() {
		parts = append(parts, l.Month(f.Month))
	}
	if f.PPE != "" {
		parts = append(parts, f.PPE)
	}
	if numbers := slices.DeleteFunc(slices.Clone(f.Numbers), func(n string) bool { return n == "" }); len(numbers) > 0 {
		parts = append(parts, strings.Join(numbers, ", "))
	}
	return strings.Join(parts, " · ")
}
