//go:build e2e

// Package e2e drives the real program: its window under a virtual screen, a real file drop, real keys, real pictures.
package e2e_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"wattlake/ui/desktop/e2e/x11"
)

// truth is what a sample holds, and what the commands print, as far as it is compared here.
type truth struct {
	Number      string `json:"number"`
	Kind        string `json:"kind"`
	SellerName  string `json:"seller_name"`
	PeriodStart string `json:"period_start"`
	PeriodEnd   string `json:"period_end"`
	Net         string `json:"net"`
	Gross       string `json:"gross"`
	Consumption string `json:"consumption_kwh"`
	Points      []struct {
		PPE string `json:"ppe"`
	} `json:"points"`
}

const (
	samplesFolder = "../../../assets/samples/pdf"
	truthFolder   = "../../../assets/samples/truth"
)

// TestJourney is one person's first hour: an empty window, a drop of all samples, the table, the details, the charts, the other
// language, the dark theme, a second start, and the same files once more.
func TestJourney(t *testing.T) {
	s := startScreen(t)
	lakeFolder := filepath.Join(t.TempDir(), "jezioro")
	p := s.startProgram(t, lakeFolder)
	s.picture(t, "pl-pusto")

	files := sampleFiles(t)
	last := files[len(files)-1]
	s.drop(t, files[:len(files)-1]...)
	p.waitForFirst(t, 4)
	s.pictureNow(t, "pl-w-toku")
	p.waitForDocuments(t, len(files)-1)

	p.handOver(t, last)
	p.waitForDocuments(t, len(files))
	s.settle(t)
	s.picture(t, "pl-faktury")

	table := s.finalTable(t, "pl-faktury")
	compareWithTruth(t, table, files)
	comparePairs(t, table)

	s.searchAndSort(t, len(table.rows))

	s.press(t, x11.Control, '3')
	s.settle(t)
	s.picture(t, "pl-pulpit")
	compareCosts(t, s.copyTable(t, "pl-pulpit"), p)
	s.hoverCharts(t)

	s.press(t, x11.Control, '1')
	s.openRow(t, 0)
	s.picture(t, "pl-szczegoly")
	s.press(t, x11.Escape)
	for i, page := range []string{"przebieg", "ustawienia"} {
		s.press(t, x11.Control, keyOf(4+i))
		s.picture(t, "pl-"+page)
	}
	s.otherLanguageAndTheme(t)

	s.press(t, x11.Control, '1')
	s.drop(t, files[0], files[1])
	s.settle(t)
	s.picture(t, "en-duplicates")
	p.stop(t)
	p.checkLog(t)
}

// searchAndSort types a word into the filter, empties it again, and sorts by net, as a person would.
func (s *screen) searchAndSort(t *testing.T, all int) {
	t.Helper()
	s.press(t, x11.Control, 'f')
	if err := s.display.Type("osp"); err != nil {
		t.Fatal(err)
	}
	s.picture(t, "pl-filtr")
	found := s.copyTable(t, "pl-filtr")
	if len(found.rows) == 0 || len(found.rows) >= all {
		t.Errorf("the filter leaves %d of %d rows", len(found.rows), all)
	}
	s.press(t, x11.Escape)
	s.settle(t)
	const netTitleX, titlesY = 1020, titlesWithSummary // with the summary of a batch above the table
	if err := s.display.Click(netTitleX, titlesY); err != nil {
		t.Fatal(err)
	}
	s.settle(t)
	sorted := s.copyTable(t, "pl-sortowanie")
	net, last := sorted.column(t, "Netto (zł)"), int64(math.MinInt64)
	if len(sorted.rows) != all {
		t.Errorf("%d rows without a filter, want %d", len(sorted.rows), all)
	}
	for _, row := range sorted.rows {
		if row[net] == "" {
			continue
		}
		if v := grosze(t, row[net]); v < last {
			t.Errorf("net %s stands behind a greater one", row[net])
		} else {
			last = v
		}
	}
}

func sampleFiles(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(samplesFolder, "*.pdf"))
	if err != nil || len(found) < 3 {
		t.Fatalf("samples: %d found, %v", len(found), err)
	}
	for i := range found {
		if found[i], err = filepath.Abs(found[i]); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(found)
	return found
}

// tsv is a copied table: titles and rows.
type tsv struct {
	titles []string
	rows   [][]string
}

func parseTSV(text string) tsv {
	var table tsv
	for line := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		cells := strings.Split(line, "\t")
		if table.titles == nil {
			table.titles = cells
		} else {
			table.rows = append(table.rows, cells)
		}
	}
	return table
}

// column returns the index of a title.
func (v tsv) column(t *testing.T, title string) int {
	t.Helper()
	i := slices.Index(v.titles, title)
	if i < 0 {
		t.Fatalf("the table has no column %q, only %q", title, v.titles)
	}
	return i
}

