package present

import (
	"slices"
	"sync"
	"time"

	"wattlake/lake"
	"wattlake/pipeline"
)

// Events keeps the last things that happened in the lake. It is safe for concurrent use.
type Events struct {
	mu   sync.Mutex
	list []Event
}

// Event is something that happened.
type Event struct {
	At     time.Time
	Change pipeline.Change
}

// keptEvents is how many events are remembered.
const keptEvents = 300

// Note remembers a change.
func (e *Events) Note(at time.Time, change pipeline.Change) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.list) == keptEvents {
		e.list = slices.Delete(e.list, 0, 1)
	}
	e.list = append(e.list, Event{at, change})
}

// Last returns what is remembered, the latest first.
func (e *Events) Last() []Event {
	e.mu.Lock()
	defer e.mu.Unlock()
	list := slices.Clone(e.list)
	slices.Reverse(list)
	return list
}

// EventsGrid lists events. names gives the file names.
func EventsGrid(l *Locale, events []Event, names map[lake.DocumentID]string, zone *time.Location) Grid {
	what := flexColumn(l, "event", "Lorem ipsum dolor", 0)
	what.Extra = iconRoom
	g := Grid{Columns: []Column{textColumn(l, "time", "23:59:59", 0), what, flexColumn(l, "file", "faktura_2026_01.pdf", 0)}}
	for _, e := range events {
		g.Rows = append(g.Rows, []Cell{{Text: e.At.In(zone).Format(time.TimeOnly), Tone: Muted}, eventCell(l, e.Change), {Text: names[e.Change.Document]}})
	}
	return g
}

func eventCell(l *Locale, c pipeline.Change) Cell {
	switch {
	case c.Relay:
		return Cell{Text: l.T("event.relay"), Icon: "bolt"}
	case c.Document == "":
		return Cell{Text: l.T("event.tables"), Icon: "table", Tone: Good}
	case c.Status == lake.Processing && c.Stage != "":
		return Cell{Text: l.T("stage." + string(c.Stage) + ".long"), Icon: "processing", Tone: Busy}
	case c.Status != "":
		return StatusCell(l, c.Status, c.Stage)
	}
	return Cell{Text: l.T("event.arrived"), Icon: "file"}
}
