package silver_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/lake/silver"
)

const (
	sellerNIP  = "1112223332"
	schoolPPE  = "590310600000001023"
	lightsPPE  = "590310600000001030"
	saleNumber = "FS/2026/03/0457"
)

// document returns facts with one parse result.
func document(stem string, parser int, source lake.TextSource, readings ...lake.Reading) lake.Facts {
	id := lake.NewDocumentID([]byte(stem))
	for i := range readings {
		readings[i].Part = i + 1
	}
	parsed := lake.Parsed{Document: id, Parser: parser, Source: source, Invoices: readings}
	key := lake.ParsedKey(lake.NewName(stem+".pdf", id), []byte(stem+string(source)))
	return lake.Facts{ID: id, Parsed: []lake.StoredParsed{{Key: key, Parsed: parsed}}}
}

// reading returns a ready invoice; pairs of field and value replace its fields, "" takes one away.
func reading(pairs ...string) lake.Reading {
	values := map[string]string{
		"number": saleNumber, "kind": "settlement", "scope": "sale", "seller_nip": sellerNIP,
		"seller_name": "Przykładowa Energia S.A.", "issue_date": "2026-04-08", "period_start": "2026-03-01",
		"period_end": "2026-03-31", "net": "3567.53", "vat": "820.53", "gross": "4388.06", "consumption_kwh": "5143",
	}
	for i := 0; i < len(pairs); i += 2 {
		values[pairs[i]] = pairs[i+1]
	}
	fields := lake.Fields{}
	for name, value := range values {
		fields[lake.FieldName(name)] = lake.Field{Value: value, Confidence: 0.9}
	}
	return lake.Reading{Part: 1, Fields: fields}
}

func point(pairs ...string) lake.Fields {
	fields := lake.Fields{}
	for i := 0; i < len(pairs); i += 2 {
		fields[lake.FieldName(pairs[i])] = lake.Field{Value: pairs[i+1], Confidence: 0.9}
	}
	return fields
}

// An amount in another currency is in no sum, which people must be told.
func TestForeignCurrency(t *testing.T) {
	for currency, foreign := range map[string]bool{"": false, "PLN": false, "pln": false, "EUR": true, "XYZ": true} {
		row := silver.Fold([]lake.Facts{document("a", 1, lake.SourceXML, reading("currency", currency))})[0]
		told := slices.ContainsFunc(row.Findings, func(f lake.Finding) bool {
			return f.Code == lake.FindingForeignCurrency && f.Severity == lake.Warning
		})
		if told != foreign || row.Foreign() != foreign {
			t.Errorf("%q: %+v", currency, row.Findings)
		}
	}
}

// Under one number may come two invoices, such as that of another year. Only one counts, so people must be told; what is certain is not
// what another certain document speaks against.
func TestOneNumberWithOtherFigures(t *testing.T) {
	doubtful := func(r lake.Reading) lake.Reading {
		r.Findings = []lake.Finding{{Code: lake.FindingLowConfidence, Severity: lake.NeedsReview}}
		return r
	}
	first := func() lake.Facts { return document("a", 1, lake.SourceTextLayer, reading()) }
	dearer := func() lake.Reading { return reading("net", "4000.00", "gross", "4820.53") }
	later := func() lake.Reading { return reading("period_start", "2027-03-01", "period_end", "2027-03-31") }
	prefer, accept, approve := decision(lake.DecidePrefer, 1, "ala"), decision(lake.DecideFinding, 1, "ala"), decision(lake.DecideApprove, 1, "ala")
	accept.Finding = string(lake.FindingAmbiguousNumber)
	for name, c := range map[string]struct {
		facts  []lake.Facts
		told   lake.Severity
		status lake.Status
	}{
		"a copy":          {[]lake.Facts{first(), document("b", 1, lake.SourceOCR, reading())}, "", lake.Ready},
		"other amounts":   {[]lake.Facts{first(), document("b", 1, lake.SourceOCR, dearer())}, lake.NeedsReview, lake.StatusReview},
		"other days":      {[]lake.Facts{first(), document("b", 1, lake.SourceOCR, later())}, lake.NeedsReview, lake.StatusReview},
		"a doubtful scan": {[]lake.Facts{first(), document("b", 1, lake.SourceOCR, doubtful(dearer()))}, lake.Warning, lake.Ready},
		"an e-invoice":    {[]lake.Facts{document("a", 1, lake.SourceXML, reading()), document("b", 1, lake.SourceOCR, dearer())}, lake.Warning, lake.Ready},
		"two e-invoices":  {[]lake.Facts{document("a", 1, lake.SourceXML, reading()), document("b", 1, lake.SourceXML, dearer())}, lake.NeedsReview, lake.StatusReview},
		"chosen":          {[]lake.Facts{decided(first(), prefer), document("b", 1, lake.SourceOCR, dearer())}, "", lake.Ready},
		"accepted":        {[]lake.Facts{decided(first(), accept), document("b", 1, lake.SourceOCR, dearer())}, lake.Info, lake.Ready},
		"approved":        {[]lake.Facts{decided(first(), approve), document("b", 1, lake.SourceOCR, dearer())}, lake.Warning, lake.Reviewed},
	} {
		rows := silver.Fold(c.facts)
		var told lake.Severity
		for _, f := range rows[0].Findings {
			if f.Code == lake.FindingAmbiguousNumber {
				told = f.Severity
			}
		}
		if len(rows) != 1 || told != c.told || rows[0].Status != c.status {
			t.Errorf("%s: %d rows, told %q, %s", name, len(rows), told, rows[0].Status)
		}
	}
}

