package present

import (
	"strings"
	"unicode"

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

// Row is one line of the invoices table: an invoice, or a document that has none yet because it waits or failed.
type Row struct {
	Key       RowKey
	FileName  string
	DroppedAt string // RFC 3339
	Status    lake.Status
	Stage     lake.Stage
	Failure   *lake.Failure
	Invoice   *lake.Invoice // nil when nothing was read

	PPE      string // the only metering point, else ""
	Points   int
	Computed lake.Opt[lake.Money] // net × 1.23, rounded to the grosz
	Differs  bool                 // the invoice's own gross is known and another
	energy   energyShare

	folded  string    // what the text filter looks in
	foldKey [3]string // folded number, seller and file name: what text columns sort by
}

// energyShare is what a row adds to the total consumption: for a correction the change, so that an original and its
// correction add up to the corrected value.
type energyShare struct {
	value lake.Energy
	known bool
}

// Shape makes the rows of the documents, in their order. It does all work that does not depend on what the user asks for, so
// that [Select] is fast.
func Shape(documents []pipeline.Document) []Row {
	rows := make([]Row, 0, len(documents))
	for i := range documents {
		document := &documents[i]
		if len(document.Invoices) == 0 {
			rows = append(rows, newRow(document, 0, nil))
		}
		for j := range document.Invoices {
			rows = append(rows, newRow(document, j, &document.Invoices[j]))
		}
	}
	return rows
}

func newRow(document *pipeline.Document, index int, invoice *lake.Invoice) Row {
	r := Row{
		Key: RowKey{document.ID, index}, FileName: document.FileName, DroppedAt: document.DroppedAt,
		Status: document.Status, Stage: document.Stage, Failure: document.Failure, Invoice: invoice,
	}
	search := []string{r.FileName, string(document.ID)}
	if invoice != nil {
		r.addInvoice(invoice)
		search = append(search, invoice.Number, lake.FoldNumber(invoice.Number), invoice.SellerName, invoice.SellerNIP,
			invoice.BuyerName, invoice.BuyerNIP, invoice.KSeFNumber, invoice.IssueDate.String())
		for _, p := range invoice.Points {
			search = append(search, p.PPE, p.Address, p.Tariff)
		}
		r.foldKey[0], r.foldKey[1] = fold(invoice.Number), fold(invoice.SellerName)
	}
	r.foldKey[2] = fold(r.FileName)
	r.folded = fold(strings.Join(search, "\n"))
	return r
}

func (r *Row) addInvoice(invoice *lake.Invoice) {
	if r.Status.Final() && r.Status != lake.Failed {
		r.Status = invoiceStatus(invoice, r.Key.Document)
	}
	r.Points = len(invoice.Points)
	if r.Points == 1 {
		r.PPE = invoice.Points[0].PPE
	}
	if invoice.Net.Known {
		r.Computed = lake.Some(invoice.Net.Value.MulRate(grossPercent))
		r.Differs = invoice.Gross.Known && invoice.Gross.Value != r.Computed.Value
	}
	r.energy = energyOf(invoice)
}

// invoiceStatus is the invoice's own, or duplicate when another document carries the same invoice and won.
func invoiceStatus(invoice *lake.Invoice, document lake.DocumentID) lake.Status {
	for _, ref := range invoice.Documents {
		if ref.Document == document && ref.Role == lake.Winner {
			return invoice.Status
		}
	}
	for _, ref := range invoice.Documents {
		if ref.Document == document && ref.Role == lake.Duplicate {
			return lake.StatusDoubled
		}
	}
	return invoice.Status
}

func energyOf(invoice *lake.Invoice) energyShare {
	if invoice.Kind != lake.Correction {
		return energyShare{invoice.Consumption.Value, invoice.Consumption.Known}
	}
	var change energyShare
	for _, p := range invoice.Points {
		if p.Consumption.Known && p.ConsumptionBefore.Known {
			change.value += p.Consumption.Value - p.ConsumptionBefore.Value
			change.known = true
		}
	}
	return change
}

// fold brings text to the form in which it is searched and sorted: lower case, no Polish letters. It is lake.FoldPolish and
// strings.ToLower in one pass, because it runs over everything that is searched.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r + ('a' - 'A')
		case r < unicode.MaxASCII:
			return r
		}
		r = unicode.ToLower(r)
		if base, ok := polish[r]; ok {
			return base
		}
		return r
	}, s)
}

var polish = map[rune]rune{'ą': 'a', 'ć': 'c', 'ę': 'e', 'ł': 'l', 'ń': 'n', 'ó': 'o', 'ś': 's', 'ź': 'z', 'ż': 'z'}
