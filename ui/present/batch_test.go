package present_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/present"
)

func TestBatchFollowsFiles(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.Polish)
	var b present.Batch
	if b.View().Visible {
		t.Error("a strip without a batch")
	}
	run := b.Start([]string{"/faktury"})
	b.Update(run, pipeline.IngestUpdate{File: "a.pdf", Stage: lake.StageIngest, Total: 3})
	b.Update(run, pipeline.IngestUpdate{File: "b.pdf", Stage: lake.StageRead, Status: lake.Processing, Page: 1, Pages: 4, Total: 3})
	b.Update(run, pipeline.IngestUpdate{File: "c.pdf", Status: lake.StatusDoubled, Done: 1, Total: 3})
	v := b.View()
	if got, want := v.Title(l), "Przetwarzanie: 1 z 3 plików"; got != want {
		t.Errorf("title %q, want %q", got, want)
	}
	if got, want := v.Subtitle(l), "Odczyt 1 · W kolejce 1"; got != want {
		t.Errorf("subtitle %q, want %q", got, want)
	}
	if !v.Running || v.Share() < 0.33 || v.Share() > 0.34 {
		t.Errorf("running %v, share %v", v.Running, v.Share())
	}
	if got := v.Grid(l).Rows[0]; got[0].Text != "Odczyt" || got[1].Text != "b.pdf" || got[2].Text != "strona 2 z 4" {
		t.Errorf("first line %v, want the file at work", got)
	}
	b.Update(run, pipeline.IngestUpdate{File: "c.pdf", Stage: lake.StageRead, Status: lake.Processing, Total: 3})
	if b.View().Summary.Duplicates != 1 {
		t.Error("a late report undid a final state")
	}
}

func results() []pipeline.IngestResult {
	finding := lake.Finding{Severity: lake.NeedsReview, Message: lake.Text{PL: "Sumy się nie zgadzają.", EN: "Sums differ."}}
	return []pipeline.IngestResult{
		{File: "a.pdf", Status: lake.Ready},
		{File: "b.pdf", Status: lake.StatusReview, Readings: []lake.Reading{{Findings: []lake.Finding{finding}}}},
		{File: "c.pdf", Status: lake.StatusDoubled},
		{File: "d.pdf", Status: lake.Failed, Message: lake.Text{PL: "Zaszyfrowany.", EN: "Encrypted."}, Hint: lake.Text{PL: "Podaj hasło.", EN: "Give the password."}},
	}
}

func TestBatchSummary(t *testing.T) {
	t.Parallel()
	var b present.Batch
	run := b.Start([]string{"a.pdf", "b.pdf", "c.pdf", "d.pdf"})
	b.Finish(run, results(), nil)
	v := b.View()
	if diff := cmp.Diff(present.Summary{New: 2, Review: 1, Duplicates: 1, Failed: 1}, v.Summary); diff != "" {
		t.Errorf("summary differs (-want +got):\n%s", diff)
	}
	for lang, want := range map[lake.Lang][2]string{
		lake.Polish:  {"Zakończono: 4 pliki", "2 nowe (1 do sprawdzenia) · 1 duplikat · 1 nieodczytana"},
		lake.English: {"Finished: 4 files", "2 new (1 to review) · 1 duplicate · 1 failed"},
	} {
		l := present.NewLocale(lang)
		if got := [2]string{v.Title(l), v.Subtitle(l)}; got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
	notes := map[string]string{}
	for _, row := range v.Grid(present.NewLocale(lake.Polish)).Rows {
		notes[row[1].Text] = row[2].Text
	}
	want := map[string]string{
		"a.pdf": "", "b.pdf": "Sumy się nie zgadzają.", "c.pdf": "Ten sam plik jest już w jeziorze danych.", "d.pdf": "Zaszyfrowany. Podaj hasło.",
	}
	if diff := cmp.Diff(want, notes); diff != "" {
		t.Errorf("notes differ (-want +got):\n%s", diff)
	}
	b.Dismiss()
	if b.View().Visible {
		t.Error("the summary cannot be put away")
	}
}

func TestBatchCancelled(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.English)
	var b present.Batch
	run := b.Start([]string{"a.pdf", "b.pdf"})
	b.Update(run, pipeline.IngestUpdate{File: "a.pdf", Status: lake.Ready, Done: 1, Total: 2})
	b.Finish(run, nil, context.Canceled)
	if v := b.View(); !v.Cancelled || v.Problem != nil || v.Running || v.Title(l) != "Stopped after 1 of 2 files" {
		t.Errorf("%+v: %q", v, v.Title(l))
	}
}

