package pipeline

import (
	"context"
	"slices"
	"time"

	"wattlake/lake"
)

// WorkerParams are the parts of a [Worker].
type WorkerParams struct {
	Params // Log is the team's; Ledger, Pages and Author are not used
	// Healthy tells whether the store answers at all: a document is let go only if it does.
	Healthy func(ctx context.Context) error
	// Behind returns how many events of the topic the group has not handled yet.
	Behind func(ctx context.Context, group string, topic lake.Topic) (int64, error)
}

// Worker shares the work on a team's lake with others like it. It is the same stages that a [Node] runs, on a store that
// others write to and a log that others consume from. It may be killed at any time: what it had not finished another does.
type Worker struct {
	*stages
	p WorkerParams
}

// ResumeEvery is how often an idle worker looks for documents that nobody works on, such as those that were put off.
const ResumeEvery = 10 * time.Minute

// resumeAgain is the pause after a look that failed.
const resumeAgain = time.Minute

// StartWorker starts consuming.
func StartWorker(ctx context.Context, p WorkerParams) *Worker {
	w := &Worker{stages: newStages(ctx, newLibrary(p.Objects, p.Tables), p.Params), p: p}
	w.shared = newShared(p.Healthy, w.calm)
	w.startStages(w.life)
	w.running.Go(func() { w.resumeWhileIdle(w.life) })
	return w
}

// Close stops consuming and waits until the work at hand has ended. What was not finished is not committed, so that another
// worker gets it.
func (w *Worker) Close() {
	w.stop()
	w.running.Wait()
}

// Activity counts what this worker has at work, done and failed since the start.
func (w *Worker) Activity() Activity { return Activity{Stages: w.tracker.stages()} }

// Stages lists the stages that the worker works on.
func (w *Worker) Stages() []lake.Stage { return slices.Clone(w.run) }

// Healthy asks whether the store answers.
func (w *Worker) Healthy(ctx context.Context) error { return w.p.Healthy(ctx) }

// Behind returns how many events each stage of this worker's has before it, for all workers together.
func (w *Worker) Behind(ctx context.Context) (map[lake.Stage]int64, error) {
	behind := make(map[lake.Stage]int64, len(w.run))
	for _, stage := range w.run {
		n, err := w.p.Behind(ctx, Group(stage), TopicOf(stage))
		if err != nil {
			return nil, err
		}
		behind[stage] = n
	}
	return behind, nil
}

// calm reports whether no stage before Gold has an event to handle, whoever runs it.
func (w *Worker) calm(ctx context.Context) (bool, error) {
	for _, stage := range []lake.Stage{lake.StageRead, lake.StageParse, lake.StageSilver} {
		if n, err := w.p.Behind(ctx, Group(stage), TopicOf(stage)); err != nil || n > 0 {
			return false, err
		}
	}
	return true, nil
}

// resumeWhileIdle queues now and then what nobody works on: at the start, and when there is nothing else to do.
func (w *Worker) resumeWhileIdle(ctx context.Context) {
	for ctx.Err() == nil {
		pause := ResumeEvery
		if err := w.resumeIfIdle(ctx); err != nil && ctx.Err() == nil {
			w.logger.WarnContext(ctx, "unfinished documents could not be looked for", "error", err)
			pause = resumeAgain
		}
		if w.sleep(ctx, pause) != nil {
			return
		}
	}
}

func (w *Worker) resumeIfIdle(ctx context.Context) error {
	behind, err := w.Behind(ctx)
	if err != nil {
		return err
	}
	for _, n := range behind {
		if n > 0 {
			return nil
		}
	}
	return w.Resume(ctx)
}

// Resume walks the whole lake and queues every document that lacks a result. What is queued twice is skipped by the stages.
func (w *Worker) Resume(ctx context.Context) error {
	library, err := OpenLibrary(ctx, w.p.Objects, w.p.Tables)
	if err != nil {
		return err
	}
	return newStages(ctx, library, w.p.Params).reconcile(ctx)
}
