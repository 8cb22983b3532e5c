package invoicegen

import (
	"bytes"
	stdcmp "cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
)

// seeds is how many bills of each layout the tests look at; of the layouts without traps a quarter is enough.
const seeds = 200

func seedsOf(layout string) int64 {
	if recipes[layout] == nil {
		return seeds / 4
	}
	return seeds
}

// TestBills looks at many bills of every layout: what they say is consistent, nothing is printed over something else or off
// the page, and every trap occurs.
func TestBills(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, layout := range Layouts() {
		for seed := range seedsOf(layout) {
			b := newBill(layout, seed)
			c, truth, variants := paint(b)
			checkIdentifiers(t, b, truth)
			checkAmounts(t, b, truth)
			checkDates(t, b, truth)
			checkPoints(t, b, truth)
			checkPages(t, b, c)
			for _, v := range variants {
				seen[v] = true
			}
		}
	}
	if diff := cmp.Diff(slices.Sorted(slices.Values(traps)), slices.Sorted(maps.Keys(seen))); diff != "" {
		t.Errorf("traps: %s", diff)
	}
}

func checkIdentifiers(t *testing.T, b *bill, truth Truth) {
	t.Helper()
	for name, nip := range map[string]string{"seller": truth.SellerNIP, "buyer": truth.BuyerNIP} {
		if !lake.ValidNIP(nip) {
			t.Errorf("%s seed %d: %s has NIP %q", b.layout, b.seed, name, nip)
		}
	}
	if !lake.ValidNRB(b.seller.account) {
		t.Errorf("%s seed %d: account %q", b.layout, b.seed, b.seller.account)
	}
	if truth.Number == "" || truth.SellerName == "" || truth.Currency != "PLN" {
		t.Errorf("%s seed %d: incomplete truth %+v", b.layout, b.seed, truth)
	}
}

func checkAmounts(t *testing.T, b *bill, truth Truth) {
	t.Helper()
	if truth.Gross == "" {
		if truth.Kind != string(lake.Other) {
			t.Errorf("%s seed %d: no amounts", b.layout, b.seed)
		}
		return
	}
	net, vat, gross := money(t, truth.Net), money(t, truth.VAT), money(t, truth.Gross)
	if net+vat != gross {
		t.Errorf("%s seed %d: %d + %d is not %d", b.layout, b.seed, net, vat, gross)
	}
	// A correction rounds twice, a sum of rows once for every point.
	if b.variants["two-vat-rates"] {
		return
	}
	if off := (net.MulRate(b.rate) - vat).Abs(); off > lake.Money(1+len(truth.Points)) {
		t.Errorf("%s seed %d: VAT is off by %d grosze", b.layout, b.seed, off)
	}
	if truth.Kind != string(lake.Correction) && gross <= 0 {
		t.Errorf("%s seed %d: gross %s", b.layout, b.seed, truth.Gross)
	}
	if len(truth.Points) == 0 {
		return
	}
	sum := lake.Money(0)
	for _, p := range truth.Points {
		sum += money(t, p.Net)
	}
	if sum != net {
		t.Errorf("%s seed %d: points add up to %s, not %s", b.layout, b.seed, sum, net)
	}
}

func checkDates(t *testing.T, b *bill, truth Truth) {
	t.Helper()
	issue, due := date(t, truth.IssueDate), date(t, truth.DueDate)
	start, end := date(t, truth.PeriodStart), date(t, truth.PeriodEnd)
	if issue.IsZero() || issue.Year < 2022 || issue.Year > 2027 {
		t.Errorf("%s seed %d: issued %s", b.layout, b.seed, issue)
	}
	if !due.IsZero() && !issue.Before(due) {
		t.Errorf("%s seed %d: issued %s, due %s", b.layout, b.seed, issue, due)
	}
	if truth.Kind == string(lake.Other) && start.IsZero() {
		return
	}
	if !start.Before(end) || start.DaysUntil(end) > 370 {
		t.Errorf("%s seed %d: period %s to %s", b.layout, b.seed, start, end)
	}
	if truth.Kind != string(lake.Forecast) && !end.Before(issue) {
		t.Errorf("%s seed %d: period ends %s, issued %s", b.layout, b.seed, end, issue)
	}
}

func checkPoints(t *testing.T, b *bill, truth Truth) {
	t.Helper()
	used := lake.Energy(0)
	for _, p := range truth.Points {
		if p.Consumption == "" { // a page that states differences only
			return
		}
		if p.PPE != "" && b.layout != "L10" && !lake.ValidPPE(p.PPE) {
			t.Errorf("%s seed %d: PPE %q", b.layout, b.seed, p.PPE)
		}
		e, err := lake.ParseEnergy(p.Consumption)
		if err != nil || e <= 0 {
			t.Errorf("%s seed %d: consumption %q of %s", b.layout, b.seed, p.Consumption, p.PPE)
		}
		used += e
	}
	if len(truth.Points) > 0 && used.String() != truth.Consumption {
		t.Errorf("%s seed %d: points used %s, the invoice says %s", b.layout, b.seed, used, truth.Consumption)
	}
}

// tallest is the height of the largest text in millimetres.
const tallest = 8

