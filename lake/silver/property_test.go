package silver_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wattlake/lake"
	"wattlake/lake/silver"
)

// drawFacts makes a small team's lake: few numbers and authors, so that documents collide and people disagree.
func drawFacts(t *rapid.T) []lake.Facts {
	facts := make([]lake.Facts, rapid.IntRange(0, 8).Draw(t, "documents"))
	for i := range facts {
		f := lake.Facts{ID: lake.NewDocumentID([]byte{byte(i)})}
		for p := range rapid.IntRange(0, 3).Draw(t, "results") {
			f.Parsed = append(f.Parsed, drawParsed(t, f.ID, fmt.Sprintf("%d.%d", i, p)))
		}
		for d := range rapid.IntRange(0, 4).Draw(t, "decisions") {
			f.Decisions = append(f.Decisions, drawDecision(t, f.ID, d))
		}
		facts[i] = f
	}
	return facts
}

func drawParsed(t *rapid.T, id lake.DocumentID, content string) lake.StoredParsed {
	p := lake.Parsed{
		Document: id, Parser: rapid.IntRange(1, 2).Draw(t, "parser"),
		Source: rapid.SampledFrom([]lake.TextSource{lake.SourceXML, lake.SourceTextLayer, lake.SourceOCR}).Draw(t, "source"),
	}
	for part := range rapid.IntRange(1, 2).Draw(t, "parts") {
		r := reading("number", drawNumber(t), "net", rapid.SampledFrom([]string{"3567.53", "", "bad"}).Draw(t, "net"))
		r.Part = part + 1
		r.Points = []lake.Fields{point("ppe", schoolPPE)}
		p.Invoices = append(p.Invoices, r)
	}
	return lake.StoredParsed{Key: lake.ParsedKey(lake.NewName("x.pdf", id), []byte(content)), Parsed: p}
}

func drawNumber(t *rapid.T) string {
	return rapid.SampledFrom([]string{"A/1", "a / 1", "B/2", "C/3", ""}).Draw(t, "number")
}

func drawDecision(t *rapid.T, id lake.DocumentID, n int) lake.Decision {
	kind := rapid.SampledFrom([]lake.DecisionKind{
		lake.DecideReview, lake.DecideReview, lake.DecideApprove, lake.DecideDelete, lake.DecideRestore,
		lake.DecideUndo, lake.DecidePrefer, lake.DecideSeparate,
	}).Draw(t, "kind")
	field := rapid.SampledFrom([]string{"number", "net", "points.0.ppe", "points.1.ppe", "corrects"}).Draw(t, "field")
	d := lake.Decision{
		Kind: kind, Lamport: uint64(rapid.IntRange(1, 3).Draw(t, "lamport")), Document: id,
		Author: rapid.SampledFrom([]string{"ania", "ola"}).Draw(t, "author"), Part: rapid.IntRange(0, 2).Draw(t, "part"),
	}
	if kind == lake.DecideReview {
		d.Values = map[string]string{field: drawNumber(t)}
	}
	if kind == lake.DecideUndo {
		d.Undoes = []lake.ContentID{lake.NewContentID(fmt.Append(nil, rapid.IntRange(0, 3).Draw(t, "undone"), id))}
	}
	d.Content = lake.NewContentID(fmt.Append(nil, n, id))
	return d
}

// Any order and any repetition of the facts, whole or in pieces, gives the same rows.
func TestOrderAndRepetitionDoNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts := drawFacts(t)
		want := silver.Fold(facts)
		var pieces []lake.Facts
		for _, f := range facts {
			pieces = append(pieces, lake.Facts{ID: f.ID})
			for range rapid.IntRange(1, 2).Draw(t, "times") {
				for _, p := range f.Parsed {
					pieces = append(pieces, lake.Facts{ID: f.ID, Parsed: []lake.StoredParsed{p}})
				}
				for _, d := range f.Decisions {
					pieces = append(pieces, lake.Facts{ID: f.ID, Decisions: []lake.Decision{d}})
				}
			}
		}
		got := silver.Fold(rapid.Permutation(pieces).Draw(t, "order"))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

// One document changes; folding only the documents of the rows that it touches, old and new, gives the same table as
// folding everything. This is how the Silver stage works.
func TestIncrementalFoldEqualsFullFold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := drawFacts(t)
		if len(before) == 0 {
			return
		}
		after := slices.Clone(before)
		changed := rapid.IntRange(0, len(after)-1).Draw(t, "changed")
		after[changed] = lake.Facts{ID: before[changed].ID, Parsed: slices.Clone(before[changed].Parsed), Decisions: before[changed].Decisions}
		after[changed].Parsed = append(after[changed].Parsed, drawParsed(t, before[changed].ID, "new"))
		if rapid.Bool().Draw(t, "decided") {
			after[changed].Decisions = append(slices.Clone(before[changed].Decisions), drawDecision(t, before[changed].ID, 99))
		}

		table := map[lake.InvoiceKey]lake.Invoice{}
		for _, row := range silver.Fold(before) {
			table[row.Key] = row
		}
		affected := map[lake.InvoiceKey]bool{}
		for _, key := range silver.Keys(after[changed]) {
			affected[key] = true
		}
		for key, row := range table {
			if lists(row, after[changed].ID) {
				affected[key] = true
			}
		}
		var closure []lake.Facts
		for _, f := range after {
			if f.ID == after[changed].ID || slices.ContainsFunc(slices.Collect(maps.Keys(affected)), func(key lake.InvoiceKey) bool {
				return lists(table[key], f.ID)
			}) {
				closure = append(closure, f)
			}
		}
		for key := range affected {
			delete(table, key)
		}
		for _, row := range silver.Fold(closure) {
			if affected[row.Key] {
				table[row.Key] = row
			}
		}
		want := map[lake.InvoiceKey]lake.Invoice{}
		for _, row := range silver.Fold(after) {
			want[row.Key] = row
		}
		if diff := cmp.Diff(want, table); diff != "" {
			t.Error(diff)
		}
	})
}

func lists(row lake.Invoice, id lake.DocumentID) bool {
	return slices.ContainsFunc(row.Documents, func(d lake.DocumentRef) bool { return d.Document == id })
}
