package present

import (
	"slices"
	"strings"

	"wattlake/lake"
	"wattlake/pipeline"
)

// HistoryLine is one thing that happened to a document.
type HistoryLine struct {
	When, Who, What string
	Changes         []string // "Netto: 1 000,00 → 1 200,00"
	Undone          bool
}

// historyLines tells, the latest first, what people decided and how the document came.
func historyLines(l *Locale, d pipeline.DocumentDetail, when func(string) string) []HistoryLine {
	lines := make([]HistoryLine, 0, len(d.Steps)+len(d.Origins))
	for _, s := range slices.Backward(d.Steps) {
		line := HistoryLine{When: when(s.Decision.At), Who: s.Decision.Author, What: l.T("decision." + string(s.Decision.Kind)), Undone: s.Undone}
		for _, c := range s.Changes {
			line.Changes = append(line.Changes, changeLine(l, c, len(d.Readings) > 1))
		}
		lines = append(lines, line)
	}
	for _, o := range slices.Backward(d.Origins) {
		lines = append(lines, HistoryLine{When: when(o.At), Who: o.Author, What: l.T("history.dropped", "file", o.FileName, "source", sourceWord(l, o.Source))})
	}
	return lines
}

func changeLine(l *Locale, c pipeline.FieldChange, several bool) string {
	label := FieldLabel(l, c.Name)
	if several {
		label = l.T("history.part", "n", l.Int(int64(c.Part))) + " " + label
	}
	return label + ": " + historyValue(l, c.Name, c.Before) + " → " + historyValue(l, c.Name, c.After)
}

// FieldLabel names a field, with the number of its point if it is a point's.
func FieldLabel(l *Locale, name string) string {
	if n, field, ok := lake.ParsePointField(name); ok {
		return l.T("sheet.point", "n", l.Int(int64(n+1))) + ", " + l.T("field."+string(field))
	}
	return l.T("field." + name)
}

func historyValue(l *Locale, name, value string) string {
	if value == "" {
		return l.T("history.nothing")
	}
	return FieldText(l, name, value)
}

// FieldText writes a canonical value for people.
func FieldText(l *Locale, name, value string) string {
	if _, field, ok := lake.ParsePointField(name); ok {
		name = string(field)
	}
	return l.fieldValue(lake.FieldName(name), value)
}

// undoOf finds the decision that undo means and the undo that redo means. Redo is offered right after an undo only.
func undoOf(steps []pipeline.Step) (undo, redo lake.ContentID) {
	undo, _ = pipeline.LastToUndo(steps)
	for _, s := range slices.Backward(steps) {
		if s.Undone {
			continue
		}
		if s.Decision.Kind == lake.DecideUndo {
			redo = s.Decision.Content
		}
		break
	}
	return undo, redo
}

func sourceWord(l *Locale, source string) string {
	switch source {
	case "desktop", "cli", "http", "watch", "sync", "sample":
		return l.T("origin." + source)
	default:
		return source
	}
}

// Plain makes one line of a history for the clipboard.
func (h HistoryLine) Plain() string {
	return strings.TrimSpace(h.When + "\t" + h.Who + "\t" + h.What + "\t" + strings.Join(h.Changes, "; "))
}
