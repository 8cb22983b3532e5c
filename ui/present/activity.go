package present

import (
	"wattlake/lake"
	"wattlake/pipeline"
)

// StagesGrid shows what each stage is doing.
func StagesGrid(l *Locale, a pipeline.Activity) Grid {
	g := Grid{Columns: []Column{
		flexColumn(l, "stage", "Rozpoznawanie", 0), numberColumn(l, "queued", "12 345", 0), numberColumn(l, "running", "12 345", 0),
		numberColumn(l, "done", "12 345", 0), numberColumn(l, "failed", "12 345", 0),
	}}
	for _, stage := range stageOrder {
		c := a.Stages[stage]
		if stage == lake.StageIngest && c == (pipeline.StageCount{}) {
			continue // copying files in is no queue of its own; its progress is the batch's
		}
		g.Rows = append(g.Rows, []Cell{
			{Text: l.T("stage." + string(stage) + ".long")},
			countCell(l, c.Queued, Plain), countCell(l, c.Running, Busy), countCell(l, c.Done, Plain),
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

// FailedRow is a document in quarantine.
type FailedRow struct {
	Document lake.DocumentID
	Cells    []Cell
}

// FailedColumns are the columns of the quarantine.
func FailedColumns(l *Locale) []Column {
	reason := flexColumn(l, "reason_failed", "Lorem ipsum dolor sit", 0)
	reason.Flex = 2
	hint := flexColumn(l, "hint", "Lorem ipsum dolor", 1)
	hint.Flex = 2
	return []Column{flexColumn(l, "file", "faktura_2026_01.pdf", 0), textColumn(l, "stage", l.T("stage.read"), 2), reason, hint}
}

// FailedRows lists the documents that failed, in the order given.
func FailedRows(l *Locale, entries []*pipeline.Entry) []FailedRow {
	var rows []FailedRow
	for _, d := range entries {
		if d.Status != lake.Failed {
			continue
		}
		row := FailedRow{Document: d.Document, Cells: []Cell{{Text: d.FileName}, {}, {}, {}}}
		if f := d.Failure; f != nil {
			row.Cells[1].Text = l.T("stage." + string(f.Stage))
			row.Cells[2] = Cell{Text: l.Say(f.Message), Tone: Bad}
			row.Cells[3] = Cell{Text: l.Say(f.Hint), Tone: Muted}
		}
		rows = append(rows, row)
	}
	return rows
}
