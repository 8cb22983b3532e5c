package pipeline

import (
	"maps"
	"slices"

	"wattlake/lake"
)

// step returns where the document is; ok is false if no stage has it.
func (t *tracker) step(id lake.DocumentID) (s step, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if found, ok := t.active[id]; ok {
		return *found, true
	}
	return step{}, false
}

func (t *tracker) trouble(id lake.DocumentID) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.troubles[id]
}

// idle reports whether no document is on its way.
func (t *tracker) idle() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.active) == 0
}

// goldTrouble tells why Gold could not be built when that was tried last.
func (t *tracker) goldTrouble() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.goldErr
}

// stages returns the counts per stage.
func (t *tracker) stages() map[lake.Stage]StageCount {
	t.mu.Lock()
	defer t.mu.Unlock()
	counts := maps.Clone(t.counts)
	for _, s := range t.active {
		c := counts[s.stage]
		if s.running {
			c.Running++
		} else {
			c.Queued++
		}
		if c.Oldest.IsZero() || s.since.Before(c.Oldest) {
			c.Oldest = s.since
		}
		counts[s.stage] = c
	}
	return counts
}

// snapshot returns the stage of every document that is on its way.
func (t *tracker) snapshot() map[lake.DocumentID]lake.Stage {
	t.mu.Lock()
	defer t.mu.Unlock()
	stages := make(map[lake.DocumentID]lake.Stage, len(t.active))
	for id, s := range t.active {
		stages[id] = s.stage
	}
	return stages
}

// reading reports whether a stage before Silver has a document.
func (t *tracker) reading() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, s := range t.active {
		if slices.Contains([]lake.Stage{lake.StageIngest, lake.StageRead, lake.StageParse}, s.stage) {
			return true
		}
	}
	return false
}

// beingRead reports whether a stage is at work, or about to be, that may change what is known of the document.
func (t *tracker) beingRead(id lake.DocumentID) bool {
	step, active := t.step(id)
	return active && step.stage != lake.StageSilver && step.stage != lake.StageGold
}
