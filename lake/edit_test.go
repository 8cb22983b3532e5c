package lake_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"wattlake/lake"
)

func TestParseEdit(t *testing.T) {
	t.Parallel()
	tests := map[string][][2]string{ // field → typed, canonical
		"net":             {{"1 234,50 zł", "1234.50"}, {"1234.5", "1234.50"}, {"-0,01", "-0.01"}, {"–12,00", "-12.00"}, {"1.234,56", "1234.56"}, {"1,234.56", "1234.56"}, {"", ""}, {"  ", ""}, {"12 PLN", "12.00"}},
		"consumption_kwh": {{"1 234", "1234"}, {"789,37 kWh", "789.37"}, {"1,234", "1.234"}},
		"issue_date":      {{"2026-02-04", "2026-02-04"}, {"4.2.2026", "2026-02-04"}, {"04/02/2026", "2026-02-04"}, {"04-02-2026", "2026-02-04"}},
		"seller_nip":      {{"526-000-12-46", "5260001246"}, {"PL 526 000 12 46", "5260001246"}},
		"points.3.ppe":    {{"5903 2240 0000 0001 02", "590322400000000102"}, {"8018590322400000000102", "590322400000000102"}, {"PL_ZEBB_1234567890_00", "PL_ZEBB_1234567890_00"}, {"480548000000000001", "480548000000000001"}},
		"points.0.net":    {{"7", "7.00"}},
		"kind":            {{"Correction", "correction"}},
		"scope":           {{"sale", "sale"}},
		"currency":        {{"eur", "EUR"}, {"zł", "PLN"}},
		"seller_name":     {{"  Energia \t Polska ", "Energia Polska"}},
	}
	for name, values := range tests {
		for _, v := range values {
			if got, problem := lake.ParseEdit(name, v[0]); got != v[1] || !problem.IsZero() {
				t.Errorf("%s: %q gives %q (%s), want %q", name, v[0], got, problem.EN, v[1])
			}
		}
	}
}

func TestParseEditRefuses(t *testing.T) {
	t.Parallel()
	tests := map[string][]string{
		"net":             {"abc", "1,234", "1.2.3", "12,345,6", "1,2,3", "10000000000000", "--1", "1e3"},
		"consumption_kwh": {"1,2345", "kWh", "12 MWh"},
		"issue_date":      {"31.02.2026", "2026-13-01", "1.2.26", "jutro", "04.02", "01.01.1889", "2026-2-04-1"},
		"seller_nip":      {"5260001245", "123", "52600012466"},
		"points.0.ppe":    {"590322400000000103", "59032240000000010", "5903224000000001022", "999999999999999999", "a b", "xx"},
		"kind":            {"faktura"},
		"currency":        {"złoty"},
		"points.1000.ppe": {"590322400000000102"},
		"points.0.number": {"1"},
		"colour":          {"red"},
		"reason":          {strings.Repeat("ą", lake.MaxEditText+1), "a\x00b", "\xff"},
	}
	for name, values := range tests {
		for _, v := range values {
			got, problem := lake.ParseEdit(name, v)
			if got != "" || problem.PL == "" || problem.EN == "" {
				t.Errorf("%s: %q is taken as %q (%+v)", name, v, got, problem)
			}
		}
	}
	if _, problem := lake.ParseEdit("reason", strings.Repeat("ą", lake.MaxEditText)); !problem.IsZero() {
		t.Errorf("a text of the greatest length is refused: %s", problem.EN)
	}
}

// What was brought to canonical form stays as it is.
func TestParseEditIsIdempotent(t *testing.T) {
	t.Parallel()
	names := []string{"net", "consumption_kwh", "issue_date", "seller_nip", "points.0.ppe", "number", "currency"}
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(names).Draw(t, "name")
		typed := rapid.OneOf(rapid.String(), rapid.StringMatching(`-?[0-9]{1,3}([ .,][0-9]{1,3}){0,3}`), rapid.StringMatching(`[0-3]?[0-9][./-][01]?[0-9][./-]20[0-9]{2}`)).Draw(t, "typed")
		canonical, problem := lake.ParseEdit(name, typed)
		if !problem.IsZero() {
			return
		}
		if again, problem := lake.ParseEdit(name, canonical); again != canonical || !problem.IsZero() {
			t.Fatalf("%s: %q → %q → %q (%s)", name, typed, canonical, again, problem.EN)
		}
	})
}

func TestCheckEdits(t *testing.T) {
	t.Parallel()
	problems := lake.CheckEdits(map[string]string{
		"period_start": "2026-02-01", "period_end": "2026-01-31",
		"points.0.period_start": "2026-01-01", "points.0.period_end": "2026-01-01",
		"points.1.period_start": "2026-01-02", "points.1.period_end": "2026-01-01",
		"points.2.period_end": "2026-01-01",
	})
	if len(problems) != 2 || problems["period_end"].IsZero() || problems["points.1.period_end"].IsZero() {
		t.Errorf("problems: %+v", problems)
	}
}

func TestLiveDecisions(t *testing.T) {
	t.Parallel()
	d := func(content string, undoes ...lake.ContentID) lake.Decision {
		kind := lake.DecideReview
		if len(undoes) > 0 {
			kind = lake.DecideUndo
		}
		return lake.Decision{Kind: kind, Content: lake.ContentID(content), Undoes: undoes}
	}
	tests := map[string]struct {
		ordered []lake.Decision
		want    []string
	}{
		"nothing undone":    {[]lake.Decision{d("a"), d("b")}, []string{"a", "b"}},
		"undone":            {[]lake.Decision{d("a"), d("b"), d("u", "a")}, []string{"b", "u"}},
		"done again":        {[]lake.Decision{d("a"), d("u", "a"), d("v", "u")}, []string{"a", "v"}},
		"three times":       {[]lake.Decision{d("a"), d("u", "a"), d("v", "u"), d("w", "v")}, []string{"u", "w"}},
		"of a later one":    {[]lake.Decision{d("u", "a"), d("a")}, []string{"u", "a"}},
		"several, unknown":  {[]lake.Decision{d("a"), d("b"), d("u", "a", "b", "?")}, []string{"u"}},
		"without a content": {[]lake.Decision{d(""), d("u", "")}, []string{"", "u"}},
	}
	for name, test := range tests {
		var got []string
		for _, live := range lake.LiveDecisions(test.ordered) {
			got = append(got, string(live.Content))
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %q count, want %q", name, got, test.want)
		}
	}
}

func FuzzParseEdit(f *testing.F) {
	f.Add("net", "1 234,56")
	f.Add("points.0.period_start", "1.1.2026")
	f.Fuzz(func(t *testing.T, name, typed string) {
		canonical, problem := lake.ParseEdit(name, typed)
		if !problem.IsZero() && canonical != "" {
			t.Fatalf("%s: %q is refused and taken as %q", name, typed, canonical)
		}
	})
}
