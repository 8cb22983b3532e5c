package present_test

import (
	"testing"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/present"
)

// validPPE has a right check digit.
const validPPE = "590310600000000118"

// TestPointRows: what nobody has registered comes first, then the register, each with what is to be looked at.
func TestPointRows(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.Polish)
	points := []lake.RegisteredPoint{{PPE: "1", Name: "Szkoła"}, {PPE: "2", Group: "oświetlenie"}, {PPE: "3"}}
	rows := present.PointRows(l, points, pipeline.RegisterReport{
		Unregistered: []pipeline.UnregisteredPoint{{PPE: "9", Invoices: []string{"FV/1", "FV/2"}}},
		Unbilled:     points[2:], Doubtful: points[:1],
	})
	var got []string
	for _, r := range rows {
		got = append(got, r.Point.PPE+" "+r.Cells[len(r.Cells)-1].Text)
	}
	want := []string{"9 poza ewidencją, 2 faktury", "1 sprawdź kod: cyfra kontrolna", "2 ", "3 jeszcze bez faktury"}
	for i := range want {
		if i >= len(got) || got[i] != want[i] {
			t.Fatalf("rows %q, want %q", got, want)
		}
	}
	if words := present.PointsWords(l, rows); words != "3 punkty w ewidencji · 1 kod z faktur jest poza ewidencją" {
		t.Errorf("words %q", words)
	}
}

func TestPointDraft(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.English)
	for _, c := range []struct {
		code     string
		saveable bool
		tone     present.Tone
	}{
		{"", false, present.Muted},
		{"  ", false, present.Muted},
		{"59031060000000012", true, present.Attention},
		{validPPE, true, present.Plain},
	} {
		draft := present.NewPointDraft(lake.RegisteredPoint{PPE: c.code})
		if notice, saveable := draft.Check(l); saveable != c.saveable || notice.Tone != c.tone {
			t.Errorf("%q: saveable %v, %+v", c.code, saveable, notice)
		}
	}
	draft := &present.PointDraft{PPE: " 5903 1060 ", Name: " Szkoła ", OldCodes: "pl_2, PL_1; pl_1"}
	p := draft.Point()
	if p.PPE != "59031060" || p.Name != "Szkoła" || len(p.OldCodes) != 2 || p.OldCodes[0] != "PL_1" {
		t.Errorf("point %+v", p)
	}
}

// TestImportWords: what is left out says why before anything is stored.
func TestImportWords(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.Polish)
	rows := []pipeline.PointRow{
		{Line: 2, Point: lake.RegisteredPoint{PPE: "1"}},
		{Line: 3, Refused: &lake.Text{PL: "brak kodu", EN: "no code"}},
		{Line: 4, Point: lake.RegisteredPoint{PPE: "2"}, Warnings: []lake.Text{{PL: "zły kod", EN: "bad code"}}},
	}
	if taken := present.Taken(rows); len(taken) != 2 {
		t.Errorf("taken %+v", taken)
	}
	summary, problems := present.ImportWords(l, pipeline.RegisterChange{Added: 2, Same: 1}, rows)
	if summary != "Nowych punktów: 2. Zmienionych: 0. Bez zmian: 1." || len(problems) != 2 || problems[0].Message != "wiersz 3: brak kodu" || problems[1].Tone != present.Attention {
		t.Errorf("%q, %+v", summary, problems)
	}
}
