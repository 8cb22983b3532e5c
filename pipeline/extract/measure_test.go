package extract_test

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"wattlake/assets/samples/invoicegen"
	"wattlake/lake"
	"wattlake/pipeline/extract"
)

var (
	wordsDir  = flag.String("words", "", "folder in which the words of generated documents are kept between runs")
	firstSeed = flag.Int64("first-seed", 1, "first seed of the generated documents")
	seeds     = flag.Int64("seeds", 1, "generated documents per layout")
	scans     = flag.Bool("scans", false, "measure on scans")
	explain   = flag.Bool("explain", false, "print what is wrong with each document; never on seeds that prove the result")
	only      = flag.String("layouts", "", "measure these layouts only, separated by commas")
)

// The shares that a measurement of at least enough documents must reach.
const (
	enough        = 300
	wantRight     = 0.98
	wantReady     = 0.85
	wantScanRight = 0.93
	wantScanReady = 0.65
	maxWrongReady = 1.0 / 200
)

// keyFields are the fields that must all be right, in the order of the table.
var keyFields = []string{"number", "kind", "corrects", "ppe", "net", "vat", "gross", "period_start", "period_end", "consumption_kwh"}

// otherFields are measured too.
var otherFields = []string{
	"issue_date", "due_date", "amount_due", "scope", "seller_name", "seller_nip", "buyer_nip", "currency", "tariffs", "point_kwh", "point_net", "point_period",
}

// tally counts right, wrong and missing values.
type tally struct{ right, wrong, missing, invented int }

func (c *tally) count(want, got string) bool {
	switch {
	case want == got:
		c.right++
		return true
	case got == "":
		c.missing++
	case want == "":
		c.invented++
	default:
		c.wrong++
	}
	return false
}

func (c tally) precision() float64 { return share(c.right, c.right+c.wrong+c.invented) }
func (c tally) recall() float64    { return share(c.right, c.right+c.wrong+c.missing) }

func share(part, whole int) float64 {
	if whole == 0 {
		return 1
	}
	return float64(part) / float64(whole)
}

// outcome counts documents.
type outcome struct{ documents, right, ready, wrongReady int }

// measurement is a table of fields and of layouts.
type measurement struct {
	fields  map[string]*tally
	layouts map[string]*outcome
	scans   bool
}

// TestGenerated measures the documents that the flags choose: by default one of each layout, with its text layer.
func TestGenerated(t *testing.T) {
	measure(t, *firstSeed, *seeds, *scans)
}

// TestCalibration prints how far "ready" can be trusted, per field and per layout, on many documents and on scans of them. It takes
// hours on scans; -seeds and -first-seed choose the documents.
func TestCalibration(t *testing.T) {
	if os.Getenv("WATTLAKE_SOAK") == "" {
		t.Skip("a measurement of hundreds of documents: set WATTLAKE_SOAK=1")
	}
	t.Run("text", func(t *testing.T) { measure(t, *firstSeed, max(*seeds, calibrationSeeds), false) })
	t.Run("scans", func(t *testing.T) { measure(t, *firstSeed, max(*seeds/4, calibrationScans), true) })
}

// How many documents of each layout a calibration takes at least.
const (
	calibrationSeeds = 30
	calibrationScans = 10
)

func measure(t *testing.T, first, count int64, scans bool) {
	t.Helper()
	m := measurement{map[string]*tally{}, map[string]*outcome{}, scans}
	extractor := extract.New()
	for _, layout := range invoicegen.Layouts() {
		if *only != "" && !slices.Contains(strings.Split(*only, ","), layout) {
			continue
		}
		m.layouts[layout] = &outcome{}
		for seed := first; seed < first+count; seed++ {
			sample, err := invoicegen.Make(layout, seed, invoicegen.Options{Scan: scans})
			if err != nil {
				t.Fatal(err)
			}
			m.compare(t, sample, extractor.Extract(wordsOf(t, sample)))
		}
	}
	t.Log("\n" + m.String())
	m.check(t)
}

// compare counts one document; it is right if every invoice in it has all key fields right.
func (m measurement) compare(t *testing.T, sample invoicegen.Sample, readings []lake.Reading) {
	t.Helper()
	o := m.layouts[sample.Layout]
	o.documents++
	right, ready := len(readings) == len(sample.Truth), true
	var wrong []string
	if !right {
		wrong = append(wrong, fmt.Sprintf("%d invoices, want %d", len(readings), len(sample.Truth)))
	}
	for i, r := range readings {
		ready = ready && r.Ready()
		if i >= len(sample.Truth) {
			continue
		}
		want, got := truthValues(sample.Truth[i]), readingValues(r)
		for _, name := range slices.Concat(keyFields, otherFields) {
			if m.fields[name] == nil {
				m.fields[name] = &tally{}
			}
			if !m.fields[name].count(want[name], got[name]) {
				wrong = append(wrong, fmt.Sprintf("%s: want %q, got %q", name, want[name], got[name]))
				right = right && !slices.Contains(keyFields, name)
			}
		}
	}
	if right {
		o.right++
	}
	if ready {
		o.ready++
		if !right {
			o.wrongReady++
		}
	}
	if *explain && (!right || !ready || len(wrong) > 0) {
		t.Logf("%s seed %d %v: right %v, ready %v\n  %s", sample.Layout, sample.Seed, sample.Variants, right, ready, strings.Join(wrong, "\n  "))
		for _, r := range readings {
			for _, f := range r.Findings {
				t.Logf("    %s %s: %s", f.Severity, f.Code, f.Message.EN)
			}
		}
	}
}

