package cli

import (
	"strconv"

	"wattlake/lake"
	"wattlake/pipeline"
)

// printHistory prints who decided what about the document, oldest first.
func (p *Program) printHistory(d pipeline.DocumentDetail) error {
	if len(d.Steps) == 0 {
		return nil
	}
	p.sayf(p.Out, "\nHistoria\n", "\nHistory\n")
	t := newTable(p.text("Kiedy", "When"), p.text("Kto", "Who"), p.text("Decyzja", "Decision"), p.text("Część", "Part"),
		p.text("Pole", "Field"), p.text("Było", "Before"), p.text("Jest", "After")).figures(3)
	for _, s := range d.Steps {
		what := p.word("decision." + string(s.Decision.Kind))
		if s.Undone {
			what += p.text(" (cofnięte)", " (undone)")
		}
		part := ""
		if s.Decision.Part > 0 {
			part = strconv.Itoa(s.Decision.Part)
		}
		if len(s.Changes) == 0 {
			t.add(s.Decision.At, s.Decision.Author, what, part, "", "", "")
		}
		for _, c := range s.Changes {
			t.add(s.Decision.At, s.Decision.Author, what, part, c.Name, p.valueOrNone(c.Before), p.valueOrNone(c.After))
		}
	}
	return t.print(p.Out)
}

func (p *Program) valueOrNone(value string) string {
	if value == "" {
		return p.text("(brak)", "(none)")
	}
	return value
}

// decisionJSON is one decision in `show --json`.
type decisionJSON struct {
	ID      lake.ContentID    `json:"id"`
	At      string            `json:"at"`
	Author  string            `json:"author"`
	Kind    lake.DecisionKind `json:"kind"`
	Part    int               `json:"part,omitempty"`
	Undone  bool              `json:"undone"`
	Changes []changeJSON      `json:"changes"`
}

type changeJSON struct {
	Part   int    `json:"part"`
	Field  string `json:"field"`
	Before string `json:"before"`
	After  string `json:"after"`
}

func decisionsJSON(steps []pipeline.Step) []decisionJSON {
	list := make([]decisionJSON, len(steps))
	for i, s := range steps {
		d := s.Decision
		list[i] = decisionJSON{ID: d.Content, At: d.At, Author: d.Author, Kind: d.Kind, Part: d.Part, Undone: s.Undone, Changes: []changeJSON{}}
		for _, c := range s.Changes {
			list[i].Changes = append(list[i].Changes, changeJSON{Part: c.Part, Field: c.Name, Before: c.Before, After: c.After})
		}
	}
	return list
}
