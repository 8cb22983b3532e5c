package pipeline

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"wattlake/lake"
)

// Batch sizes of the consumer groups: how many events are handed to a stage at once.
const (
	documentBatch = 16
	silverBatch   = 512
	goldBatch     = 1024
)

// restartDelay is the pause before a stage whose log failed consumes again.
const restartDelay = time.Second

// documentStage is a stage that works on one document at a time.
type documentStage struct {
	stage lake.Stage
	next  lake.Stage
	run   func(context.Context, lake.BronzeEvent) Outcome
}

func (n *stages) documentStages() []documentStage {
	return []documentStage{
		{lake.StageRead, lake.StageParse, n.read},
		{lake.StageParse, lake.StageSilver, n.parse},
	}
}

// startStages starts the stages that run here, each as a consumer group of its own, named after it.
func (n *stages) startStages(ctx context.Context) {
	for _, s := range n.documentStages() {
		n.consume(ctx, s.stage, documentBatch, func(ctx context.Context, events []lake.Event) error {
			return n.runDocuments(ctx, s, events)
		})
	}
	n.consume(ctx, lake.StageSilver, silverBatch, n.runSilver)
	n.consume(ctx, lake.StageGold, goldBatch, n.buildGold)
}

// consume starts the stage if it runs here. It starts again after its log failed.
func (n *stages) consume(ctx context.Context, stage lake.Stage, batch int, handle func(context.Context, []lake.Event) error) {
	if !n.runs(stage) {
		return
	}
	n.running.Go(func() {
		for ctx.Err() == nil {
			err := n.log.Consume(ctx, Group(stage), TopicOf(stage), batch, handle)
			if ctx.Err() != nil {
				return
			}
			n.logger.ErrorContext(ctx, "a stage stopped and starts again", "stage", stage, "error", err)
			if n.sleep(ctx, restartDelay) != nil {
				return
			}
		}
	})
}

// sharedInFlight is how many documents a worker has in hand for each that it can work on: most of the time that a document takes
// goes into asking the store.
const sharedInFlight = 4

// inFlight is how many documents a stage has in hand at the same time. However many, readers read as many as there are workers.
func (n *stages) inFlight() int {
	if n.shared != nil {
		return sharedInFlight * n.workers
	}
	return n.workers
}

// runDocuments runs the stage on a batch, some documents at a time. A document that fails never stops the others.
func (n *stages) runDocuments(ctx context.Context, s documentStage, events []lake.Event) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(n.inFlight())
	for _, event := range events {
		payload, err := decodeBronze(event)
		if err != nil {
			group.Go(func() error { return n.refuse(ctx, s.stage, event, err) })
			continue
		}
		group.Go(func() error { return n.runDocument(ctx, s, event, payload) })
	}
	return group.Wait()
}

func (n *stages) runDocument(ctx context.Context, s documentStage, event lake.Event, payload lake.BronzeEvent) error {
	if !n.tracker.start(payload.Document, s.stage) {
		return nil
	}
	outcome, attempts := n.try(ctx, s, payload)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if outcome.verdict != done {
		return n.conclude(ctx, s.stage, event, payload, outcome, attempts)
	}
	n.tracker.finish(s.stage, true)
	if n.shared == nil {
		n.tracker.queue(payload.Document, s.next)
	} else {
		n.tracker.settle(lake.Processing, s.next, nil, payload.Document) // whoever consumes the next topic
	}
	return n.log.Publish(ctx, outcome.events...)
}

// conclude ends the way of a document that a stage rejected or put off.
func (n *stages) conclude(ctx context.Context, stage lake.Stage, event lake.Event, payload lake.BronzeEvent, outcome Outcome, attempts int) error {
	id := payload.Document
	if outcome.verdict == reject && len(outcome.events) == 0 {
		outcome = n.recordFailure(ctx, stage, event, payload, outcome.err)
	}
	n.tracker.finish(stage, false)
	if outcome.verdict == reject {
		err := n.log.Publish(ctx, outcome.events...)
		n.tracker.settle(lake.Failed, stage, nil, id)
		return err
	}
	n.logger.WarnContext(ctx, "a document was put off", "stage", stage, "document", id, "attempts", attempts, "error", outcome.err)
	n.tracker.settle(lake.Waiting, stage, outcome.err, id)
	return n.tellPutOff(ctx, stage, event, payload, outcome.err, attempts)
}

// try runs the stage until it ends one way or the other. On a shared lake it waits while the store is away: that is nobody's
// fault, and letting the document go would only fill the dead letters.
func (n *stages) try(ctx context.Context, s documentStage, event lake.BronzeEvent) (Outcome, int) {
	for {
		outcome, attempts := attempt(ctx, n.sleep, func(ctx context.Context) Outcome {
			if err := n.lookAt(ctx, s.stage, event); err != nil {
				return outcomeOf(err)
			}
			if known, ok, err := n.failedBefore(ctx, s.stage, event); err != nil || ok {
				return orRetry(known, err)
			}
			return guard(ctx, s, event)
		})
		if outcome.verdict != snooze || !n.awaitStore(ctx) {
			return outcome, attempts
		}
	}
}

// guard turns a panic into a rejection: one document's bug must not stop the program.
func guard(ctx context.Context, s documentStage, event lake.BronzeEvent) (outcome Outcome) {
	defer func() {
		if r := recover(); r != nil {
			outcome = Reject(&lake.Error{
				Code: lake.CodeInternal, Op: "pipeline: " + string(s.stage), Err: fmt.Errorf("panic: %v\n%s", r, debug.Stack()),
				Message: lake.Text{PL: "Program nie poradził sobie z tym dokumentem.", EN: "The program could not cope with this document."},
				Hint:    lake.Text{PL: "Zgłoś błąd; dokument pozostaje w jeziorze.", EN: "Please report it; the document stays in the lake."},
			})
		}
	}()
	return s.run(ctx, event)
}

// runs reports whether the stage runs here; else workers run it.
func (n *stages) runs(stage lake.Stage) bool { return slices.Contains(n.run, stage) }

func orRetry(outcome Outcome, err error) Outcome {
	if err != nil {
		return outcomeOf(err)
	}
	return outcome
}
