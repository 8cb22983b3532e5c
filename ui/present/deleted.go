package present

import (
	"time"

	"wattlake/lake"
	"wattlake/pipeline"
)

// DeletedList is the documents that can be brought back.
type DeletedList struct {
	Grid      Grid
	Documents []lake.DocumentID // of the rows
}

// NewDeletedList lists the deleted documents in the order given, with who deleted them, and when.
func NewDeletedList(l *Locale, documents []pipeline.Document, zone *time.Location) DeletedList {
	moment := momentSample(l)
	file := flexColumn(l, "file", "faktura_2026_01.pdf", 0)
	file.Extra = iconRoom
	out := DeletedList{Grid: Grid{Columns: []Column{
		file, textColumn(l, "deleted", moment, 0), flexColumn(l, "deleted_by", "Lorem ipsum dolor", 1), textColumn(l, "dropped", moment, 2),
	}}}
	for _, d := range documents {
		cells := []Cell{{Text: d.FileName, Icon: "delete"}, {}, {}, {Text: l.Moment(d.DroppedAt, zone), Tone: Muted}}
		if d.Deletion != nil {
			cells[1].Text, cells[2].Text = l.Moment(d.Deletion.At, zone), d.Deletion.Author
		}
		out.Grid.Rows = append(out.Grid.Rows, cells)
		out.Documents = append(out.Documents, d.ID)
	}
	return out
}