func truthValues(truth invoicegen.Truth) map[string]string {
	v := map[string]string{
		"number": lake.FoldNumber(truth.Number), "kind": truth.Kind, "scope": truth.Scope, "corrects": lake.FoldNumber(truth.Corrects),
		"seller_name": truth.SellerName, "seller_nip": truth.SellerNIP, "buyer_nip": truth.BuyerNIP, "issue_date": truth.IssueDate, "due_date": truth.DueDate,
		"period_start": truth.PeriodStart, "period_end": truth.PeriodEnd, "net": truth.Net, "vat": truth.VAT, "gross": truth.Gross,
		"amount_due": truth.AmountDue, "currency": truth.Currency, "consumption_kwh": truth.Consumption,
	}
	var codes, tariffs, usages, nets, periods []string
	for _, p := range truth.Points {
		codes, tariffs, usages, nets = append(codes, p.PPE), append(tariffs, p.Tariff), append(usages, p.Consumption), append(nets, p.Net)
		periods = append(periods, p.PeriodStart+".."+p.PeriodEnd)
	}
	return withPoints(v, codes, tariffs, usages, nets, periods)
}

func readingValues(r lake.Reading) map[string]string {
	v := map[string]string{}
	for name, f := range r.Fields {
		v[string(name)] = f.Value
	}
	v["number"] = lake.FoldNumber(v["number"])
	var corrects []string
	for _, c := range r.Corrects {
		corrects = append(corrects, lake.FoldNumber(c.Number))
	}
	v["corrects"] = strings.Join(corrects, ",")
	var codes, tariffs, usages, nets, periods []string
	for _, p := range r.Points {
		codes, tariffs = append(codes, p.Value(lake.FieldPPE)), append(tariffs, p.Value(lake.FieldTariff))
		usages, nets = append(usages, p.Value(lake.FieldConsumption)), append(nets, p.Value(lake.FieldNet))
		periods = append(periods, p.Value(lake.FieldPeriodStart)+".."+p.Value(lake.FieldPeriodEnd))
	}
	return withPoints(v, codes, tariffs, usages, nets, periods)
}

// withPoints adds the points; the set of codes has no order, the rest has that of the document.
func withPoints(v map[string]string, codes, tariffs, usages, nets, periods []string) map[string]string {
	v["tariffs"], v["point_kwh"], v["point_net"] = strings.Join(tariffs, " "), strings.Join(usages, " "), strings.Join(nets, " ")
	v["point_period"] = strings.Join(periods, " ")
	slices.Sort(codes)
	v["ppe"] = strings.Join(codes, " ")
	return v
}

func (m measurement) String() string {
	var b strings.Builder
	for _, name := range slices.Concat(keyFields, otherFields) {
		if c := m.fields[name]; c != nil {
			fmt.Fprintf(&b, "%-16s precision %.4f recall %.4f (right %d, wrong %d, missing %d, invented %d)\n",
				name, c.precision(), c.recall(), c.right, c.wrong, c.missing, c.invented)
		}
	}
	total := outcome{}
	names := make([]string, 0, len(m.layouts))
	for name := range m.layouts {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })
	for _, name := range names {
		o := *m.layouts[name]
		fmt.Fprintln(&b, o.row(name))
		total.documents, total.right = total.documents+o.documents, total.right+o.right
		total.ready, total.wrongReady = total.ready+o.ready, total.wrongReady+o.wrongReady
	}
	fmt.Fprint(&b, total.row("all"))
	return b.String()
}

func (o outcome) row(name string) string {
	return fmt.Sprintf("%-6s %4d documents, all key fields right %.4f, ready and right %.4f, ready but wrong %d of %d",
		name, o.documents, share(o.right, o.documents), share(o.ready-o.wrongReady, o.documents), o.wrongReady, o.ready)
}

// check fails the test if a measurement of enough documents is below what is promised.
func (m measurement) check(t *testing.T) {
	t.Helper()
	var o outcome
	for _, l := range m.layouts {
		o.documents, o.right, o.ready, o.wrongReady = o.documents+l.documents, o.right+l.right, o.ready+l.ready, o.wrongReady+l.wrongReady
	}
	right, ready := wantRight, wantReady
	if m.scans {
		right, ready = wantScanRight, wantScanReady
	}
	if o.documents < enough {
		return
	}
	if share(o.right, o.documents) < right || share(o.ready-o.wrongReady, o.documents) < ready || share(o.wrongReady, o.ready) > maxWrongReady {
		t.Error("below what is promised")
	}
}
