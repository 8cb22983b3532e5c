package pipeline

import (
	"context"
	"errors"
	"time"

	"wattlake/lake"
)

// verdict is how a stage ended for one document.
type verdict int

const (
	done   verdict = iota // the artefact is durable
	retry                 // a passing fault: try again soon, a bounded number of times
	reject                // the document is at fault: record the failure, go on with the next
	snooze                // this machine cannot do it now: nothing is recorded, the next start tries again
)

// Outcome steers the runner: see the constructors.
type Outcome struct {
	verdict verdict
	events  []lake.Event
	err     error
}

// Done says that the artefact is durable and gives the events for the next stage.
func Done(events ...lake.Event) Outcome { return Outcome{verdict: done, events: events} }

// Retry says that something outside the document failed for now.
func Retry(err error) Outcome { return Outcome{verdict: retry, err: err} }

// Reject says that the document is at fault and why.
func Reject(err error) Outcome { return Outcome{verdict: reject, err: err} }

// Snooze says that this machine cannot do it now.
func Snooze(err error) Outcome { return Outcome{verdict: snooze, err: err} }

// Retries of a stage on one document before the runner gives up until the next start.
const (
	maxAttempts  = 4
	firstBackoff = 200 * time.Millisecond
)

// outcomeOf sorts an error by whose fault it is.
func outcomeOf(err error) Outcome {
	switch lake.CodeOf(err) {
	case lake.CodeNotADocument, lake.CodeEmptyFile, lake.CodeTooLarge, lake.CodeNeedsPassword, lake.CodeDamaged, lake.CodeTooManyPages,
		lake.CodeReadTimeout, lake.CodeReadMemory, lake.CodeReaderCrashed, lake.CodeReadCancelled, lake.CodeNoText, lake.CodeErased:
		return Reject(err)
	case lake.CodeMissingTool, lake.CodeDiskFull, lake.CodeCancelled, lake.CodeNotFound:
		return Snooze(err)
	default:
		return Retry(err)
	}
}

// notHereYet is why a stage cannot begin: another must have its turn first.
func notHereYet(what string, id lake.DocumentID) error {
	return &lake.Error{
		Code: lake.CodeNotFound, Op: "pipeline: look for the " + what + " of " + string(id),
		Message: lake.Text{PL: "W jeziorze nie ma tego, z czego etap ma korzystać.", EN: "The lake lacks what this stage works on."},
		Hint:    lake.Text{PL: "Uruchom program ponownie.", EN: "Start the program again."},
	}
}

// attempt runs the stage until it is done, rejected, snoozed, or out of attempts, which snoozes it.
func attempt(ctx context.Context, wait func(context.Context, time.Duration) error, stage func(context.Context) Outcome) (Outcome, int) {
	backoff := firstBackoff
	for n := 1; ; n++ {
		outcome := stage(ctx)
		if ctx.Err() != nil && outcome.verdict != done {
			return Snooze(ctx.Err()), n
		}
		if outcome.verdict != retry {
			return outcome, n
		}
		if n == maxAttempts {
			return Snooze(outcome.err), n
		}
		if err := wait(ctx, backoff); err != nil {
			return Snooze(errors.Join(err, outcome.err)), n
		}
		backoff *= 4
	}
}
