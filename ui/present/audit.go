package present

import (
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

// FindingRows puts findings into words.
func FindingRows(l *Locale, findings []lake.AuditFinding) []FindingRow {
	rows := make([]FindingRow, 0, len(findings))
	for i := range findings {
		f := &findings[i]
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
