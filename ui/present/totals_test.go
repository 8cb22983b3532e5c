package present_test

import (
	"strings"
	"testing"
	"time"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/present"
)

// Energy is added up only where no kilowatt hour can be counted twice.
func TestEnergyIsAddedUpOnlyWhereThatIsHonest(t *testing.T) {
	t.Parallel()
	day := func(month time.Month, d int) lake.Date { return lake.Date{Year: 2026, Month: month, Day: d} }
	invoice := func(kind lake.Kind, ppe string, from, to lake.Date) *pipeline.Entry {
		row := lake.Invoice{Kind: kind, PeriodStart: from, PeriodEnd: to, Consumption: lake.Some[lake.Energy](1_000_000)}
		for code := range strings.FieldsSeq(ppe) {
			row.Points = append(row.Points, lake.Point{PPE: code})
		}
		return &pipeline.Entry{Status: lake.Ready, Invoice: lake.NewBrief(row)}
	}
	march := invoice(lake.Settlement, "1", day(3, 1), day(3, 31))
	unknown := invoice(lake.Settlement, "3", day(3, 1), day(3, 31))
	unknown.Invoice.Consumption = lake.Opt[lake.Energy]{}
	doubled := invoice(lake.Settlement, "1", day(3, 1), day(3, 31))
	doubled.Status = lake.StatusDoubled
	again := invoice(lake.Settlement, "1", day(3, 1), day(3, 31))
	again.Document, again.Part, again.Status = "d", 1, lake.Processing
	again.Invoice.Documents = []lake.BriefRef{{Document: "w", Part: 1}, {Document: "d", Part: 1, Duplicate: true}}
	for name, test := range map[string]struct {
		entries []*pipeline.Entry
		want    lake.Energy // 0: not told
	}{
		"one":                        {[]*pipeline.Entry{march}, 1_000_000},
		"two points":                 {[]*pipeline.Entry{march, invoice(lake.Settlement, "2", day(3, 1), day(3, 31))}, 2_000_000},
		"two months":                 {[]*pipeline.Entry{march, invoice(lake.Settlement, "1", day(4, 1), day(4, 20))}, 2_000_000},
		"a duplicate does not count": {[]*pipeline.Entry{march, doubled}, 1_000_000},
		"nor while it is read again": {[]*pipeline.Entry{march, again}, 1_000_000},
		"sale and distribution":      {[]*pipeline.Entry{march, invoice(lake.Settlement, "1", day(3, 1), day(3, 31))}, 0},
		"they share a day":           {[]*pipeline.Entry{march, invoice(lake.Settlement, "9 1", day(3, 31), day(4, 20))}, 0},
		"a forecast":                 {[]*pipeline.Entry{march, invoice(lake.Forecast, "2", day(3, 1), day(3, 31))}, 0},
		"a correction":               {[]*pipeline.Entry{march, invoice(lake.Correction, "2", day(3, 1), day(3, 31))}, 0},
		"consumption is not known":   {[]*pipeline.Entry{march, unknown}, 0},
		"a point without its code":   {[]*pipeline.Entry{march, invoice(lake.Settlement, lake.NoPPE, day(3, 1), day(3, 31))}, 0},
		"nothing":                    {nil, 0},
	} {
		got := present.Sum(present.Shape(test.entries)).Energy
		if got.Known != (test.want > 0) || got.Known && got.Value != test.want {
			t.Errorf("%s: %+v, want %d", name, got, test.want)
		}
	}
}