// Of a drop that was cancelled the summary says what the list says: what is read, what another document has, and what is read no more.
func TestCancelledBatchIsSummedUp(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.English)
	var b present.Batch
	run := b.Start([]string{"folder"})
	for i, file := range []string{"a.pdf", "b.pdf", "c.pdf"} {
		b.Update(run, pipeline.IngestUpdate{File: file, Document: docID(i), Stage: lake.StageRead, Status: lake.Processing, Total: 4})
	}
	b.Update(run, pipeline.IngestUpdate{File: "a.pdf", Document: docID(0), Status: lake.Ready, Done: 1, Total: 4})
	b.Update(run, pipeline.IngestUpdate{File: "d.pdf", Total: 4}) // not taken in yet
	taken := b.Taken(run)
	if len(taken) != 3 || taken[1].Document != docID(1) || taken[1].Status != lake.Processing {
		t.Fatalf("taken %+v", taken)
	}
	cancelled := &lake.Failure{Code: lake.CodeReadCancelled, Message: lake.Text{EN: "Cancelled."}}
	if present.MarkListed(taken, []*pipeline.Entry{{Document: docID(0), Status: lake.Processing}}) {
		t.Error("what is on its way is called final")
	}
	present.MarkListed(taken, []*pipeline.Entry{
		{Document: docID(0), Status: lake.Ready}, {Document: docID(1), Status: lake.StatusDoubled}, {Document: docID(2), Status: lake.Failed, Failure: cancelled},
	})
	b.Finish(run, taken, context.Canceled)
	v := b.View()
	if want := (present.Summary{New: 1, Duplicates: 1, Failed: 1}); v.Summary != want || v.Title(l) != "Stopped after 1 of 4 files" {
		t.Errorf("%+v, want %+v; %q", v.Summary, want, v.Title(l))
	}
}

func TestBatchProblemAndNothing(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.Polish)
	var b present.Batch
	broken := errors.New("dysk")
	b.Finish(b.Start([]string{"a.pdf"}), nil, broken)
	if v := b.View(); !errors.Is(v.Problem, broken) {
		t.Errorf("problem %v", v.Problem)
	}
	b.Finish(b.Start([]string{"/pusty"}), []pipeline.IngestResult{}, nil) // a new drop puts the old summary away
	if v := b.View(); v.Problem != nil || v.Title(l) != "Nie znaleziono tu żadnego pliku" {
		t.Errorf("problem %v, title %q", v.Problem, v.Title(l))
	}
}

func TestDropsAreShownAsOne(t *testing.T) {
	t.Parallel()
	var b present.Batch
	first, second := b.Start([]string{"a.pdf"}), b.Start([]string{"b.pdf"})
	b.Finish(first, results()[:1], nil)
	if v := b.View(); !v.Running || v.Done != 1 || v.Total != 2 {
		t.Errorf("%+v", v)
	}
	b.Dismiss() // only what has ended
	if v := b.View(); !v.Running || v.Total != 1 {
		t.Errorf("%+v", v)
	}
	b.Finish(second, results()[1:2], nil)
	b.Finish(99, nil, nil) // nobody knows this one
	b.Update(99, pipeline.IngestUpdate{File: "x"})
}

// TestAnyOrderOfReports: whatever the order of reports, the end is what the results say.
func TestAnyOrderOfReports(t *testing.T) {
	t.Parallel()
	statuses := []lake.Status{"", lake.Waiting, lake.Processing, lake.Ready, lake.Failed}
	rapid.Check(t, func(t *rapid.T) {
		var b present.Batch
		run := b.Start([]string{"x"})
		for range rapid.IntRange(0, 30).Draw(t, "reports") {
			b.Update(run, pipeline.IngestUpdate{
				File: rapid.SampledFrom([]string{"a.pdf", "b.pdf", "c.pdf", "d.pdf"}).Draw(t, "file"), Status: rapid.SampledFrom(statuses).Draw(t, "status"),
				Done: rapid.IntRange(0, 4).Draw(t, "done"), Total: 4,
			})
			if v := b.View(); v.Done > v.Total || v.Share() < 0 || v.Share() > 1 {
				t.Fatalf("%d of %d", v.Done, v.Total)
			}
		}
		b.Finish(run, results(), nil)
		if v := b.View(); v.Running || v.Done != 4 || v.Total != 4 || v.Summary != (present.Summary{New: 2, Review: 1, Duplicates: 1, Failed: 1}) {
			t.Fatalf("%+v", v)
		}
	})
}

