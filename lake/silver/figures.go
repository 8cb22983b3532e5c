package silver

import (
	"strings"

	"wattlake/lake"
)

// Figures names, by part, the figures of a document's invoices as they stand: whatever counts in Gold or has to be paid. A
// decision keeps the names, so that nobody's word is taken for figures that they never saw (see [lake.Decision]).
func Figures(f lake.Facts) map[int]lake.ContentID {
	values := Values(f)
	named := make(map[int]lake.ContentID, len(values))
	for part, row := range values {
		named[part] = figures(row)
	}
	return named
}

// Values returns, by part, what a document says about its invoices as they stand, with people's edits, but not judged yet.
func Values(f lake.Facts) map[int]lake.Invoice {
	f = unite([]lake.Facts{f})[0]
	best, _ := f.Best()
	values := make(map[int]lake.Invoice, len(best.Invoices))
	for _, reading := range best.Invoices {
		values[reading.Part], _ = valuesOf(f, best, reading, editsOf(f, best, reading))
	}
	return values
}

// figures must not change: what people decided is told by it from what they did not see.
func figures(row lake.Invoice) lake.ContentID {
	said := []string{
		lake.FoldNumber(row.Number), string(row.Kind), string(row.Scope), row.SellerNIP, row.IssueDate.String(), row.DueDate.String(),
		row.PeriodStart.String(), row.PeriodEnd.String(), row.Currency, row.Net.String(), row.VAT.String(), row.Gross.String(),
		row.AmountDue.String(), row.Consumption.String(),
	}
	for _, c := range row.Corrects {
		said = append(said, lake.FoldNumber(c.Number))
	}
	for _, p := range row.Points {
		said = append(said, "point", p.PPE, p.PeriodStart.String(), p.PeriodEnd.String(), p.Consumption.String(), p.ConsumptionBefore.String(), p.Net.String())
	}
	return lake.NewContentID([]byte(strings.Join(said, "\x00")))
}

// editsOf collects what people decided about a reading of a document, already united.
func editsOf(f lake.Facts, best lake.StoredParsed, reading lake.Reading) edits {
	return collectEdits(f.Decisions, reading.Part, func(e edits) lake.ContentID {
		row, _ := valuesOf(f, best, reading, e)
		return figures(row)
	})
}
