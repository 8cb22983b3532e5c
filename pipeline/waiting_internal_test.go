package pipeline

import (
	"errors"
	"testing"
	"time"

	"wattlake/lake"
)

func TestWaitingSaysWhyADocumentIsNotFurther(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	tracker := newTracker(newHub())
	tracker.clock = func() time.Time { now = now.Add(time.Second); return now }
	tracker.queue("b", lake.StageRead)
	tracker.queue("a", lake.StageRead)
	tracker.queue("c", lake.StageRead)
	tracker.start("c", lake.StageRead) // at the same stage since it was queued
	tracker.page("c", 2, 5)
	tracker.queue("d", lake.StageSilver)
	missing := errors.New("no OCR")
	tracker.settle(lake.Waiting, lake.StageRead, missing, "e")
	n := &Node{stages: &stages{Library: &Library{tracker: tracker}, run: []lake.Stage{lake.StageRead}}}
	list := n.Waiting(10)
	if len(list) != 5 {
		t.Fatalf("%d documents: %+v", len(list), list)
	}
	if c := list[0]; c.Document != "c" || !c.Running || c.Page != 2 || c.Pages != 5 {
		t.Errorf("at work: %+v", c)
	}
	if e := list[1]; e.Document != "e" || !errors.Is(e.Trouble, missing) {
		t.Errorf("put off: %+v", e)
	}
	if b, a := list[2], list[3]; b.Document != "b" || b.Ahead != 0 || a.Document != "a" || a.Ahead != 1 || b.Elsewhere {
		t.Errorf("queued: %+v, %+v", b, a)
	}
	if d := list[4]; d.Document != "d" || !d.Elsewhere || d.Ahead != 0 {
		t.Errorf("for workers: %+v", d)
	}
	if got := n.Waiting(2); len(got) != 2 {
		t.Errorf("%d of at most 2", len(got))
	}
	if c := tracker.stages()[lake.StageRead]; c.Oldest != list[2].Since {
		t.Errorf("the oldest is of %v, want %v", c.Oldest, list[2].Since)
	}
}

func TestGoldThatCouldNotBeBuiltIsNotForgotten(t *testing.T) {
	t.Parallel()
	tracker := newTracker(newHub())
	broken := errors.New("a check failed")
	tracker.setGold(true)
	tracker.failGold(broken)
	tracker.setGold(true) // the next build is on its way: until it ends nothing is better
	if err := tracker.goldTrouble(); !errors.Is(err, broken) {
		t.Errorf("trouble %v", err)
	}
	tracker.setGold(false)
	if err := tracker.goldTrouble(); err != nil {
		t.Errorf("trouble %v after a good build", err)
	}
}