func decided(f lake.Facts, d lake.Decision) lake.Facts {
	f.Decisions = append(f.Decisions, d)
	return f
}

func decision(kind lake.DecisionKind, lamport uint64, author string, pairs ...string) lake.Decision {
	d := lake.Decision{Kind: kind, Lamport: lamport, Author: author}
	for i := 0; i < len(pairs); i += 2 {
		if d.Values == nil {
			d.Values = map[string]string{}
		}
		d.Values[pairs[i]] = pairs[i+1]
	}
	d.Content = lake.NewContentID([]byte(string(kind) + author + d.At + pairs2key(pairs)))
	return d
}

func pairs2key(pairs []string) string {
	s := ""
	for _, p := range pairs {
		s += "\x00" + p
	}
	return s
}

func only(t *testing.T, facts ...lake.Facts) lake.Invoice {
	t.Helper()
	rows := silver.Fold(facts)
	if len(rows) != 1 {
		t.Fatalf("%d rows, want 1: %+v", len(rows), rows)
	}
	return rows[0]
}

func TestRowOfAReading(t *testing.T) {
	r := reading()
	r.Points = []lake.Fields{
		point("ppe", schoolPPE, "tariff", "C12a", "consumption_kwh", "1725", "net", "1200.53"),
		point("ppe", lightsPPE, "consumption_kwh", "3418", "net", "2367.00"),
	}
	facts := document("sale", 3, lake.SourceTextLayer, r)
	row := only(t, facts)
	want := lake.Invoice{
		Key:    lake.NewInvoiceKey(sellerNIP, "", saleNumber, "", 0),
		Number: saleNumber, Kind: lake.Settlement, Scope: lake.Sale,
		SellerName: "Przykładowa Energia S.A.", SellerNIP: sellerNIP,
		IssueDate: lake.Date{Year: 2026, Month: 4, Day: 8}, PeriodStart: lake.Date{Year: 2026, Month: 3, Day: 1},
		PeriodEnd: lake.Date{Year: 2026, Month: 3, Day: 31},
		Net:       lake.Some[lake.Money](356753), VAT: lake.Some[lake.Money](82053), Gross: lake.Some[lake.Money](438806),
		Consumption: lake.Some[lake.Energy](5_143_000),
		Points: []lake.Point{
			{PPE: schoolPPE, Tariff: "C12a", Consumption: lake.Some[lake.Energy](1_725_000), Net: lake.Some[lake.Money](120053)},
			{PPE: lightsPPE, Consumption: lake.Some[lake.Energy](3_418_000), Net: lake.Some[lake.Money](236700)},
		},
		Documents:  []lake.DocumentRef{{Document: facts.ID, Part: 1, Parsed: facts.Parsed[0].Key, Role: lake.Winner}},
		TextSource: lake.SourceTextLayer, Confidence: 0.9, Status: lake.Ready, Parser: 3, Year: 2026,
	}
	if diff := cmp.Diff(want, row); diff != "" {
		t.Error(diff)
	}
}

func TestSeveralPartsAreSeveralInvoices(t *testing.T) {
	rows := silver.Fold([]lake.Facts{document("two", 1, lake.SourceOCR, reading("number", "A"), reading("number", "B"))})
	if len(rows) != 2 {
		t.Fatalf("%d rows, want 2", len(rows))
	}
}

func TestWithoutNumberTheDocumentIsTheKey(t *testing.T) {
	a := document("a", 1, lake.SourceOCR, reading("number", ""))
	b := document("b", 1, lake.SourceOCR, reading("number", ""))
	if rows := silver.Fold([]lake.Facts{a, b}); len(rows) != 2 {
		t.Fatalf("%d rows, want 2", len(rows))
	}
}

