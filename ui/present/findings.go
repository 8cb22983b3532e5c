package present

import (
	"slices"

	"wattlake/lake"
	"wattlake/pipeline"
)

// Notice is a sentence with what to do about it.
type Notice struct {
	Tone    Tone
	Message string
	Hint    string
}

// invoiceOf finds the Silver row of a part, nil if there is none.
func invoiceOf(d pipeline.DocumentDetail, part int) *lake.Invoice {
	for i := range d.Invoices {
		match := func(ref lake.DocumentRef) bool { return ref.Document == d.ID && ref.Part == part }
		if slices.ContainsFunc(d.Invoices[i].Documents, match) {
			return &d.Invoices[i]
		}
	}
	return nil
}

// notices puts findings into sentences, the worst first.
func notices(l *Locale, findings []lake.Finding) []Notice {
	rank := map[lake.Severity]int{lake.NeedsReview: 0, lake.Warning: 1, lake.Info: 2}
	sorted := slices.SortedStableFunc(slices.Values(findings), func(a, b lake.Finding) int { return rank[a.Severity] - rank[b.Severity] })
	list := make([]Notice, len(sorted))
	for i, f := range sorted {
		list[i] = Notice{Tone: severityTone(f.Severity), Message: l.Say(f.Message)}
	}
	return list
}

func severityTone(s lake.Severity) Tone {
	switch s {
	case lake.NeedsReview:
		return Bad
	case lake.Warning:
		return Attention
	default:
		return Muted
	}
}

// lowConfidence is below which a value deserves a look.
const lowConfidence = 0.8

// fieldValue writes a canonical value for people.
func (l *Locale) fieldValue(name lake.FieldName, value string) string {
	switch name {
	case lake.FieldNet, lake.FieldVAT, lake.FieldGross, lake.FieldAmountDue:
		return l.decimal(value)
	case lake.FieldConsumption, lake.FieldConsumptionBefore:
		return l.decimal(value) + nbsp + "kWh"
	case lake.FieldKind:
		return l.T("kind." + value)
	case lake.FieldScope:
		return l.T("scope." + value)
	case lake.FieldIssueDate, lake.FieldSaleDate, lake.FieldDueDate, lake.FieldPeriodStart, lake.FieldPeriodEnd:
		if d, err := lake.ParseDate(value); err == nil {
			return l.Date(d)
		}
	default:
	}
	return value
}

func linesGrid(l *Locale, r lake.Reading) Grid {
	g := Grid{Columns: []Column{
		flexColumn(l, "line", "Opłata sieciowa", 0), textColumn(l, "zone", "całodobowa", 5), numberColumn(l, "quantity", "12 345", 2),
		textColumn(l, "unit", "kWh", 3), numberColumn(l, "unit_price", "0,12345", 4), numberColumn(l, "net", "12 345,67", 0), numberColumn(l, "rate", "23", 6),
	}}
	for _, line := range r.Lines {
		g.Rows = append(g.Rows, []Cell{
			{Text: line.Name},
			{Text: line.Zone, Tone: Muted},
			{Text: l.optional(line.Quantity.String())},
			{Text: line.Unit, Tone: Muted},
			{Text: l.optional(line.UnitPrice.String())},
			{Text: l.optional(line.Net.String())},
			{Text: line.VATRate, Tone: Muted},
		})
	}
	return g
}

// optional writes a canonical decimal, or nothing when it is not known.
func (l *Locale) optional(canonical string) string {
	if canonical == "" {
		return ""
	}
	return l.decimal(canonical)
}

// invoiceStatus is the invoice's own, or duplicate when another document carries the same invoice and won.
func invoiceStatus(invoice *lake.Invoice, document lake.DocumentID) lake.Status {
	for _, role := range []lake.Role{lake.Winner, lake.Duplicate} {
		for _, ref := range invoice.Documents {
			if ref.Document == document && ref.Role == role {
				if role == lake.Duplicate {
					return lake.StatusDoubled
				}
				return invoice.Status
			}
		}
	}
	return invoice.Status
}
