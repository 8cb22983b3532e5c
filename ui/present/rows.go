package present

import (
	"strings"

	"wattlake/lake"
	"wattlake/pipeline"
)

// grossPercent is the rate of the original system's computed column: gross = net × 1.23.
const grossPercent = 123

// RowKey identifies a row through refreshes.
type RowKey struct {
	Document lake.DocumentID
	Index    int // which of the document's invoices
}

// Row is one line of the invoices table: an invoice, or a document that has none yet because it waits or failed. It keeps
// nothing beside the line: what is shown, searched or sorted by is made when it is needed, because a hundred thousand rows are
// there and thirty are looked at.
type Row struct{ *pipeline.Entry }

// Shape makes the rows of the lines.
func Shape(entries []*pipeline.Entry) []Row {
	rows := make([]Row, len(entries))
	for i, e := range entries {
		rows[i] = Row{e}
	}
	return rows
}

// Key identifies the row.
func (r Row) Key() RowKey { return RowKey{r.Document, r.Index} }

// PPE returns the only metering point, else "".
func (r Row) PPE() string {
	if r.Invoice == nil || r.Invoice.Points != 1 || r.Invoice.PPE == lake.NoPPE {
		return ""
	}
	return r.Invoice.PPE
}

// PointCodes are the codes of the metering points that the rows bill, of invoices about several as well.
func PointCodes(rows []Row) map[string]bool {
	codes := map[string]bool{}
	for _, r := range rows {
		if r.Invoice != nil {
			for code := range strings.FieldsSeq(r.Invoice.PPE) {
				codes[code] = true
			}
		}
	}
	delete(codes, lake.NoPPE)
	return codes
}

// Complete reports whether the invoice has what it cannot do without, and so may be approved unseen: its number, period and amounts.
func (r Row) Complete() bool {
	v := r.Invoice
	return v != nil && (v.Kind == lake.Other || v.Number != "" && !v.PeriodStart.IsZero() && !v.PeriodEnd.IsZero() && v.Net.Known && v.VAT.Known && v.Gross.Known)
}

// Computed is net × 1.23, rounded to the grosz.
func (r Row) Computed() lake.Opt[lake.Money] {
	if r.Invoice == nil || !r.Invoice.Net.Known {
		return lake.Opt[lake.Money]{}
	}
	return lake.Some(r.Invoice.Net.Value.MulRate(grossPercent))
}

// Differs reports whether the invoice's own gross is known and another than the computed one.
func (r Row) Differs() bool {
	computed := r.Computed()
	return computed.Known && r.Invoice.Gross.Known && r.Invoice.Gross.Value != computed.Value
}

// gross returns the invoice's gross; ok is false when it is not known.
func (r Row) gross() (amount lake.Money, ok bool) {
	if r.Invoice == nil {
		return 0, false
	}
	return r.Invoice.Gross.Value, r.Invoice.Gross.Known
}

// fold brings text to the form in which it is searched and sorted.
func fold(s string) string { return lake.FoldSearch(s) }
