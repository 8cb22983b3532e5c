package present_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wattlake/assets/translations"
	"wattlake/lake"
	"wattlake/ui/present"
)

// computedPrefixes are the keys that code puts together; their tails are the values of the listed types.
var computedPrefixes = map[string][]string{
	"team.sync.":        {"connecting", "comparing", "moving", "tables"},
	"status.":           {"waiting", "processing", "ready", "needs_review", "reviewed", "failed", "deleted", "duplicate"},
	"stage.":            {"ingest", "read", "parse", "silver", "gold", "ingest.long", "read.long", "parse.long", "silver.long", "gold.long"},
	"kind.":             {"settlement", "forecast", "correction", "other"},
	"scope.":            {"comprehensive", "sale", "distribution"},
	"group.":            {"all", "done", "review", "work", "failed", "double"},
	"month.":            {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"},
	"source.":           {"xml", "text_layer", "ocr"},
	"origin.":           {"desktop", "cli", "http", "watch", "sync", "sample"},
	"settings.section.": {"general", "data", "folders", "points", "reading", "bucket", "kafka", "keys"},
	"activity.section.": {"queues", "failed", "deleted", "events", "log"},
	"first.title.":      {"data", "language", "team", "invoices"}, "first.about.": {"data", "language", "team", "invoices"},
	"ocr.":         {"pol", "eng", "deu", "ces", "ukr"},
	"nav.":         {"invoices", "review", "dashboard", "activity", "settings"},
	"measure.":     {"net", "gross"},
	"decision.":    {"review", "approve", "delete", "restore", "retry", "accept_finding", "point", "profile", "undo", "prefer", "separate"},
	"chart.costs.": {"net", "gross"}, "chart.corrections.": {"net", "gross"}, "card.cost.": {"net", "gross"},
	"field.": {
		"number", "kind", "scope", "corrects", "reason", "seller_name", "seller_nip", "buyer_name", "buyer_nip", "issue_date", "sale_date", "due_date",
		"period_start", "period_end", "currency", "net", "vat", "gross", "amount_due", "consumption_kwh", "ksef_number",
		"ppe", "tariff", "address", "consumption_before_kwh",
	},
	"column.": {
		"status", "number", "seller", "kind", "ppe", "period", "kwh", "net", "computed", "gross", "issued", "due", "file", "month", "scope", "vat", "net_unreviewed",
		"invoices", "kwh_unreviewed", "year_ago", "price", "original", "original_net", "difference_net", "resulting_net", "difference_gross", "corrections", "last_date",
		"last_number", "reason", "deleted", "deleted_by", "tariff", "address", "line", "zone", "quantity", "unit", "unit_price", "rate", "stage", "queued", "running", "done", "failed",
		"reason_failed", "hint", "dropped", "speed", "oldest", "why", "since", "event", "time", "message", "level", "what", "before", "after", "difference", "this", "other",
	},
}

func catalogue(t *testing.T, lang lake.Lang) map[string]any {
	t.Helper()
	content, err := translations.Files.ReadFile(string(lang) + ".json")
	if err != nil {
		t.Fatal(err)
	}
	entries := map[string]any{}
	if err := json.Unmarshal(content, &entries); err != nil {
		t.Fatal(err)
	}
	return entries
}

func keys(entries map[string]any) []string {
	list := make([]string, 0, len(entries))
	for k := range entries {
		list = append(list, k)
	}
	slices.Sort(list)
	return list
}

func TestBothLanguagesSayTheSame(t *testing.T) {
	t.Parallel()
	polish, english := catalogue(t, lake.Polish), catalogue(t, lake.English)
	if diff := cmp.Diff(keys(polish), keys(english)); diff != "" {
		t.Fatalf("keys differ (-polish +english):\n%s", diff)
	}
	for key, value := range polish {
		if got, want := placeholders(english[key]), placeholders(value); !cmp.Equal(got, want) {
			t.Errorf("%s: English has the placeholders %v, Polish %v", key, got, want)
		}
		plural(t, key, value, "one", "few", "many")
		plural(t, key, english[key], "one", "other")
	}
}

// plural checks that an entry with forms has exactly the forms of its language.
func plural(t *testing.T, key string, value any, forms ...string) {
	t.Helper()
	entry, ok := value.(map[string]any)
	if !ok {
		return
	}
	slices.Sort(forms)
	if diff := cmp.Diff(forms, keys(entry)); diff != "" {
		t.Errorf("%s has other plural forms (-want +got):\n%s", key, diff)
	}
}

// placeholders lists the distinct {names} of an entry, over all of its forms.
func placeholders(value any) []string {
	text, err := json.Marshal(value)
	if err != nil {
		return nil
	}
	var found []string
	for _, part := range strings.Split(string(text), "{")[1:] {
		if name, _, ok := strings.Cut(part, "}"); ok && !strings.ContainsAny(name, `":`) && !slices.Contains(found, name) {
			found = append(found, name)
		}
	}
	slices.Sort(found)
	return found
}

func TestEveryKeyIsUsedAndEveryUsedKeyExists(t *testing.T) {
	t.Parallel()
	entries := catalogue(t, lake.Polish)
	used := map[string]bool{}
	for prefix, tails := range computedPrefixes {
		for _, tail := range tails {
			used[prefix+tail] = true
		}
	}
	for literal := range literals(t) {
		if _, ok := entries[literal]; ok {
			used[literal] = true
		}
	}
	for key := range entries {
		if !used[key] {
			t.Errorf("the catalogue has %q, which nothing uses", key)
		}
	}
	for key := range used {
		if _, ok := entries[key]; !ok {
			t.Errorf("%q is used and missing", key)
		}
	}
	for key := range spoken(t) {
		if _, ok := entries[key]; !ok {
			t.Errorf("%q is spoken and missing", key)
		}
	}
}

// literals collects every string in the user interface's code.
func literals(t *testing.T) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	walk(t, func(n ast.Node) {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if s, err := strconv.Unquote(lit.Value); err == nil {
				found[s] = true
			}
		}
	})
	return found
}

