package silver

import (
	"cmp"
	"maps"
	"slices"

	"wattlake/lake"
)

// Fold returns one row per invoice that the facts carry, ordered by key.
//
// A deleted document contributes nothing, and of several parse results of one document only the best counts. Among the
// documents that carry one invoice the winner is, in this order: chosen by a person, reviewed by a person, from XML, ready, from a text layer,
// from the newest parser, with the greatest content hash. The others are listed in the row as duplicates, so they come
// back when the winner is deleted. Facts about one document may be given in several pieces; they are united first.
func Fold(facts []lake.Facts) []lake.Invoice {
	byKey := map[lake.InvoiceKey][]candidate{}
	for _, f := range unite(facts) {
		for _, c := range candidates(f) {
			byKey[c.row.Key] = append(byKey[c.row.Key], c)
		}
	}
	rows := make([]lake.Invoice, 0, len(byKey))
	for _, key := range slices.Sorted(maps.Keys(byKey)) {
		rows = append(rows, decide(byKey[key]))
	}
	return rows
}

// Keys returns the keys of the invoices that the document contributes to, ordered and each once. A changed document
// affects the keys that it had and the keys that it has; the rows of those keys follow from the facts of every document
// that is listed in them (see [Fold]).
func Keys(f lake.Facts) []lake.InvoiceKey {
	keys := []lake.InvoiceKey{}
	for _, c := range candidates(unite([]lake.Facts{f})[0]) {
		keys = append(keys, c.row.Key)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// candidate is one reading that claims to be an invoice: a whole row except for Documents.
type candidate struct {
	row     lake.Invoice
	ref     lake.DocumentRef
	content lake.ContentID // of the parse result
	order   int            // of the reading within the parse result
	chosen  preference
}

// candidates returns what a document, already united, has to say.
func candidates(f lake.Facts) []candidate {
	if f.Deleted() {
		return nil
	}
	best, ok := f.Best()
	if !ok {
		return nil
	}
	parsed, _ := lake.ParseKey(best.Key)
	out := make([]candidate, 0, len(best.Invoices))
	for i, reading := range best.Invoices {
		e := editsOf(f, best, reading)
		out = append(out, candidate{
			row:     newRow(f, best, reading, e),
			chosen:  e.preferred,
			ref:     lake.DocumentRef{Document: f.ID, Part: reading.Part, Parsed: best.Key, Role: lake.Duplicate},
			content: parsed.Content,
			order:   i,
		})
	}
	return out
}

// decide picks the winner of one key.
func decide(cs []candidate) lake.Invoice {
	slices.SortFunc(cs, func(a, b candidate) int { return -compareCandidates(a, b) })
	row := cs[0].row
	for _, c := range cs {
		row.Documents = append(row.Documents, c.ref)
	}
	row.Documents[0].Role = lake.Winner
	if cs[0].chosen == (preference{}) {
		contradicted(&row, cs[1:])
	}
	return row
}

// contradicted marks a row when other documents with its number are about other amounts or days: they may be other invoices, which
// count nowhere. As long as nobody decided, a row is not certain that another certain document speaks against; that of an e-invoice is.
func contradicted(row *lake.Invoice, others []candidate) {
	severity := lake.Severity("")
	for _, o := range others {
		if !otherBill(*row, o.row) {
			continue
		}
		severity = cmp.Or(severity, lake.Warning)
		if row.Status == lake.Ready && o.row.Status != lake.StatusReview && (row.TextSource != lake.SourceXML || o.row.TextSource == lake.SourceXML) {
			severity = lake.NeedsReview
		}
	}
	if severity == "" {
		return
	}
	if slices.ContainsFunc(row.Findings, func(f lake.Finding) bool {
		return f.Code == lake.FindingAccepted && f.Field == lake.FieldName(lake.FindingAmbiguousNumber)
	}) {
		severity = lake.Info
	}
	row.Findings = append(slices.Clone(row.Findings), ambiguousNumber(severity))
	if severity == lake.NeedsReview {
		row.Status = lake.StatusReview
	}
}

// otherBill reports whether two rows with one number state different amounts, or days that have nothing in common.
func otherBill(a, b lake.Invoice) bool {
	apart := func(x, y lake.Invoice) bool { return !x.PeriodEnd.IsZero() && x.PeriodEnd.Before(y.PeriodStart) }
	return a.Gross.Known && b.Gross.Known && a.Gross != b.Gross || a.Net.Known && b.Net.Known && a.Net != b.Net || apart(a, b) || apart(b, a)
}

// compareCandidates is a total order, the better candidate is the greater one.
func compareCandidates(a, b candidate) int {
	return cmp.Or(
		a.chosen.compare(b.chosen),
		compareBool(a.row.Status == lake.Reviewed, b.row.Status == lake.Reviewed),
		compareBool(a.row.TextSource == lake.SourceXML, b.row.TextSource == lake.SourceXML),
		compareBool(a.row.Status == lake.Ready, b.row.Status == lake.Ready),
		cmp.Compare(a.row.TextSource.Rank(), b.row.TextSource.Rank()),
		cmp.Compare(a.row.Parser, b.row.Parser),
		cmp.Compare(a.content, b.content),
		cmp.Compare(a.ref.Document, b.ref.Document),
		cmp.Compare(b.ref.Part, a.ref.Part), // the earlier part
		cmp.Compare(b.order, a.order),
	)
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}
