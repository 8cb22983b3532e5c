package pipeline

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"wattlake/lake"
)

// stages are the stages of the pipeline on one lake, with what they need: a [Node] runs them on a lake of its own, a
// [Worker] on one that it shares with others.
type stages struct {
	*Library
	*hub

	lakeID    string
	log       Log
	ledger    Ledger // may be nil
	reader    PageReader
	extractor Extractor
	xml       XMLExtractor
	run       []lake.Stage // those that consume here
	workers   int
	clock     func() time.Time
	sleep     func(context.Context, time.Duration) error
	logger    *slog.Logger
	shared    *shared // nil: nobody else writes to this lake

	passwords *passwordBook
	attached  sync.Map      // lake.DocumentID → []lake.Attachment, of what was read by this process
	goldTook  time.Duration // of the last build; only the gold stage uses it
	life      context.Context
	stop      context.CancelFunc // ends life
	running   sync.WaitGroup
}

// newStages makes ready; nothing runs yet. What runs later outlives ctx.
func newStages(ctx context.Context, library *Library, p Params) *stages {
	h := newHub()
	library.tracker = newTracker(h)
	library.tracker.clock = p.Clock
	if len(p.Run) == 0 {
		p.Run = []lake.Stage{lake.StageRead, lake.StageParse, lake.StageSilver, lake.StageGold}
	}
	life, stop := context.WithCancel(context.WithoutCancel(ctx))
	return &stages{
		Library: library, hub: h, lakeID: p.LakeID, log: p.Log, ledger: p.Ledger, reader: p.Reader, extractor: p.Extractor, xml: p.XML,
		run: p.Run, passwords: newPasswordBook(p.Passwords), workers: max(1, p.Workers), clock: p.Clock, sleep: p.Sleep, logger: p.Logger, life: life, stop: stop,
	}
}
