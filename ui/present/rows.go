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

// Row is one line of the invoices table: an invoice, or a document that has none yet because it waits or failed.
type Row struct {
	*pipeline.Entry

	Computed lake.Opt[lake.Money] // net × 1.23, rounded to the grosz
	Differs  bool                 // the invoice's own gross is known and another

	folded  string    // what the text filter looks in
	foldKey [3]string // folded number, seller and file name, parts of folded: what text columns sort by
}

// Key identifies the row.
func (r *Row) Key() RowKey { return RowKey{r.Document, r.Index} }

// PPE returns the only metering point, else "".
func (r *Row) PPE() string {
	if r.Invoice == nil || r.Invoice.Points != 1 || r.Invoice.PPE == lake.NoPPE {
		return ""
	}
	return r.Invoice.PPE
}

// gross returns the invoice's gross; ok is false when it is not known.
func (r *Row) gross() (amount lake.Money, ok bool) {
	if r.Invoice == nil {
		return 0, false
	}
	return r.Invoice.Gross.Value, r.Invoice.Gross.Known
}

// Shaper makes rows of the lines of the list. It does all work that does not depend on what the user asks for, so that [Select]
// is fast, and does it once per line. It is for one goroutine.
type Shaper struct {
	rows map[*pipeline.Entry]*Row
}

// Shape returns the rows of the lines, in their order: the same row for the same line.
func (s *Shaper) Shape(entries []*pipeline.Entry) []*Row {
	if s.rows == nil {
		s.rows = make(map[*pipeline.Entry]*Row, len(entries))
	}
	rows := make([]*Row, len(entries))
	for i, e := range entries {
		row := s.rows[e]
		if row == nil {
			row = newRow(e)
			s.rows[e] = row
		}
		rows[i] = row
	}
	if len(s.rows) > len(entries)+len(entries)/staleShare+fewStale {
		clear(s.rows)
		for _, row := range rows {
			s.rows[row.Entry] = row
		}
	}
	return rows
}

// Rows of lines that are gone are kept until there are so many: to sort them out costs as much as all others.
const (
	staleShare = 8 // one stale row to so many
	fewStale   = 1000
)

// Shape makes the rows of the lines.
func Shape(entries []*pipeline.Entry) []*Row { return new(Shaper).Shape(entries) }

func newRow(e *pipeline.Entry) *Row {
	r := &Row{Entry: e}
	number, seller, file := "", "", fold(e.FileName)
	var rest []string
	if b := e.Invoice; b != nil {
		if b.Net.Known {
			r.Computed = lake.Some(b.Net.Value.MulRate(grossPercent))
			r.Differs = b.Gross.Known && b.Gross.Value != r.Computed.Value
		}
		number, seller = fold(b.Number), fold(b.SellerName)
		rest = []string{fold(lake.FoldNumber(b.Number)), b.SellerNIP, fold(b.BuyerName), b.BuyerNIP, fold(b.KSeFNumber), b.IssueDate.String(), fold(b.PPE), fold(b.Places)}
	}
	r.folded = strings.Join(append([]string{number, seller, file}, rest...), "\n")
	n, m := len(number), len(number)+1+len(seller)
	r.foldKey = [3]string{r.folded[:n], r.folded[n+1 : m], r.folded[m+1 : m+1+len(file)]}
	return r
}

// fold brings text to the form in which it is searched and sorted.
func fold(s string) string { return lake.FoldSearch(s) }
