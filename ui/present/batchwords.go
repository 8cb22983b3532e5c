package present

import (
	"math"
	"path/filepath"
	"strings"
	"time"

	"wattlake/lake"
)

// stageOrder is the order in which stages are named.
var stageOrder = []lake.Stage{lake.StageIngest, lake.StageRead, lake.StageParse, lake.StageSilver, lake.StageGold}

// Title is the strip's main sentence.
func (v BatchView) Title(l *Locale) string {
	if v.Running {
		return l.N("batch.running", v.Total, "done", l.Int(int64(v.Done)))
	}
	switch {
	case v.Cancelled:
		return l.T("batch.cancelled", "done", l.Int(int64(v.Done)), "total", l.Int(int64(v.Total)))
	case v.Total == 0:
		return l.T("batch.nothing")
	}
	return l.N("batch.finished", v.Total)
}

// Subtitle says what is at work, or how everything ended.
func (v BatchView) Subtitle(l *Locale) string {
	if !v.Running {
		words := v.Summary.words(l)
		if words != "" && v.Took >= paceAfter {
			words += " · " + l.T("batch.took", "time", l.Span(v.Took))
		}
		return words
	}
	var parts []string
	for _, stage := range stageOrder {
		if n := v.Stages[stage]; n > 0 {
			parts = append(parts, l.T("stage."+string(stage))+" "+l.Int(int64(n)))
		}
	}
	if v.Queued > 0 {
		parts = append(parts, l.T("batch.queued", "n", l.Int(int64(v.Queued))))
	}
	if v.Summary.Failed > 0 {
		parts = append(parts, l.N("batch.failed", v.Summary.Failed))
	}
	return strings.Join(append(parts, v.pace(l)...), " · ")
}

// paceAfter is how long a batch must run before its speed says anything.
const paceAfter = 3 * time.Second

// The part of a batch that must be through before the rest can be estimated: at first documents are on their way through all stages
// and few have come out, so that the speed is far too low.
const (
	estimateLeast = 5    // documents, and
	estimateShare = 0.1  // of the batch; or
	estimateSmall = 0.25 // of a small batch
)

// pace tells the speed so far, and the time left if it stays. Of the last second nothing is said: what is late then is late for a
// reason of its own, a scan for instance.
func (v BatchView) pace(l *Locale) []string {
	if v.Took < paceAfter || !v.canEstimate() {
		return nil
	}
	perMinute := float64(v.Done) / v.Took.Minutes()
	parts := []string{l.T("rate.per_minute", "n", l.Int(int64(math.Round(perMinute))))}
	if left := time.Duration(float64(v.Total-v.Done) / perMinute * float64(time.Minute)); left >= time.Second {
		parts = append(parts, l.T("batch.left", "time", l.Span(left)))
	}
	return parts
}

func (v BatchView) canEstimate() bool {
	return v.Share() >= estimateSmall || v.Done >= estimateLeast && v.Share() >= estimateShare
}

func (s Summary) words(l *Locale) string {
	parts := make([]string, 0, 4)
	add := func(key string, n int) {
		if n > 0 {
			parts = append(parts, l.N(key, n))
		}
	}
	if s.Review > 0 {
		parts = append(parts, l.N("batch.new", s.New)+" ("+l.N("batch.review", s.Review)+")")
	} else {
		add("batch.new", s.New)
	}
	add("batch.duplicates", s.Duplicates)
	add("batch.failed", s.Failed)
	return strings.Join(parts, " · ")
}

// Share is the finished part of the batch, between 0 and 1.
func (v BatchView) Share() float64 {
	if v.Total == 0 {
		return 0
	}
	return min(1, float64(v.Done)/float64(v.Total))
}

// Grid lists the files of the batch.
func (v BatchView) Grid(l *Locale) Grid {
	g := Grid{Columns: []Column{
		{ID: ColumnStatus, Title: l.T("column.status"), Sample: statusSample(l), Extra: iconRoom},
		{ID: ColumnFile, Title: l.T("column.file"), Sample: "faktura_2026_01.pdf", Flex: 1},
		{ID: "detail", Title: l.T("column.note"), Sample: "Lorem ipsum dolor", Flex: 2},
	}}
	for _, f := range v.Files {
		g.Rows = append(g.Rows, []Cell{
			StatusCell(l, f.Status, f.Stage), {Text: filepath.Base(f.File)}, {Text: f.note(l), Tone: Muted},
		})
	}
	return g
}

func (f FileProgress) note(l *Locale) string {
	if f.Status == lake.Processing && f.Pages > 1 {
		return l.T("batch.page", "page", l.Int(int64(min(f.Page+1, f.Pages))), "pages", l.Int(int64(f.Pages)))
	}
	if f.Status == lake.StatusDoubled && f.Reason == (lake.Text{}) {
		return l.T("batch.duplicate")
	}
	return l.Say(f.Reason)
}
