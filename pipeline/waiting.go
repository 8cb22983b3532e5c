package pipeline

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"wattlake/lake"
)

// Waiting is a document that is on its way or put off, and why it is not further.
type Waiting struct {
	Document    lake.DocumentID
	Stage       lake.Stage
	Running     bool // the stage is at work on it
	Page, Pages int  // while its pages are read; Pages is 0 while unknown
	Ahead       int  // documents that are before it at the stage, while queued
	Since       time.Time
	Elsewhere   bool  // workers of the team do this stage
	Trouble     error // why it was put off; nil otherwise
}

// Waiting tells of the documents that are not through: those at work first, then those put off, then those queued by age; at
// most so many.
func (n *Node) Waiting(most int) []Waiting {
	list := n.tracker.waiting()
	queued := map[lake.Stage]int{}
	for i := range list {
		w := &list[i]
		w.Elsewhere = !slices.Contains(n.run, w.Stage)
		if !w.Running && w.Trouble == nil {
			w.Ahead = queued[w.Stage]
			queued[w.Stage]++
		}
	}
	return list[:min(len(list), most)]
}

func (t *tracker) waiting() []Waiting {
	t.mu.Lock()
	defer t.mu.Unlock()
	list := make([]Waiting, 0, len(t.active)+len(t.troubles))
	for id, s := range t.active {
		list = append(list, Waiting{Document: id, Stage: s.stage, Running: s.running, Page: s.page, Pages: s.pages, Since: s.since})
	}
	for id, err := range t.troubles {
		list = append(list, Waiting{Document: id, Trouble: err})
	}
	slices.SortFunc(list, func(a, b Waiting) int {
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), a.Since.Compare(b.Since), strings.Compare(string(a.Document), string(b.Document)))
	})
	return list
}

func (w *Waiting) rank() int {
	switch {
	case w.Running:
		return 0
	case w.Trouble != nil:
		return 1
	}
	return 2
}