func checkPages(t *testing.T, b *bill, c *canvas) {
	t.Helper()
	if c.page > 12 {
		t.Errorf("%s seed %d: %d pages", b.layout, b.seed, c.page)
	}
	items := slices.SortedFunc(slices.Values(c.items), func(p, q item) int { return stdcmp.Or(p.page-q.page, stdcmp.Compare(p.y, q.y)) })
	for i, p := range items {
		if p.x < 5 || p.x+p.w > pageWidth-5 || p.y < 5 || p.y > pageHeight-3 {
			t.Errorf("%s seed %d: page %d: %q at %.1f,%.1f is off the page", b.layout, b.seed, p.page, p.text, p.x, p.y)
		}
		for _, q := range items[i+1:] {
			if q.page != p.page || q.y-p.y > tallest {
				break
			}
			if overlap(p, q) {
				t.Errorf("%s seed %d: page %d: %q over %q", b.layout, b.seed, p.page, p.text, q.text)
			}
		}
	}
}

func overlap(p, q item) bool {
	const (
		slack  = 0.1  // mm
		ascent = 0.68 // of the size
		depth  = 0.16
	)
	return p.page == q.page && p.x+slack < q.x+q.w && q.x+slack < p.x+p.w &&
		p.y-ascent*p.size*mmPerPoint < q.y+depth*q.size*mmPerPoint && q.y-ascent*q.size*mmPerPoint < p.y+depth*p.size*mmPerPoint
}

func TestSameSeedSameBytes(t *testing.T) {
	t.Parallel()
	for _, layout := range Layouts() {
		for seed := range int64(4) {
			first, second := mustMake(t, layout, seed), mustMake(t, layout, seed)
			if !bytes.Equal(first.PDF, second.PDF) {
				t.Errorf("%s seed %d: two runs differ", layout, seed)
			}
			if diff := cmp.Diff(first.Truth, second.Truth); diff != "" {
				t.Errorf("%s seed %d: %s", layout, seed, diff)
			}
		}
	}
}

func TestSeedsDiffer(t *testing.T) {
	t.Parallel()
	for _, layout := range Layouts() {
		if a, b := mustMake(t, layout, 1), mustMake(t, layout, 2); a.Truth[0].Number == b.Truth[0].Number || a.FileName == b.FileName {
			t.Errorf("%s: seeds 1 and 2 give %s and %s", layout, a.Truth[0].Number, b.Truth[0].Number)
		}
	}
}

// traps are the variants that must occur.
var traps = []string{
	"both-states", "decoy-arrears", "duplicate", "mangled-letters", "month-name", "own-period", "price-change", "prosumer", "several-originals",
	"space-in-number", "spaced-currency", "two-columns", "two-vat-rates", "uncoded-point", "debit-note", "decimal-readings", "decoy-forecast", "decoy-reactive", "decoy-year", "gas", "headings-first", "in-words",
	"interest-note", "mixed-units", "no-polish-letters", "old-ppe", "payment-stated", "to-return", "vat-5", "vat-of-rows-differs",
}

func TestMangledTextKeepsItsLength(t *testing.T) {
	t.Parallel()
	b := newBill("L8", 1)
	pages, _, _ := paint(b)
	clean, err := pages.pdfBytes()
	if err != nil {
		t.Fatal(err)
	}
	damaged := mangle(clean)
	if len(damaged) != len(clean) || !bytes.Contains(damaged, []byte("<0142><00F8>")) {
		t.Errorf("%d bytes became %d", len(clean), len(damaged))
	}
	if got := bytes.Count(damaged, []byte("endbfchar")); got != 2 {
		t.Errorf("%d tables are damaged, want both", got)
	}
}

func TestBundle(t *testing.T) {
	t.Parallel()
	s, err := MakeBundle(7, Options{}, "L1", "L3", "L6")
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Truth) != 3 || s.Truth[1].Scope != string(lake.Distribution) || s.Truth[2].Kind != string(lake.Correction) {
		t.Errorf("got %+v", s.Truth)
	}
	if s.Truth[0].BuyerNIP != s.Truth[2].BuyerNIP {
		t.Error("a bundle has one buyer")
	}
	for _, wrong := range [][]string{nil, {"L1", "L99"}} {
		if _, err := MakeBundle(7, Options{}, wrong...); err == nil {
			t.Errorf("%v must be refused", wrong)
		}
	}
}

func TestUnknownLayout(t *testing.T) {
	t.Parallel()
	if _, err := Make("L99", 1, Options{}); err == nil || !strings.Contains(err.Error(), "L99") {
		t.Errorf("got %v", err)
	}
}

func TestLayoutsInOrder(t *testing.T) {
	t.Parallel()
	want := []string{"L1", "L2", "L3", "L4", "L5", "L6", "L7", "L8", "L9", "L10", "L11", "L12", "L13", "L14", "L15", "L16", "L17", "L18", "L19", "L20", "L21", "L22", "L23", "L24", "L25", "L26", "L27", "L28", "L29", "L30", "L31", "L32"}
	if got := Layouts(); !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}

func TestTruthHasTheFieldsOfTheContract(t *testing.T) {
	t.Parallel()
	encoded, err := json.Marshal(mustMake(t, "L11", 1).Truth[0])
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(encoded, []byte(`"points":[]`)) {
		t.Errorf("no points must be an empty array: %s", encoded)
	}
}

func mustMake(t *testing.T, layout string, seed int64) Sample {
	t.Helper()
	s, err := Make(layout, seed, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func money(t *testing.T, s string) lake.Money {
	t.Helper()
	m, err := lake.ParseMoney(s)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func date(t *testing.T, s string) lake.Date {
	t.Helper()
	d, err := lake.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
