package desktop

import (
	"context"
	"log/slog"
	"time"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/desktop/thread"
	"wattlake/ui/present"
)

// knockInterval is how often the drawing thread's patience is measured while a batch runs.
const knockInterval = 20 * time.Millisecond

// ingest hands files and folders to the pipeline and follows them in the strip.
func (w *Window) ingest(paths []string, source string) {
	if len(paths) == 0 {
		return
	}
	w.leaveWelcome()
	ctx, cancel := context.WithCancel(w.ctx)
	number := w.batch.Start(paths)
	w.cancels[number] = cancel
	w.progress.trigger()
	w.running.Go(func() {
		defer cancel()
		w.runBatch(ctx, number, ingestRequest(paths, source))
		thread.Do(func() { delete(w.cancels, number) })
	})
}

func (w *Window) runBatch(ctx context.Context, number int, request pipeline.IngestRequest) {
	s := w.lake.await(ctx)
	if s == nil {
		w.batch.Finish(number, nil, ctx.Err())
		return
	}
	defer s.leave()
	ctx, stop := context.WithCancel(ctx)
	defer context.AfterFunc(s.ctx, stop)()
	defer stop()
	w.noteDrop(number, drop{Paths: request.Paths, Source: request.Source})
	watched := thread.Watch(knockInterval, w.p.Clock)
	began := w.p.Clock()
	results, err := s.Node.Ingest(ctx, request, func(u pipeline.IngestUpdate) {
		w.batch.Update(number, u)
		w.progress.trigger()
	})
	left := drop{Source: request.Source}
	if w.ctx.Err() != nil {
		left.Paths = untaken(request.Paths, &w.batch, number)
	}
	w.noteDrop(number, left)
	if ctx.Err() != nil && s.ctx.Err() == nil {
		results = w.stopReading(s, number)
	} else if entries, err := s.Node.Entries(ctx); err == nil {
		present.MarkDoubled(results, entries)
	}
	w.batch.Finish(number, results, err)
	w.progress.trigger()
	w.tellFinished()
	w.giveBack(calm)
	w.lists.trigger()
	w.metrics.trigger()
	frames := watched()
	w.p.Logger.InfoContext(w.ctx, "batch finished", slog.Int("files", len(results)), slog.Duration("took", w.p.Clock().Sub(began)),
		slog.Int("frames", frames.Count), slog.Duration("median_frame", frames.Median), slog.Duration("p95_frame", frames.P95), slog.Duration("longest_frame", frames.Longest))
}

// stopReading ends the reading of what a cancelled drop has brought, and tells how its documents stand. They stay in the lake, where
// they can be read again.
func (w *Window) stopReading(s *session, number int) []pipeline.IngestResult {
	results := w.batch.Taken(number)
	var unread []lake.DocumentID
	for _, r := range results {
		if !r.Status.Final() {
			unread = append(unread, r.Document)
		}
	}
	changes, end := s.Node.Subscribe()
	defer end()
	if err := s.Node.CancelReading(s.ctx, unread...); err != nil {
		w.report("the reading could not be cancelled", err)
	}
	for { // what was read by then is on its way into the tables
		if entries, err := s.Node.Entries(s.ctx); err != nil || present.MarkListed(results, entries) {
			return results
		}
		select {
		case <-s.ctx.Done():
			return results
		case <-changes:
		}
	}
}

// showProgress paints the strip.
func (w *Window) showProgress(context.Context) {
	view := w.batch.View()
	thread.Do(func() {
		w.strip.Set(view)
		w.placeStrip()
	})
}

// cancelBatches takes in no more files and reads no more documents of those that were taken in. What is read already is finished.
func (w *Window) cancelBatches() {
	for _, cancel := range w.cancels {
		cancel()
	}
}

func (w *Window) dismissBatch() {
	w.batch.Dismiss()
	w.strip.Set(w.batch.View())
}

// tellFinished says through the system how everything ended that was dropped, if the person looks elsewhere.
func (w *Window) tellFinished() {
	if view := w.batch.View(); !view.Running && !view.Cancelled {
		thread.Do(func() { w.notify(view.Title(w.locale) + "\n" + view.Subtitle(w.locale)) })
	}
}