// spoken collects the literal keys of calls to T and N.
func spoken(t *testing.T) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	walk(t, func(n ast.Node) {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) == 0 {
			return
		}
		method, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || (method.Sel.Name != "T" && method.Sel.Name != "N") {
			return
		}
		if lit, ok := call.Args[0].(*ast.BasicLit); ok {
			if s, err := strconv.Unquote(lit.Value); err == nil {
				found[s] = true
			}
		}
	})
	return found
}

func walk(t *testing.T, visit func(ast.Node)) {
	t.Helper()
	files := token.NewFileSet()
	for _, root := range []string{".", "../desktop"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(files, path, nil, 0)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				visit(n)
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestPlurals(t *testing.T) {
	t.Parallel()
	polish, english := present.NewLocale(lake.Polish), present.NewLocale(lake.English)
	want := map[int]string{
		0: "0 punktów", 1: "1 punkt", 2: "2 punkty", 4: "4 punkty", 5: "5 punktów", 12: "12 punktów", 14: "14 punktów", 22: "22 punkty", 25: "25 punktów",
		101: "101 punktów", 112: "112 punktów", 1002: "1\u00a0002 punkty",
	}
	for n, text := range want {
		if got := polish.N("points", n); got != text {
			t.Errorf("Polish %d: %q, want %q", n, got, text)
		}
	}
	if one, many := english.N("points", 1), english.N("points", 2); one != "1 point" || many != "2 points" {
		t.Errorf("English: %q and %q", one, many)
	}
	if got := polish.T("no.such.key"); got != "no.such.key" {
		t.Errorf("an unknown key is spoken as %q", got)
	}
}

func TestNumbers(t *testing.T) {
	t.Parallel()
	polish, english := present.NewLocale(lake.Polish), present.NewLocale(lake.English)
	tests := []struct{ name, got, want string }{
		{"polish money", polish.Money(123_456, ""), "1\u00a0234,56\u00a0zł"},
		{"polish negative", polish.Amount(-123_456_789), "–1\u00a0234\u00a0567,89"},
		{"polish groszy", polish.Amount(-5), "–0,05"},
		{"polish foreign", polish.Money(100, "EUR"), "1,00\u00a0EUR"},
		{"english money", english.Money(123_456, "PLN"), "PLN\u00a01,234.56"},
		{"polish energy", polish.KWh(1_234_500), "1\u00a0234,5\u00a0kWh"},
		{"whole energy", english.KWh(1_234_000), "1,234\u00a0kWh"},
		{"three digits", polish.Int(999), "999"},
		{"four digits", polish.Int(1000), "1\u00a0000"},
		{"percent", polish.Percent(0.966), "97\u00a0%"},
		{"english percent", english.Percent(1), "100%"},
		{"for a spreadsheet", polish.Plain("-1234.56"), "-1234,56"},
	}
	for _, test := range tests {
		if test.got != test.want {
			t.Errorf("%s: %q, want %q", test.name, test.got, test.want)
		}
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	polish, english := present.NewLocale(lake.Polish), present.NewLocale(lake.English)
	day := func(y int, m time.Month, d int) lake.Date { return lake.Date{Year: y, Month: m, Day: d} }
	tests := []struct{ name, got, want string }{
		{"polish", polish.Date(day(2026, 2, 4)), "04.02.2026"},
		{"english", english.Date(day(2026, 2, 4)), "4 Feb 2026"},
		{"unknown", polish.Date(lake.Date{}), ""},
		{"same year", polish.Period(day(2026, 1, 1), day(2026, 2, 28)), "01.01–28.02.2026"},
		{"over new year", polish.Period(day(2025, 12, 1), day(2026, 1, 31)), "01.12.25–31.01.26"},
		{"one day", polish.Period(day(2026, 1, 1), day(2026, 1, 1)), "01.01.2026"},
		{"open end", polish.Period(day(2026, 1, 1), lake.Date{}), "01.01.2026–…"},
		{"open start", polish.Period(lake.Date{}, day(2026, 1, 1)), "…–01.01.2026"},
		{"unknown period", polish.Period(lake.Date{}, lake.Date{}), ""},
		{"english month", english.Period(day(2026, 1, 1), day(2026, 1, 31)), "1–31 Jan 2026"},
		{"english months", english.Period(day(2026, 1, 28), day(2026, 2, 27)), "28 Jan – 27 Feb 2026"},
		{"english years", english.Period(day(2025, 12, 1), day(2026, 1, 31)), "1 Dec ’25 – 31 Jan ’26"},
		{"month", polish.Month(day(2026, 10, 1)), "paź 2026"},
		{"moment", polish.Moment("2026-02-04T12:05:00Z", time.FixedZone("", 3600)), "04.02.2026, 13:05"},
		{"no moment", polish.Moment("yesterday", time.UTC), "yesterday"},
	}
	for _, test := range tests {
		if test.got != test.want {
			t.Errorf("%s: %q, want %q", test.name, test.got, test.want)
		}
	}
}

// Amounts of energy in one column have the same decimals; none is cut.
func TestEnergyInAColumn(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.Polish)
	for _, tt := range []struct {
		energy   lake.Energy
		decimals int
		want     string
	}{{1_534_000, 0, "1 534"}, {1_534_000, 3, "1 534,000"}, {789_661, 3, "789,661"}, {500, 3, "0,500"}, {-1_200, 2, "–1,20"}, {789_661, 0, "789,661"}, {0, 3, "0,000"}} {
		if got := strings.ReplaceAll(l.EnergyAt(tt.energy, tt.decimals), "\u00a0", " "); got != tt.want {
			t.Errorf("%d with %d decimals: %q, want %q", tt.energy, tt.decimals, got, tt.want)
		}
	}
	mixed := []lake.MonthlyCost{{Consumption: 789_661}, {Consumption: 1_534_000}}
	column := func(g present.Grid, id present.ColumnID) (texts []string) {
		at := slices.IndexFunc(g.Columns, func(c present.Column) bool { return c.ID == id })
		for _, row := range g.Rows {
			texts = append(texts, strings.ReplaceAll(row[at].Text, "\u00a0", " "))
		}
		return texts
	}
	if got := column(present.CostsGrid(l, mixed), "kwh"); !slices.Equal(got, []string{"789,661", "1 534,000"}) {
		t.Errorf("costs: %q", got)
	}
	used := []lake.Consumption{{Consumption: 789_500, SameMonthYearAgo: lake.Some[lake.Energy](12_000)}, {Consumption: 1_534_000}}
	if got := column(present.ConsumptionGrid(l, used), "kwh"); !slices.Equal(got, []string{"789,5", "1 534,0"}) {
		t.Errorf("consumption: %q", got)
	}
	if got := column(present.ConsumptionGrid(l, used), "year_ago"); !slices.Equal(got, []string{"12,0", ""}) {
		t.Errorf("a year ago: %q", got)
	}
}

func TestSumsAreWrittenAsPeopleDo(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.Polish)
	for _, tt := range []struct {
		a, b lake.Money
		want string
	}{{9312, 2141, "93,12 + 21,41"}, {-9312, -2141, "–93,12 – 21,41"}, {-9312, 2141, "–93,12 + 21,41"}, {9312, 0, "93,12 + 0,00"}} {
		if got := l.Plus(tt.a, tt.b); got != tt.want {
			t.Errorf("%d and %d: %q, want %q", tt.a, tt.b, got, tt.want)
		}
	}
}

// The columns of moments have room for those of every month: in English November is wider than December.
func TestMomentsFitTheirColumns(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.English)
	deleted := present.NewDeletedList(l, nil, time.UTC).Grid.Columns
	for month := time.January; month <= time.December; month++ {
		at := time.Date(2026, month, 28, 23, 58, 58, 0, time.UTC)
		for _, column := range []present.Column{deleted[1], deleted[3]} {
			if want := l.Moment(at.Format(time.RFC3339), time.UTC); !strings.Contains(column.Sample, want) {
				t.Errorf("%s has no room for %q", column.ID, want)
			}
		}
		if log := present.LogGrid(l, nil, time.UTC).Columns[0]; !strings.Contains(log.Sample, l.Instant(at)) {
			t.Errorf("the log has no room for %q", l.Instant(at))
		}
	}
}