func TestReferencesGetKeys(t *testing.T) {
	r := reading("number", "FSK/1", "kind", "correction")
	r.Corrects = []lake.Reference{
		{Number: "fs/2026/03/ 0457", IssueDate: lake.Date{Year: 2026, Month: 4, Day: 8}},
		{Number: "FS/2026/03/0457"},
		{},
	}
	row := only(t, document("c", 1, lake.SourceOCR, r))
	want := []lake.Reference{{Number: "fs/2026/03/ 0457", Key: lake.NewInvoiceKey(sellerNIP, "", saleNumber, "", 0)}}
	if diff := cmp.Diff(want, row.Corrects); diff != "" {
		t.Error(diff)
	}
}

// The winner's order, one criterion after the other: in each case the first document wins although everything that is
// asked later speaks for the second.
func TestWinner(t *testing.T) {
	unready := reading()
	unready.Findings = []lake.Finding{{Code: lake.FindingMissing, Severity: lake.NeedsReview, Field: lake.FieldDueDate}}
	approved := document("approved", 1, lake.SourceOCR, unready)
	approved.Decisions = []lake.Decision{decision(lake.DecideApprove, 1, "ania")}
	tests := map[string]struct{ winner, loser lake.Facts }{
		"reviewed before XML":   {approved, document("x", 9, lake.SourceXML, reading())},
		"XML before ready":      {document("x", 1, lake.SourceXML, unready), document("t", 9, lake.SourceTextLayer, reading())},
		"ready before layer":    {document("o", 1, lake.SourceOCR, reading()), document("t", 9, lake.SourceTextLayer, unready)},
		"text layer before OCR": {document("t", 1, lake.SourceTextLayer, reading()), document("o", 9, lake.SourceOCR, reading())},
		"newer parser":          {document("t", 2, lake.SourceOCR, reading()), document("o", 1, lake.SourceOCR, reading())},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			row := only(t, test.loser, test.winner)
			if got := row.Documents[0]; got.Document != test.winner.ID || got.Role != lake.Winner {
				t.Errorf("winner is %+v", got)
			}
			if got := row.Documents[1]; got.Document != test.loser.ID || got.Role != lake.Duplicate {
				t.Errorf("second is %+v", got)
			}
		})
	}
}

func TestDeletedWinnerGivesWayAndComesBack(t *testing.T) {
	winner := document("x", 1, lake.SourceXML, reading("reason", "xml"))
	loser := document("p", 1, lake.SourceOCR, reading("reason", "ocr"))
	winner.Decisions = []lake.Decision{decision(lake.DecideDelete, 1, "ania")}
	if row := only(t, winner, loser); row.Reason != "ocr" || len(row.Documents) != 1 {
		t.Errorf("after delete: %+v", row)
	}
	if keys := silver.Keys(winner); len(keys) != 0 {
		t.Errorf("a deleted document contributes to %v", keys)
	}
	winner.Decisions = append(winner.Decisions, decision(lake.DecideRestore, 2, "ania"))
	if row := only(t, winner, loser); row.Reason != "xml" || len(row.Documents) != 2 {
		t.Errorf("after restore: %+v", row)
	}
}

func TestSameResultUnderTwoStemsIsOne(t *testing.T) {
	f := document("b", 1, lake.SourceOCR, reading())
	twin := f.Parsed[0]
	twin.Key = lake.ParsedKey(lake.NewName("a.pdf", f.ID), []byte("b"+string(lake.SourceOCR)))
	f.Parsed = append(f.Parsed, twin)
	if row := only(t, f); len(row.Documents) != 1 || row.Documents[0].Parsed != twin.Key {
		t.Errorf("documents: %+v, want the smallest stem only", row.Documents)
	}
}

func TestMalformedReadingNeedsReview(t *testing.T) {
	r := reading("net", "12,50", "issue_date", "2026-02-30", "kind", "bill", "seller_name", "a\x00b\xff", "vat", "99999999999999999.99")
	row := only(t, document("m", 1, lake.SourceOCR, r))
	if row.Net.Known || row.VAT.Known || !row.IssueDate.IsZero() || row.Year != 0 || row.Kind != lake.Settlement || row.SellerName != "ab\uFFFD" {
		t.Errorf("row: %+v", row)
	}
	if row.Status != lake.StatusReview || len(row.Findings) != 4 {
		t.Errorf("status %s, findings %+v", row.Status, row.Findings)
	}
}
