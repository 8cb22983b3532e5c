package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"wattlake/lake"
)

// announcement is an event that an object of Bronze stands for. Its id follows from the key alone.
type announcement struct {
	topic    lake.Topic
	id       string
	key      lake.Key
	document lake.DocumentID
}

// announcements lists what there is to say about a document, in the order of the stages.
func (b *Bronze) announcements(id lake.DocumentID) []announcement {
	a := b.artefacts(id)
	if len(a.raw) == 0 {
		return nil
	}
	list := make([]announcement, 0, len(a.raw)+len(a.texts)+len(a.parsed)+len(a.failures))
	for _, part := range []struct {
		topic lake.Topic
		keys  []lake.Key
	}{{lake.TopicUploaded, a.raw}, {lake.TopicRead, a.texts}, {lake.TopicParsed, a.parsed}, {lake.TopicFailed, a.failures}} {
		for _, key := range part.keys {
			list = append(list, announcement{topic: part.topic, id: lake.EventID(part.topic, key), key: key, document: id})
		}
	}
	return list
}

// topicOf returns the topic on which the object is announced; ok is false for objects that are not.
func topicOf(kind lake.ObjectKind) (topic lake.Topic, ok bool) {
	switch kind {
	case lake.RawObject:
		return lake.TopicUploaded, true
	case lake.TextObject:
		return lake.TopicRead, true
	case lake.ParsedObject:
		return lake.TopicParsed, true
	case lake.FailureObject:
		return lake.TopicFailed, true
	default:
		return "", false
	}
}

// eventIDs returns the ids of the events about the objects.
func eventIDs(keys []lake.Key) []string {
	var ids []string
	for _, key := range keys {
		if parsed, ok := lake.ParseKey(key); ok {
			if topic, ok := topicOf(parsed.Kind); ok {
				ids = append(ids, lake.EventID(topic, key))
			}
		}
	}
	return ids
}

// event makes the event anew from the object. An object that is gone gives an event without an id.
func (b *Bronze) event(ctx context.Context, a announcement) (lake.Event, error) {
	content, err := b.Get(ctx, a.key)
	if lake.CodeOf(err) == lake.CodeNotFound {
		return lake.Event{}, nil
	}
	if err != nil {
		return lake.Event{}, fmt.Errorf("announce %s: %w", a.key, err)
	}
	if a.topic == lake.TopicFailed {
		return b.failedEvent(a.key, content)
	}
	return b.bronzeEvent(a.topic, a.document, a.key, content, false)
}

// bronzeEvent makes the event of a stage about the object.
func (b *Bronze) bronzeEvent(topic lake.Topic, id lake.DocumentID, key lake.Key, content []byte, replay bool) (lake.Event, error) {
	payload := lake.BronzeEvent{FileName: b.fileName(id), Document: id, SHA256: lake.SHA256(content), Replay: replay}
	switch topic {
	case lake.TopicRead:
		payload.OCRKey = key
	case lake.TopicParsed:
		payload.ParsedKey = key
	default:
		payload.S3Key = key
	}
	return lake.NewBronzeEvent(topic, payload)
}

func (b *Bronze) failedEvent(key lake.Key, content []byte) (lake.Event, error) {
	var failure lake.Failure
	if err := json.Unmarshal(content, &failure); err != nil {
		return lake.Event{}, fmt.Errorf("failure record %s: %w", key, err)
	}
	return lake.NewFailedEvent(lake.FailedEvent{
		FileName: b.fileName(failure.Document), FailureKey: key, Document: failure.Document, Stage: failure.Stage, Code: failure.Code,
		Reason: failure.Message.EN, Attempt: failure.Attempt,
	})
}

// fileName is the document's name with the extension of its bytes.
func (b *Bronze) fileName(id lake.DocumentID) string {
	raw := b.artefacts(id).raw
	if len(raw) == 0 {
		return ""
	}
	parsed, _ := lake.ParseKey(slices.Min(raw))
	return string(parsed.Name) + parsed.Ext
}