func TestBatchIsSafeForManyReporters(t *testing.T) {
	t.Parallel()
	var b present.Batch
	run := b.Start([]string{"x"})
	var reporters sync.WaitGroup
	for i := range 8 {
		reporters.Go(func() {
			for j := range 50 {
				b.Update(run, pipeline.IngestUpdate{File: fmt.Sprint(i, j), Status: lake.Ready, Done: j, Total: 400})
				b.View()
			}
		})
	}
	reporters.Wait()
	if n := b.View().Summary.New; n != 400 {
		t.Errorf("%d files, want 400", n)
	}
}

func TestBatchTellsSpeedAndTimeLeft(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.English)
	now := noon
	b := present.Batch{Clock: func() time.Time { return now }}
	run := b.Start([]string{"a", "b", "c", "d"})
	b.Update(run, pipeline.IngestUpdate{File: "a", Status: lake.Ready, Done: 1, Total: 4})
	if got := b.View().Subtitle(l); got != "" {
		t.Errorf("at once: %q", got)
	}
	now = now.Add(10 * time.Second)
	if got, want := b.View().Subtitle(l), "6 / min · about 30 s left"; got != want {
		t.Errorf("after ten seconds %q, want %q", got, want)
	}
	b.Finish(run, results(), nil)
	now = now.Add(time.Hour)
	if v := b.View(); v.Took != 10*time.Second {
		t.Errorf("it took %v", v.Took)
	}
}

// The summary calls a duplicate what the list calls one: a document whose every invoice another one carries.
func TestBatchCountsTheSameInvoiceAsDuplicate(t *testing.T) {
	t.Parallel()
	results := []pipeline.IngestResult{
		{File: "a.pdf", Document: "a", Status: lake.Ready},
		{File: "b.pdf", Document: "b", Status: lake.StatusReview},
		{File: "half.pdf", Document: "half", Status: lake.Ready},
		{File: "c.pdf", Document: "c", Status: lake.Failed},
	}
	present.MarkDoubled(results, []*pipeline.Entry{
		{Document: "a", Status: lake.Ready},
		{Document: "b", Status: lake.StatusDoubled},
		{Document: "half", Status: lake.StatusDoubled},
		{Document: "half", Index: 1, Status: lake.Ready},
		{Document: "c", Status: lake.Failed},
		{Document: "elsewhere", Status: lake.StatusDoubled},
	})
	var b present.Batch
	b.Finish(b.Start([]string{"folder"}), results, nil)
	v := b.View()
	if want := (present.Summary{New: 2, Duplicates: 1, Failed: 1}); v.Summary != want {
		t.Errorf("%+v, want %+v", v.Summary, want)
	}
	if rows := v.Grid(present.NewLocale(lake.English)).Rows; rows[1][2].Text != "Another document has the same invoice." {
		t.Errorf("rows %+v", rows)
	}
}

// At the start of a batch most documents are between two stages: nothing is said of the end until a fair part has come out.
func TestNoTimeLeftUntilItCanBeEstimated(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.English)
	for _, tt := range []struct {
		done, total int
		told        bool
	}{{1, 100, false}, {9, 100, false}, {10, 100, true}, {4, 30, false}, {5, 30, true}, {1, 4, true}, {1, 5, false}, {99, 100, false}, {4, 4, false}} {
		now := noon
		b := present.Batch{Clock: func() time.Time { return now }}
		run := b.Start(make([]string, tt.total))
		b.Update(run, pipeline.IngestUpdate{Done: tt.done, Total: tt.total})
		now = now.Add(time.Minute)
		if got := b.View().Subtitle(l); strings.Contains(got, "left") != tt.told || !tt.told && tt.done < tt.total-1 && got != "" {
			t.Errorf("%d of %d: %q", tt.done, tt.total, got)
		}
	}
}
