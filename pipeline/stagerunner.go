package pipeline

import (
	"context"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"wattlake/lake"
)

// StageRunner runs one stage at a time on named documents, for orchestrators that schedule centrally. The stages are those of
// a [Node] and a [Worker]; several runners may work on one lake at the same time. What comes next is decided by whoever calls
// it; what was done is announced on the log, if there is one.
type StageRunner struct{ *stages }

// StageResult is what became of one document, or of the Gold tables.
type StageResult struct {
	File     string
	Document lake.DocumentID // "" for Gold
	Status   lake.Status     // ready: the stage's result is in the lake; failed: the document is at fault; waiting: not now
	Code     lake.Code
	Reason   lake.Text
	Keys     []lake.Key // what the stage produced, or found: objects, or tables
}

// silent is the log of a runner that announces nothing.
type silent struct{ Log }

// Publish forgets the events.
func (silent) Publish(context.Context, ...lake.Event) error { return nil }

// OpenStageRunner scans the lake. Log may be nil; Ledger, Pages and Author of the params are not used.
func OpenStageRunner(ctx context.Context, p Params) (*StageRunner, error) {
	library, err := OpenLibrary(ctx, p.Objects, p.Tables)
	if err != nil {
		return nil, err
	}
	p.Ledger = nil
	if p.Log == nil {
		p.Log = silent{}
	}
	r := &StageRunner{newStages(ctx, library, p)}
	r.shared = newShared(func(context.Context) error { return nil }, nil) // a store that is away ends the run: the orchestrator tries again
	return r, nil
}

// Close ends the runner.
func (r *StageRunner) Close() {
	r.stop()
	r.running.Wait()
}

// Pending lists the documents whose next stage is this one, in the order of their ids.
func (r *StageRunner) Pending(ctx context.Context, stage lake.Stage) ([]lake.DocumentID, error) {
	rows, err := r.listing.rowsOf(ctx)
	if err != nil {
		return nil, err
	}
	var pending []lake.DocumentID
	for _, id := range r.bronze.Documents() {
		event, ok, err := r.unfinished(ctx, id, rows.of(id))
		if err != nil {
			return nil, fmt.Errorf("look at %s: %w", id, err)
		}
		if ok && consumerOf(event.Topic) == stage {
			pending = append(pending, id)
		}
	}
	slices.Sort(pending)
	return pending, nil
}

// RunStage runs the stage on the documents, or builds Gold. The error is nil if the stage could be run, whatever became of the
// documents.
func (r *StageRunner) RunStage(ctx context.Context, stage lake.Stage, ids []lake.DocumentID) ([]StageResult, error) {
	for _, s := range r.documentStages() {
		if s.stage == stage {
			return r.each(ctx, s, ids)
		}
	}
	if stage == lake.StageSilver {
		return r.silver(ctx, ids)
	}
	return r.gold(ctx)
}

// each runs a stage of documents, as parallel as there are workers.
func (r *StageRunner) each(ctx context.Context, s documentStage, ids []lake.DocumentID) ([]StageResult, error) {
	results := make([]StageResult, len(ids))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(r.workers)
	for i, id := range ids {
		group.Go(func() error {
			event, err := r.eventAbout(ctx, TopicOf(s.stage), id, false)
			if err != nil {
				return fmt.Errorf("look at %s: %w", id, err)
			}
			payload, err := decodeBronze(event)
			if err != nil {
				return err
			}
			results[i], err = r.one(ctx, s, event, payload)
			return err
		})
	}
	return results, group.Wait()
}

func (r *StageRunner) one(ctx context.Context, s documentStage, event lake.Event, payload lake.BronzeEvent) (StageResult, error) {
	outcome, _ := r.try(ctx, s, payload)
	if ctx.Err() != nil {
		return StageResult{}, ctx.Err()
	}
	if outcome.verdict == reject && len(outcome.events) == 0 {
		cause := outcome.err
		outcome = r.recordFailure(ctx, s.stage, event, payload, cause)
		if outcome.verdict == reject {
			outcome.err = cause
		}
	}
	if outcome.verdict == done || outcome.verdict == reject {
		if err := r.log.Publish(ctx, outcome.events...); err != nil {
			return StageResult{}, fmt.Errorf("announce %s: %w", payload.FileName, err)
		}
	}
	result := StageResult{File: payload.FileName, Document: payload.Document, Status: lake.Ready}
	switch outcome.verdict {
	case reject:
		result.Status = lake.Failed
	case snooze, retry:
		result.Status = lake.Waiting
	case done:
		for _, next := range outcome.events {
			if produced, err := decodeBronze(next); err == nil {
				result.Keys = append(result.Keys, produced.ObjectKey())
			}
		}
		return result, nil
	}
	if outcome.err != nil {
		result.Code = lake.CodeOf(outcome.err)
		result.Reason, _ = lake.Explain(outcome.err)
	}
	return result, nil
}

// silver folds the documents in one commit.
func (r *StageRunner) silver(ctx context.Context, ids []lake.DocumentID) ([]StageResult, error) {
	results := make([]StageResult, 0, len(ids))
	for _, id := range ids {
		event, err := r.eventAbout(ctx, lake.TopicParsed, id, false)
		if err != nil {
			return nil, fmt.Errorf("look at %s: %w", id, err)
		}
		payload, err := decodeBronze(event)
		if err != nil {
			return nil, err
		}
		r.heardOf(payload)
		results = append(results, StageResult{File: payload.FileName, Document: id, Status: lake.Ready, Keys: []lake.Key{lake.SilverTable}})
	}
	return results, r.commitSilver(ctx, ids)
}

// gold builds the tables that are behind Silver.
func (r *StageRunner) gold(ctx context.Context) ([]StageResult, error) {
	events, err := r.goldEvents(ctx)
	if err != nil {
		return nil, err
	}
	if err := r.log.Publish(ctx, events...); err != nil {
		return nil, fmt.Errorf("announce the tables: %w", err)
	}
	result := StageResult{Status: lake.Ready}
	for _, event := range events {
		result.Keys = append(result.Keys, lake.Key(event.Key))
	}
	return []StageResult{result}, nil
}
