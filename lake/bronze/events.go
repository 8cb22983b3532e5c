package bronze

import (
	"context"
	"encoding/json"
	"fmt"

	"wattlake/lake"
)

// Announcement is an event that an object of Bronze stands for. Its id follows from the key alone.
type Announcement struct {
	Topic    lake.Topic
	ID       string // of the event
	Key      lake.Key
	Document lake.DocumentID
}

// Announcements lists what there is to say about a document, in the order of the stages.
func (c *Catalogue) Announcements(id lake.DocumentID) []Announcement {
	a := c.Artefacts(id)
	if len(a.Raw) == 0 {
		return nil
	}
	list := make([]Announcement, 0, len(a.Raw)+len(a.Texts)+len(a.Parsed)+len(a.Failures))
	for _, part := range []struct {
		topic lake.Topic
		keys  []lake.Key
	}{{lake.TopicUploaded, a.Raw}, {lake.TopicRead, a.Texts}, {lake.TopicParsed, a.Parsed}, {lake.TopicFailed, a.Failures}} {
		for _, key := range part.keys {
			list = append(list, Announcement{Topic: part.topic, ID: lake.EventID(part.topic, key), Key: key, Document: id})
		}
	}
	return list
}

// EventIDs returns the ids of the events about the objects.
func EventIDs(keys []lake.Key) []string {
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

// topicOf returns the topic on which objects of the kind are announced; ok is false for those that are not.
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

// Event makes the event anew from the object. An object that is gone gives an event without an id.
func (c *Catalogue) Event(ctx context.Context, a Announcement) (lake.Event, error) {
	content, err := c.Get(ctx, a.Key)
	if lake.CodeOf(err) == lake.CodeNotFound {
		return lake.Event{}, nil
	}
	if err != nil {
		return lake.Event{}, fmt.Errorf("announce %s: %w", a.Key, err)
	}
	if a.Topic == lake.TopicFailed {
		return c.failedEvent(a.Key, content)
	}
	return c.StageEvent(a.Topic, a.Document, a.Key, content, false)
}

// StageEvent makes the event by which a stage tells of the object that it has put into Bronze.
func (c *Catalogue) StageEvent(topic lake.Topic, id lake.DocumentID, key lake.Key, content []byte, replay bool) (lake.Event, error) {
	payload := lake.BronzeEvent{FileName: c.FileName(id), Document: id, SHA256: lake.SHA256(content), Replay: replay}
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

func (c *Catalogue) failedEvent(key lake.Key, content []byte) (lake.Event, error) {
	var failure lake.Failure
	if err := json.Unmarshal(content, &failure); err != nil {
		return lake.Event{}, fmt.Errorf("failure record %s: %w", key, err)
	}
	return lake.NewFailedEvent(lake.FailedEvent{
		FileName: c.FileName(failure.Document), FailureKey: key, Document: failure.Document, Stage: failure.Stage, Code: failure.Code,
		Reason: failure.Message.EN, Attempt: failure.Attempt,
	})
}
