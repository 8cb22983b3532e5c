package lake_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"wattlake/lake"
)

const document = lake.DocumentID("0123456789abcdef0123456789abcdef")

func parsedAs(parser int, source lake.TextSource, content string, findings ...lake.Finding) lake.StoredParsed {
	return lake.StoredParsed{
		Key:    lake.ParsedKey(lake.NewName("a.pdf", document), []byte(content)),
		Parsed: lake.Parsed{Document: document, Parser: parser, Source: source, Invoices: []lake.Reading{{Findings: findings}}},
	}
}

func TestStatusIsAFunctionOfFacts(t *testing.T) {
	failure := lake.StoredFailure{Content: "f1", Failure: lake.Failure{Code: lake.CodeDamaged}}
	retried := lake.Decision{Kind: lake.DecideRetry, Lamport: 1, Failures: []lake.ContentID{"f1"}}
	deleted := lake.Decision{Kind: lake.DecideDelete, Lamport: 2}
	restored := lake.Decision{Kind: lake.DecideRestore, Lamport: 3}
	erased := lake.Decision{Kind: lake.DecideErased, Lamport: 2, Content: "e1"}
	letIn := lake.Decision{Kind: lake.DecideRestore, Lamport: 3, Undoes: []lake.ContentID{"e1"}}
	doubt := lake.Finding{Code: lake.FindingSumMismatch, Severity: lake.NeedsReview}
	note := lake.Finding{Code: lake.FindingNotEnergy, Severity: lake.Info}
	for name, c := range map[string]struct {
		facts lake.Facts
		want  lake.Status
	}{
		"nothing yet":            {lake.Facts{}, lake.Waiting},
		"a failure":              {lake.Facts{Failures: []lake.StoredFailure{failure}}, lake.Failed},
		"a failure to try again": {lake.Facts{Failures: []lake.StoredFailure{failure}, Decisions: []lake.Decision{retried}}, lake.Waiting},
		"parsed":                 {lake.Facts{Parsed: []lake.StoredParsed{parsedAs(1, lake.SourceOCR, "a", note)}}, lake.Ready},
		"parsed with doubts":     {lake.Facts{Parsed: []lake.StoredParsed{parsedAs(1, lake.SourceOCR, "a", doubt)}}, lake.StatusReview},
		"parsed after a failure": {lake.Facts{Parsed: []lake.StoredParsed{parsedAs(1, lake.SourceOCR, "a")}, Failures: []lake.StoredFailure{failure}}, lake.Ready},
		"deleted":                {lake.Facts{Parsed: []lake.StoredParsed{parsedAs(1, lake.SourceOCR, "a")}, Decisions: []lake.Decision{deleted}}, lake.Deleted},
		"deleted and restored":   {lake.Facts{Decisions: []lake.Decision{restored, deleted}}, lake.Waiting},
		"erased":                 {lake.Facts{Decisions: []lake.Decision{erased}}, lake.Deleted},
		"erased, while another restored what was deleted": {lake.Facts{Decisions: []lake.Decision{deleted, erased, restored}}, lake.Deleted},
		"erased and let in again":                         {lake.Facts{Decisions: []lake.Decision{letIn, erased}}, lake.Waiting},
	} {
		if got := c.facts.Status(); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// Newer parsers win; then text layers over OCR; then the content hash, so that every machine picks the same. The order in
// which results arrive never matters.
func TestBestDoesNotDependOnOrder(t *testing.T) {
	all := []lake.StoredParsed{
		parsedAs(1, lake.SourceXML, "a"), parsedAs(2, lake.SourceOCR, "b"), parsedAs(2, lake.SourceTextLayer, "c"), parsedAs(2, lake.SourceTextLayer, "d"),
	}
	want, _ := lake.Facts{Parsed: all}.Best()
	if want.Parser != 2 || want.Source != lake.SourceTextLayer {
		t.Fatalf("best is %+v", want.Parsed)
	}
	rapid.Check(t, func(t *rapid.T) {
		shuffled := rapid.Permutation(slices.Clone(all)).Draw(t, "order")
		if got, _ := (lake.Facts{Parsed: shuffled}).Best(); got.Key != want.Key {
			t.Fatalf("best is %s, want %s", got.Key, want.Key)
		}
	})
}

// The same result under two stems is one result, and every machine names it by the same key, whichever it saw first.
func TestBestOfEqualResults(t *testing.T) {
	id := lake.NewDocumentID([]byte("x"))
	a := lake.StoredParsed{Key: lake.ParsedKey(lake.NewName("a.pdf", id), nil)}
	b := lake.StoredParsed{Key: lake.ParsedKey(lake.NewName("b.pdf", id), nil)}
	for _, parsed := range [][]lake.StoredParsed{{a, b}, {b, a}} {
		if best, ok := (lake.Facts{Parsed: parsed}).Best(); !ok || best.Key != a.Key {
			t.Errorf("best of %v is %s", parsed, best.Key)
		}
	}
}