// compareWithTruth checks that every document has its row and that every row that claims to be ready is right.
func compareWithTruth(t *testing.T, table tsv, files []string) {
	t.Helper()
	file, status, number := table.column(t, "Plik"), table.column(t, "Stan"), table.column(t, "Numer")
	net, gross, kwh := table.column(t, "Netto (zł)"), table.column(t, "Brutto (zł)"), table.column(t, "kWh")
	ppe, period := table.column(t, "PPE"), table.column(t, "Okres")
	ready := 0
	for _, f := range files {
		want := readTruth(t, f)
		for _, row := range table.rows {
			if row[file] != filepath.Base(f) || row[status] != "Gotowa" {
				continue
			}
			ready++
			i := slices.IndexFunc(want, func(w truth) bool { return fold(w.Number) == fold(row[number]) })
			if i < 0 {
				t.Errorf("%s: no invoice %q in the truth", filepath.Base(f), row[number])
				continue
			}
			w := want[i]
			points := make([]string, len(w.Points))
			for j, p := range w.Points {
				points[j] = p.PPE
			}
			got := []string{row[net], row[gross], row[kwh], row[ppe], row[period]}
			wanted := []string{comma(w.Net), comma(w.Gross), comma(w.Consumption), strings.Join(points, " "), w.PeriodStart + "/" + w.PeriodEnd}
			if !slices.Equal(got, wanted) {
				t.Errorf("%s: the table shows %q, the document says %q", filepath.Base(f), got, wanted)
			}
		}
		if !slices.ContainsFunc(table.rows, func(row []string) bool { return row[file] == filepath.Base(f) }) {
			t.Errorf("%s has no row", filepath.Base(f))
		}
	}
	if ready == 0 {
		t.Error("no row is ready")
	}
	t.Logf("%d rows, %d of them ready and equal to the truth", len(table.rows), ready)
}

// comparePairs checks the computed gross against the net in the same row.
func comparePairs(t *testing.T, table tsv) {
	t.Helper()
	net, computed := table.column(t, "Netto (zł)"), table.column(t, "Netto × 1,23")
	for _, row := range table.rows {
		if row[net] == "" {
			continue
		}
		if got, want := grosze(t, row[computed]), rounded(grosze(t, row[net])*123); got != want {
			t.Errorf("net %s: the table computes %s", row[net], row[computed])
		}
	}
}

// compareCosts checks the table behind the costs chart against the command line.
func compareCosts(t *testing.T, table tsv, p *program) {
	t.Helper()
	var want []struct {
		Month string `json:"month"`
		PPE   string `json:"ppe"`
		Net   string `json:"net"`
	}
	if err := json.Unmarshal(p.output(t, "metrics", "costs", "--format", "json", "--from", firstMonth()), &want); err != nil {
		t.Fatal(err)
	}
	month, ppe, net := table.column(t, "Miesiąc"), table.column(t, "PPE"), table.column(t, "Netto (zł)")
	sums := func(add func(map[string]int64)) map[string]int64 {
		m := map[string]int64{}
		add(m)
		return m
	}
	shown := sums(func(m map[string]int64) {
		for _, row := range table.rows {
			if len(row) > net && row[month] != "" {
				m[row[month]+" "+row[ppe]] += grosze(t, row[net])
			}
		}
	})
	stored := sums(func(m map[string]int64) {
		for _, w := range want {
			m[w.Month[:len("2026-01")]+" "+w.PPE] += grosze(t, comma(w.Net))
		}
	})
	if len(stored) == 0 {
		t.Error("there are no costs")
	}
	if !maps.Equal(shown, stored) {
		t.Errorf("the chart's table has other figures than the lake:\n%v\n%v", shown, stored)
	}
	t.Logf("%d figures behind the costs chart equal the lake's", len(stored))
}

// firstMonth is where the dashboard begins when it shows the last twelve months.
func firstMonth() string {
	now := time.Now()
	return time.Date(now.Year(), now.Month()-11, 1, 0, 0, 0, 0, time.UTC).Format("2006-01")
}

func readTruth(t *testing.T, file string) []truth {
	t.Helper()
	name := strings.TrimSuffix(filepath.Base(file), ".pdf") + ".json"
	content, err := os.ReadFile(filepath.Join(truthFolder, name))
	if err != nil {
		t.Fatal(err)
	}
	var list []truth
	if err := json.Unmarshal(content, &list); err != nil {
		t.Fatal(err)
	}
	return list
}

func fold(number string) string { return strings.Join(strings.Fields(number), "") }

func comma(decimal string) string { return strings.Replace(decimal, ".", ",", 1) }

// grosze reads "-1234,56".
func grosze(t *testing.T, s string) int64 {
	t.Helper()
	if s == "" {
		return 0
	}
	var whole, cents int64
	digits, negative := strings.CutPrefix(s, "-")
	if _, err := fmt.Sscanf(digits, "%d,%d", &whole, &cents); err != nil {
		t.Fatalf("%q is no amount: %v", s, err)
	}
	if negative {
		return -(whole*100 + cents)
	}
	return whole*100 + cents
}

// rounded divides by 100, half away from zero.
func rounded(v int64) int64 {
	if v < 0 {
		return -rounded(-v)
	}
	return (v + 50) / 100
}
