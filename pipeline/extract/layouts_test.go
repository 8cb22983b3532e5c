package extract_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/pipeline/extract"
)

var update = flag.Bool("update", false, "write the golden files anew")

// The grid on which typed text becomes word boxes: Courier of ten points.
const (
	charWidth  = 6.0
	lineHeight = 12.0
	textHeight = 9.0
	margin     = 40.0
)

// typed turns monospace text into pages of word boxes; a form feed begins a new page.
func typed(text string) lake.PageText {
	var pages lake.PageText
	for i, content := range strings.Split(text, "\f") {
		page := lake.Page{Number: i + 1, Width: 595, Height: 842, Source: lake.SourceTextLayer}
		for row, line := range strings.Split(content, "\n") {
			page.Lines = append(page.Lines, len(page.Words))
			page.Words = append(page.Words, typedLine(line, margin+lineHeight*float64(row))...)
		}
		pages.Pages = append(pages.Pages, page)
	}
	return pages
}

func typedLine(line string, y float64) []lake.Word {
	var words []lake.Word
	runes := []rune(line)
	for i := 0; i < len(runes); i++ {
		start := i
		for i < len(runes) && runes[i] != ' ' {
			i++
		}
		if i > start {
			x := margin + charWidth*float64(start)
			words = append(words, lake.Word{
				Text: string(runes[start:i]), Confidence: 1,
				Box: lake.Box{X0: x, Y0: y, X1: x + charWidth*float64(i-start), Y1: y + textHeight},
			})
		}
	}
	return words
}

// summary is what the layouts' expectations are about.
type summary struct {
	Fields   map[lake.FieldName]string
	Points   []string // PPE, kWh before, kWh, net
	Corrects string
	Review   bool
}

func summarise(r lake.Reading, names ...lake.FieldName) summary {
	s := summary{Fields: map[lake.FieldName]string{}, Review: !r.Ready()}
	for _, name := range names {
		s.Fields[name] = r.Fields.Value(name)
	}
	for _, p := range r.Points {
		s.Points = append(s.Points, strings.Join([]string{
			p.Value(lake.FieldPPE), p.Value(lake.FieldConsumptionBefore), p.Value(lake.FieldConsumption), p.Value(lake.FieldNet),
		}, " "))
	}
	for _, c := range r.Corrects {
		s.Corrects += c.Number + " " + c.IssueDate.String()
	}
	return s
}

type fields = map[lake.FieldName]string

