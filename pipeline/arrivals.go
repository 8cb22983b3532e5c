package pipeline

import (
	"sync"

	"wattlake/lake"
)

// arrivals are the documents on their way between Bronze and their first event. A worker that hears of one before that may have
// put it off by the time when somebody here begins to wait for its answer.
type arrivals struct {
	mu    sync.Mutex
	count map[lake.DocumentID]int
}

func (a *arrivals) begin(id lake.DocumentID) (end func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.count == nil {
		a.count = map[lake.DocumentID]int{}
	}
	a.count[id]++
	return func() {
		a.mu.Lock()
		defer a.mu.Unlock()
		if a.count[id]--; a.count[id] == 0 {
			delete(a.count, id)
		}
	}
}

func (a *arrivals) has(id lake.DocumentID) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.count[id] > 0
}
