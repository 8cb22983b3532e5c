package pipeline

import (
	"context"

	"wattlake/lake"
)

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

// putOffTogether writes a dead letter for a document that nothing is wrong with but that could not be worked on now. On a
// lake of one's own that is not needed: the next start takes it up again.
func (n *stages) putOffTogether(ctx context.Context, stage lake.Stage, event lake.Event, payload lake.BronzeEvent, cause error, attempts int) error {
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