// layoutCases are the expectations of the twelve layouts.
var layoutCases = []struct {
	name string
	want summary
}{
	{"L1", summary{fields{
		"number": "4820011223/FES/00042", "kind": "settlement", "scope": "comprehensive", "issue_date": "2026-04-10", "due_date": "2026-04-24",
		"period_start": "2026-02-04", "period_end": "2026-04-05", "net": "1466.37", "vat": "337.27", "gross": "1803.64", "amount_due": "1678.30",
		"consumption_kwh": "1234", "seller_nip": "9570968370", "buyer_nip": "9990000014", "seller_name": "Energa-Obrót SA", "buyer_name": "Gmina Przykładów",
	}, []string{"590243800000001057  1234 1466.37"}, "", false}},
	{"L2", summary{fields{
		"number": "03/2605/00204417", "kind": "settlement", "issue_date": "2026-05-16", "due_date": "2026-05-30", "period_start": "2026-03-01", "period_end": "2026-04-30",
		"net": "708.24", "vat": "162.90", "gross": "871.14", "amount_due": "871.14", "consumption_kwh": "714",
	}, []string{"590543500000001060  714 708.24"}, "", false}},
	{"L3", summary{fields{
		"number": "D/0001234/26", "kind": "settlement", "scope": "distribution", "period_start": "2026-03-01", "period_end": "2026-03-31",
		"net": "643.89", "vat": "148.09", "gross": "791.98", "consumption_kwh": "1725", "issue_date": "",
	}, []string{"590310600000001023  1725 643.89"}, "", false}},
	{"L4", summary{fields{
		"number": "D/0001240/26", "kind": "settlement", "scope": "distribution", "issue_date": "2026-04-10", "period_start": "2026-03-01", "period_end": "2026-03-31",
		"net": "32717.41", "vat": "7525.00", "gross": "40242.41", "amount_due": "40242.41", "consumption_kwh": "144628",
	}, []string{"590310600000001023  1725 643.89", "590310600000001030  3418 1425.21", "590310600000001047  139485 30648.31"}, "", false}},
	{"L5", summary{fields{
		"number": "FS/2026/03/0457", "kind": "settlement", "scope": "sale", "issue_date": "2026-04-08", "period_start": "2026-03-01", "period_end": "2026-03-31",
		"net": "3567.53", "vat": "820.53", "gross": "4388.06", "amount_due": "4388.06", "consumption_kwh": "5143", "seller_nip": "1112223332",
		"seller_name": "Przykładowa Energia S.A.", "buyer_nip": "9990000014",
	}, []string{"590310600000001023  1725 1200.53", "590310600000001030  3418 2367.00"}, "", false}},
	{"L6", summary{fields{
		"number": "FSK/2026/05/0031", "kind": "correction", "issue_date": "2026-05-15", "period_start": "2026-03-01", "period_end": "2026-03-31",
		"net": "-79.23", "vat": "-18.22", "gross": "-97.45", "amount_due": "-97.45", "consumption_kwh": "1725", "reason": "błędny odczyt układu pomiarowego",
		"corrects": "FS/2026/03/0457",
	}, []string{"590310600000001023 1840 1725 -79.23"}, "FS/2026/03/0457 2026-04-08", false}},
	{"L7", summary{fields{
		"number": "T/K1/BN000001/0009/26", "kind": "correction", "period_start": "2025-11-01", "period_end": "2025-11-30",
		"net": "-84.73", "vat": "-19.49", "gross": "-104.22", "consumption_kwh": "1135",
	}, []string{"590322400000001017 1226 1135 -84.73"}, "T/K1/BN000001/0005/26 2026-03-06", false}},
	{"L8", summary{fields{
		"number": "500000000077", "kind": "forecast", "issue_date": "2026-01-07", "due_date": "2026-01-21", "period_start": "2026-01-01", "period_end": "2026-02-28",
		"net": "368.66", "vat": "84.79", "gross": "453.45", "amount_due": "453.45", "consumption_kwh": "360",
	}, []string{"590380100000001072  360 368.66"}, "", false}},
	{"L9", summary{fields{
		"number": "500000000102", "kind": "settlement", "scope": "comprehensive", "issue_date": "2026-04-07", "period_start": "2026-01-01", "period_end": "2026-03-31",
		"net": "1003.27", "vat": "230.75", "gross": "1234.02", "amount_due": "0.00", "consumption_kwh": "1220",
	}, []string{"590380100000001072  1220 1003.27"}, "", false}},
	{"L10", summary{fields{
		"number": "4820011223/FES/00019", "kind": "settlement", "period_start": "2022-06-01", "period_end": "2022-06-30",
		"net": "664.00", "vat": "33.20", "gross": "697.20", "consumption_kwh": "1000",
	}, []string{"PL0037910099999901  1000 664.00"}, "", false}},
	{"L11", summary{fields{
		"number": "FV2026/02/150", "kind": "settlement", "issue_date": "2026-02-28", "period_start": "2026-01-01", "period_end": "2026-02-28",
		"net": "43.60", "vat": "10.03", "gross": "53.63", "consumption_kwh": "",
	}, nil, "", false}},
	{"L12-interest", summary{fields{"number": "03/0684882", "kind": "other", "issue_date": "2026-03-12"}, nil, "", false}},
	{"L12-debit", summary{fields{"number": "K1NBN000001/025", "kind": "other"}, nil, "K1N0000001 2026-01-14", false}},
	{"L12-gas", summary{fields{"number": "P/41128637/0009/22", "kind": "other", "issue_date": "2022-03-04"}, nil, "", false}},
}

func TestLayouts(t *testing.T) {
	for _, c := range layoutCases {
		t.Run(c.name, func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join("testdata", "layouts", c.name+".txt"))
			if err != nil {
				t.Fatal(err)
			}
			readings := extract.New().Extract(typed(string(text)))
			if len(readings) != 1 {
				t.Fatalf("got %d readings, want 1", len(readings))
			}
			var names []lake.FieldName
			for name := range c.want.Fields {
				names = append(names, name)
			}
			if diff := cmp.Diff(c.want, summarise(readings[0], names...)); diff != "" {
				t.Errorf("-want +got:\n%s\n%v", diff, readings[0].Findings)
			}
			golden(t, c.name, readings)
		})
	}
}

// golden compares the readings with the golden file of the layout.
func golden(t *testing.T, name string, readings []lake.Reading) {
	t.Helper()
	got, err := json.MarshalIndent(readings, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", "layouts", name+".golden.json")
	if *update {
		if err := os.WriteFile(path, append(got, '\n'), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)+"\n"); diff != "" {
		t.Errorf("differs from %s (-want +got):\n%.2000s", path, diff)
	}
}
