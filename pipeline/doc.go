// Package pipeline holds the verbs of Wattlake: the stages that carry one invoice from a dropped file to Gold figures, the
// runner that drives them from the event log, and the [Node] that every face of the program talks to.
//
// A stage consumes one topic, writes one artefact and emits one event. The lake is the truth and the log only wakes the
// stages, so each stage skips what exists already and may run any number of times.
//
// The files, in the order in which to read them:
//
//   - what it needs and shows: ports.go, views.go, entry.go
//   - one running lake: node.go, stages.go
//   - files come in: ingest.go, arrivals.go; a batch of them: batch.go, sources.go, batchresult.go
//   - how stages are driven: events.go, runner.go, outcome.go, failure.go
//   - the stages: read.go, attached.go, passwords.go, sellerpasswords.go; parse.go, profiles.go; silver.go, fold.go, pace.go; gold.go
//   - where documents are, and who waits for them: tracker.go, trackerask.go, waiter.go, waiting.go, hub.go, cancel.go
//   - work that was left or is done again: reconcile.go, replay.go
//   - questions: library.go, metrics.go, rows.go, related.go, findtext.go, pageimage.go, export.go; the list of invoices: listing.go,
//     listedrows.go, carriedrows.go, dropnotes.go
//   - what people decide: decide.go, review.go, history.go, register.go, audit.go, erase.go
//   - the team: relay.go, relaysend.go, relaystate.go (events to its Kafka); adopt.go, syncstate.go (objects from its bucket);
//     worker.go, stagerunner.go, shared.go (work on its lake), follow.go (watch its workers)
//   - a copy of a lake: backup.go
package pipeline
