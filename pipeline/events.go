package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"wattlake/lake"
)

// Group is the consumer group of a stage.
func Group(stage lake.Stage) string { return "wattlake-" + string(stage) }

// TopicOf is the topic that a stage consumes.
func TopicOf(stage lake.Stage) lake.Topic {
	switch stage {
	case lake.StageParse:
		return lake.TopicRead
	case lake.StageSilver:
		return lake.TopicParsed
	case lake.StageGold:
		return lake.TopicSilver
	default:
		return lake.TopicUploaded
	}
}

// consumerOf is the stage that consumes a topic about documents.
func consumerOf(topic lake.Topic) lake.Stage {
	for _, stage := range []lake.Stage{lake.StageParse, lake.StageSilver} {
		if TopicOf(stage) == topic {
			return stage
		}
	}
	return lake.StageRead
}

// decodeBronze returns what an event says about a document. Events on the brokers are written by others, too: one that names no document is refused.
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

// announceBatch is how many events share one write of the log when many documents are queued at once.
const announceBatch = 256

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

// eventAbout makes the event about the object that the topic names for the document.
func (n *stages) eventAbout(ctx context.Context, topic lake.Topic, id lake.DocumentID, replay bool) (lake.Event, error) {
	key := n.bronze.RawKey(id)
	a := n.bronze.Artefacts(id)
	switch {
	case topic == lake.TopicParsed && len(a.Parsed) > 0:
		key = a.Parsed[len(a.Parsed)-1]
	case topic == lake.TopicRead && len(a.Texts) > 0:
		key = a.Texts[len(a.Texts)-1]
	}
	content, err := n.bronze.Get(ctx, key)
	if err != nil {
		return lake.Event{}, err
	}
	return n.bronze.StageEvent(topic, id, key, content, replay)
}
