package present

import (
	"time"

	"wattlake/lake"
	"wattlake/pipeline"
)

// StagesGrid shows what each stage is doing: its queue, its rate, and how long the oldest document has been there.
func StagesGrid(l *Locale, a pipeline.Activity, rates *Rates, now time.Time) Grid {
	g := Grid{Columns: []Column{
		flexColumn(l, "stage", "Rozpoznawanie", 0), numberColumn(l, "queued", "12 345", 0), numberColumn(l, "running", "12 345", 0),
		numberColumn(l, "speed", "1 234 / min", 0), numberColumn(l, "oldest", "59 min 59 s", 0),
		numberColumn(l, "done", "12 345", 0), numberColumn(l, "failed", "12 345", 0),
	}}
	for _, stage := range stageOrder {
		c := a.Stages[stage]
		if stage == lake.StageIngest && c == (pipeline.StageCount{}) {
			continue // copying files in is no queue of its own; its progress is the batch's
		}
		rate, oldest := Cell{}, Cell{}
		if perMinute := rates.Of(stage); perMinute > 0 {
			rate.Text = l.T("rate.per_minute", "n", l.Int(int64(perMinute)))
		}
		if !c.Oldest.IsZero() && c.Queued+c.Running > 0 {
			oldest.Text = l.Span(now.Sub(c.Oldest))
		}
		g.Rows = append(g.Rows, []Cell{
			{Text: l.T("stage." + string(stage) + ".long")},
			countCell(l, c.Queued, Plain), countCell(l, c.Running, Busy), rate, oldest, countCell(l, c.Done, Plain),
			countCell(l, c.Failed, Bad),
		})
	}
	return g
}

func countCell(l *Locale, n int, tone Tone) Cell {
	if n == 0 {
		tone = Muted
	}
	return Cell{Text: l.Int(int64(n)), Tone: tone}
}

// Rates tells from what was done before how fast the stages are. It belongs to one goroutine.
type Rates struct{ samples []rateSample }

type rateSample struct {
	at   time.Time
	done map[lake.Stage]int
}

// rateSpan is the time that a rate is taken over.
const rateSpan = 30 * time.Second

// Note remembers how much was done by now.
func (r *Rates) Note(now time.Time, a pipeline.Activity) {
	sample := rateSample{now, make(map[lake.Stage]int, len(a.Stages))}
	for stage, c := range a.Stages {
		sample.done[stage] = c.Done
	}
	r.samples = append(r.samples, sample)
	for len(r.samples) > 2 && now.Sub(r.samples[1].at) >= rateSpan {
		r.samples = r.samples[1:]
	}
}

// Of returns the documents per minute of a stage, 0 when nothing is known or done.
func (r *Rates) Of(stage lake.Stage) int {
	if len(r.samples) < 2 {
		return 0
	}
	first, last := r.samples[0], r.samples[len(r.samples)-1]
	took := last.at.Sub(first.at)
	if took < time.Second {
		return 0
	}
	return int(float64(last.done[stage]-first.done[stage]) / took.Minutes())
}

// WaitingList is the documents that are on their way.
type WaitingList struct {
	Grid      Grid
	Documents []lake.DocumentID // of the rows
	Reading   []bool            // the reading of the row's document can be cancelled here
}

// NewWaitingList lists the documents that are not through and says why. names gives the file names.
func NewWaitingList(l *Locale, list []pipeline.Waiting, names map[lake.DocumentID]string, now time.Time) WaitingList {
	why := flexColumn(l, "why", "Lorem ipsum dolor sit amet", 0)
	why.Flex, why.Extra = 2, iconRoom
	out := WaitingList{Grid: Grid{Columns: []Column{
		flexColumn(l, "file", "faktura_2026_01.pdf", 0), textColumn(l, "stage", l.T("stage.parse"), 0), numberColumn(l, "since", "59 min 59 s", 0), why,
	}}}
	for _, w := range list {
		since := ""
		if !w.Since.IsZero() {
			since = l.Span(now.Sub(w.Since))
		}
		stage := ""
		if w.Stage != "" {
			stage = l.T("stage." + string(w.Stage))
		}
		out.Grid.Rows = append(out.Grid.Rows, []Cell{{Text: names[w.Document]}, {Text: stage}, {Text: since, Tone: Muted}, whyCell(l, w)})
		out.Documents = append(out.Documents, w.Document)
		out.Reading = append(out.Reading, w.Stage == lake.StageRead && !w.Elsewhere)
	}
	return out
}

// whyCell says why a document is not further.
func whyCell(l *Locale, w pipeline.Waiting) Cell {
	switch {
	case w.Trouble != nil:
		message, hint := l.Explain(w.Trouble)
		return Cell{Text: join(message, hint), Tone: Attention, Icon: "needs_review"}
	case w.Running && w.Pages > 1:
		return Cell{Text: l.T("why.page", "page", l.Int(int64(min(w.Page+1, w.Pages))), "pages", l.Int(int64(w.Pages))), Tone: Busy, Icon: "processing"}
	case w.Running:
		return Cell{Text: l.T("why.running"), Tone: Busy, Icon: "processing"}
	case w.Elsewhere:
		return Cell{Text: l.T("why.elsewhere"), Icon: "waiting"}
	case w.Ahead > 0:
		return Cell{Text: l.N("why.ahead", w.Ahead), Icon: "waiting"}
	}
	return Cell{Text: l.T("why.next"), Icon: "waiting"}
}

// FailedRow is a document in quarantine.
type FailedRow struct {
	Document lake.DocumentID
	Cells    []Cell
	Reason   Notice // in full
	Locked   bool   // it lacks its password
}

// FailedColumns are the columns of the quarantine.
func FailedColumns(l *Locale) []Column {
	reason := flexColumn(l, "reason_failed", "Lorem ipsum dolor sit", 0)
	reason.Flex = 2
	file := flexColumn(l, "file", "faktura_2026_01.pdf", 0)
	file.Extra = iconRoom
	return []Column{file, textColumn(l, "stage", l.T("stage.read"), 2), reason}
}

// FailedRows lists the documents that failed, in the order given.
func FailedRows(l *Locale, entries []*pipeline.Entry) []FailedRow {
	var rows []FailedRow
	for _, d := range entries {
		if d.Status != lake.Failed {
			continue
		}
		row := FailedRow{Document: d.Document, Cells: []Cell{{Text: d.FileName, Icon: "failed", Tone: Bad}, {}, {}}}
		if f := d.Failure; f != nil {
			row.Cells[1].Text = l.T("stage." + string(f.Stage))
			row.Cells[2] = Cell{Text: l.Say(f.Message)}
			row.Reason = Notice{Tone: Bad, Message: l.Say(f.Message), Hint: l.Say(f.Hint)}
			row.Locked = f.Code == lake.CodeNeedsPassword
		}
		rows = append(rows, row)
	}
	return rows
}
