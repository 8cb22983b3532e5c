package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"wattlake/lake"
	"wattlake/lake/bronze"
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
	topic lake.Topic // consumed
	next  lake.Stage
	run   func(context.Context, lake.BronzeEvent) Outcome
}

// consumers starts the stages that run here, each as a consumer group of its own, named after it.
func (n *stages) consumers(ctx context.Context) {
	for _, s := range []documentStage{
		{lake.StageRead, lake.TopicUploaded, lake.StageParse, n.read},
		{lake.StageParse, lake.TopicRead, lake.StageSilver, n.parse},
	} {
		if n.runs(s.stage) {
			n.consume(ctx, s.stage, s.topic, documentBatch, func(ctx context.Context, events []lake.Event) error {
				return n.runDocuments(ctx, s, events)
			})
		}
	}
	if n.runs(lake.StageSilver) {
		n.consume(ctx, lake.StageSilver, lake.TopicParsed, silverBatch, n.runSilver)
	}
	if n.runs(lake.StageGold) {
		n.consume(ctx, lake.StageGold, lake.TopicSilver, goldBatch, n.buildGold)
	}
}

func (n *stages) consume(ctx context.Context, stage lake.Stage, topic lake.Topic, batch int, handle func(context.Context, []lake.Event) error) {
	n.running.Go(func() {
		for ctx.Err() == nil {
			err := n.log.Consume(ctx, Group(stage), topic, batch, handle)
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
	return n.putOffTogether(ctx, stage, event, payload, outcome.err, attempts)
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

func orRetry(outcome Outcome, err error) Outcome {
	if err != nil {
		return outcomeOf(err)
	}
	return outcome
}

// failedBefore gives the dead letter of a document that this program has given up on already: an event that comes again must
// not record the failure again.
func (n *stages) failedBefore(ctx context.Context, stage lake.Stage, event lake.BronzeEvent) (Outcome, bool, error) {
	a := n.bronze.Artefacts(event.Document)
	if event.Replay || len(a.Failures) == 0 || len(a.Parsed) > 0 {
		return Outcome{}, false, nil
	}
	if n.shared != nil { // somebody may have asked for another try
		if err := n.bronze.RelistDecisions(ctx); err != nil {
			return Outcome{}, false, err
		}
	}
	facts, err := n.bronze.Facts(ctx, event.Document)
	if err != nil {
		return Outcome{}, false, err
	}
	open := facts.OpenFailures()
	if len(open) == 0 {
		return Outcome{}, false, nil
	}
	last := open[len(open)-1]
	if last.Stage != stage || last.Reader != n.extractor.Ordinal() {
		return Outcome{}, false, nil
	}
	for _, key := range a.Failures {
		if parsed, _ := lake.ParseKey(key); parsed.Content == last.Content {
			letter, err := n.bronze.Event(ctx, bronze.Announcement{Topic: lake.TopicFailed, Key: key, Document: event.Document})
			return Outcome{verdict: reject, events: []lake.Event{letter}}, true, err
		}
	}
	return Outcome{}, false, nil
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

// recordFailure makes the document's failure durable and gives its dead letter; of a failure that is known, the first one. If
// that fails the document is put off.
func (n *stages) recordFailure(ctx context.Context, stage lake.Stage, source lake.Event, event lake.BronzeEvent, cause error) Outcome {
	if n.shared != nil { // somebody else may have
		if err := n.relist(ctx, event.Document, lake.FailurePrefix, lake.ParsedPrefix); err != nil {
			return Snooze(err)
		}
		known, ok, err := n.failedBefore(ctx, stage, event)
		if err != nil {
			return Snooze(err)
		}
		if ok {
			return known
		}
	}
	facts, err := n.bronze.Facts(ctx, event.Document)
	if err != nil {
		return Snooze(err)
	}
	message, hint := lake.Explain(cause)
	failure := lake.Failure{
		Document: event.Document, Stage: stage, Code: lake.CodeOf(cause), Message: message, Hint: hint,
		Reader: n.extractor.Ordinal(), Attempt: len(facts.Failures) + 1,
	}
	content, err := json.Marshal(failure)
	if err != nil {
		return Snooze(err)
	}
	key := lake.FailureKey(n.bronze.Name(event.Document), content)
	if _, err := n.bronze.Put(ctx, key, content); err != nil {
		return Snooze(err)
	}
	n.logger.InfoContext(ctx, "a document was rejected", "stage", stage, "document", event.Document, "code", failure.Code, "error", cause)
	letter, err := lake.NewFailedEvent(lake.FailedEvent{
		FileName: event.FileName, FailureKey: key, Document: event.Document, Stage: stage, Code: failure.Code,
		Reason: message.EN, Attempt: failure.Attempt, Origin: originOf(source),
	})
	if err != nil {
		return Snooze(err)
	}
	return Outcome{verdict: reject, events: []lake.Event{letter}}
}

// runSilver folds a batch in one commit; if that fails, document by document, so that one cannot hold up the rest.
func (n *stages) runSilver(ctx context.Context, events []lake.Event) error {
	var ids []lake.DocumentID
	about := map[lake.DocumentID]lake.Event{}
	for _, event := range events {
		payload, err := decodeBronze(event)
		if err != nil {
			if err := n.refuse(ctx, lake.StageSilver, event, err); err != nil {
				return err
			}
			continue
		}
		n.heardOf(payload)
		if _, again := about[payload.Document]; !again {
			ids = append(ids, payload.Document)
			n.tracker.start(payload.Document, lake.StageSilver)
		}
		about[payload.Document] = event
	}
	begin := n.clock()
	err := n.commitSilver(ctx, ids)
	for err != nil && n.awaitStore(ctx) {
		err = n.commitSilver(ctx, ids)
	}
	if err == nil && ctx.Err() == nil {
		return n.restAfterSilver(ctx, n.clock().Sub(begin))
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	for _, id := range ids {
		if err := n.commitSilver(ctx, []lake.DocumentID{id}); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			n.logger.ErrorContext(ctx, "a document was put off", "stage", lake.StageSilver, "document", id, "error", err)
			n.tracker.finish(lake.StageSilver, false)
			n.tracker.settle(lake.Waiting, lake.StageSilver, err, id)
			if err := n.putOffTogether(ctx, lake.StageSilver, about[id], lake.BronzeEvent{Document: id}, err, maxAttempts); err != nil {
				return err
			}
		}
	}
	return nil
}

func (n *stages) commitSilver(ctx context.Context, ids []lake.DocumentID) error {
	if len(ids) == 0 {
		return nil
	}
	outcome, _ := attempt(ctx, n.sleep, func(ctx context.Context) Outcome {
		event, err := n.foldSilver(ctx, ids)
		if err != nil {
			return outcomeOf(err)
		}
		return Done(event)
	})
	if outcome.verdict != done {
		return outcome.err
	}
	n.tracker.setGold(true)
	if err := n.log.Publish(ctx, outcome.events...); err != nil {
		return fmt.Errorf("publish silver event: %w", err)
	}
	for range ids {
		n.tracker.finish(lake.StageSilver, true)
	}
	n.tracker.settle(lake.Ready, lake.StageSilver, nil, ids...)
	return nil
}

func decodeBronze(event lake.Event) (lake.BronzeEvent, error) {
	var payload lake.BronzeEvent
	if err := json.Unmarshal(event.Value, &payload); err != nil {
		return lake.BronzeEvent{}, fmt.Errorf("decode event: %w", err)
	}
	if !lake.IsDocumentID(string(payload.Document)) {
		return lake.BronzeEvent{}, fmt.Errorf("event names no document: %q", payload.Document)
	}
	return payload, nil
}

// announce queues documents for the stages that consume the events' topics. It returns when the events are durable.
func (n *stages) announce(ctx context.Context, events ...lake.Event) error {
	if len(events) == 0 {
		return nil
	}
	for _, e := range events {
		n.tracker.queue(lake.DocumentID(e.Key), consumerOf(e.Topic))
	}
	err := n.log.Publish(ctx, events...)
	if err == nil {
		if slices.ContainsFunc(events, func(e lake.Event) bool { return !n.runs(consumerOf(e.Topic)) }) {
			n.send(Change{Team: true}) // workers cannot begin before they can get it
		}
		return nil
	}
	for _, e := range events {
		n.tracker.settle(lake.Waiting, consumerOf(e.Topic), err, lake.DocumentID(e.Key))
	}
	return fmt.Errorf("announce: %w", err)
}

// runs reports whether the stage runs here; else workers run it.
func (n *stages) runs(stage lake.Stage) bool { return slices.Contains(n.run, stage) }

func consumerOf(topic lake.Topic) lake.Stage {
	switch topic {
	case lake.TopicRead:
		return lake.StageParse
	case lake.TopicParsed:
		return lake.StageSilver
	default:
		return lake.StageRead
	}
}
