package present_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/present"
)

var noon = time.Date(2026, 3, 15, 12, 0, 0, 0, time.UTC)

func words(g present.Grid) string {
	var b strings.Builder
	for _, row := range g.Rows {
		for _, c := range row {
			b.WriteString(c.Text + "|")
		}
		b.WriteByte('\n')
	}
	return strings.ReplaceAll(b.String(), "\u00a0", " ")
}

func TestStagesTellRateAndAge(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.English)
	var rates present.Rates
	doing := func(done int) pipeline.Activity {
		return pipeline.Activity{Stages: map[lake.Stage]pipeline.StageCount{lake.StageRead: {Queued: 3, Running: 2, Done: done, Oldest: noon.Add(-75 * time.Second)}}}
	}
	rates.Note(noon.Add(-20*time.Second), doing(10))
	rates.Note(noon, doing(30))
	if got, want := words(present.StagesGrid(l, doing(30), &rates, noon)), "Reading the text|3|2|60 / min|1 min 15 s|30|0|\n"; !strings.HasPrefix(got, want) {
		t.Errorf("got %s", got)
	}
}

func TestWhyADocumentWaits(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.Polish)
	trouble := &lake.Error{Message: lake.Text{PL: "Brak OCR."}, Hint: lake.Text{PL: "Zainstaluj tesseract."}}
	list := present.NewWaitingList(l, []pipeline.Waiting{
		{Document: "a", Stage: lake.StageRead, Running: true, Page: 2, Pages: 7, Since: noon.Add(-5 * time.Second)},
		{Document: "b", Trouble: trouble},
		{Document: "c", Stage: lake.StageRead, Ahead: 4, Since: noon.Add(-3 * time.Hour)},
		{Document: "d", Stage: lake.StageParse, Elsewhere: true},
		{Document: "e", Stage: lake.StageParse},
	}, map[lake.DocumentID]string{"a": "a.pdf"}, noon)
	if want := []bool{true, false, true, false, false}; !slices.Equal(list.Reading, want) {
		t.Errorf("cancellable %v, want %v", list.Reading, want)
	}
	got := words(list.Grid)
	for _, want := range []string{
		"a.pdf|Odczyt|5 s|odczytywana strona 3 z 7|", "Brak OCR. Zainstaluj tesseract.|", "|Odczyt|3 godz. 0 min|przed nim 4 dokumenty|",
		"czeka na serwery zespołu|", "następny w kolejce|",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

func TestEventsAndLog(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.English)
	var events present.Events
	for i := range 400 {
		events.Note(noon.Add(time.Duration(i)*time.Second), pipeline.Change{Document: "a", Status: lake.Processing, Stage: lake.StageRead})
	}
	events.Note(noon, pipeline.Change{Tables: true})
	last := events.Last()
	if len(last) != 300 {
		t.Errorf("%d events are kept", len(last))
	}
	if got := words(present.EventsGrid(l, last[:2], map[lake.DocumentID]string{"a": "a.pdf"}, time.UTC)); got != "12:00:00|New tables and charts||\n12:06:39|Reading the text|a.pdf|\n" {
		t.Errorf("got %s", got)
	}
	tail := `cut off"}
{"time":"2026-03-15T12:00:00Z","level":"INFO","msg":"started","files":3}
{"time":"2026-03-15T12:00:01Z","level":"ERROR","msg":"failed","error":"disk"}
`
	g := present.LogGrid(l, []byte(tail), time.UTC)
	if got, want := words(g), "15 Mar 2026, 12:00:01|ERROR|failed  error=disk|\n15 Mar 2026, 12:00:00|INFO|started  files=3|\n"; got != want {
		t.Errorf("got %s", got)
	}
	if g.Rows[0][2].Tone != present.Bad {
		t.Errorf("an error has the tone %v", g.Rows[0][2].Tone)
	}
}

func TestFailedRowsExplain(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.English)
	rows := present.FailedRows(l, []*pipeline.Entry{{Document: "a", FileName: "a.pdf", Status: lake.Failed, Failure: &lake.Failure{
		Code: lake.CodeNeedsPassword, Stage: lake.StageRead, Message: lake.Text{EN: "It has a password."}, Hint: lake.Text{EN: "Give it."},
	}}, {Document: "b", Status: lake.Ready}})
	if len(rows) != 1 || !rows[0].Locked || rows[0].Reason.Hint != "Give it." {
		t.Errorf("%+v", rows)
	}
}
