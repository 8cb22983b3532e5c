package pipeline

import (
	"context"
	"encoding/json"

	"wattlake/lake"
	"wattlake/lake/bronze"
)

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

// refuse writes a dead letter for an event that makes no sense, so that it holds up nobody.
func (n *stages) refuse(ctx context.Context, stage lake.Stage, event lake.Event, cause error) error {
	n.logger.WarnContext(ctx, "an event was refused", "topic", event.Topic, "id", event.ID, "error", cause)
	letter, err := lake.NewFailedEvent(lake.FailedEvent{
		Stage: stage, Code: lake.CodeCorrupt, Reason: cause.Error(), Attempt: 1, Origin: originOf(event),
	})
	if err != nil {
		return err
	}
	letter.Key = event.Key
	return n.log.Publish(ctx, letter)
}

// tellPutOff writes a dead letter for a document that nothing is wrong with but that could not be worked on now. On a
// lake of one's own that is not needed: the next start takes it up again.
func (n *stages) tellPutOff(ctx context.Context, stage lake.Stage, event lake.Event, payload lake.BronzeEvent, cause error, attempts int) error {
	if n.shared == nil {
		return nil
	}
	message, _ := lake.Explain(cause)
	letter, err := lake.NewFailedEvent(lake.FailedEvent{
		FileName: payload.FileName, Document: payload.Document, Stage: stage, Code: lake.CodeOf(cause), Reason: message.EN,
		Attempt: attempts, Transient: true, Origin: originOf(event),
	})
	if err != nil {
		return err
	}
	return n.log.Publish(ctx, letter)
}

// originOf tells where the event lay.
func originOf(event lake.Event) *lake.EventOrigin {
	return &lake.EventOrigin{Topic: event.Topic, Place: event.Place}
}
