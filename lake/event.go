package lake

import (
	"encoding/json"
	"fmt"
)

// Topic is a stream of events, the same in the built-in log and in the team's Kafka.
type Topic string

// The topics.
const (
	TopicUploaded Topic = "invoice_uploaded"
	TopicRead     Topic = "invoice_ocr_completed"
	TopicParsed   Topic = "invoice_parsed"
	TopicSilver   Topic = "silver_invoices_updated"
	TopicGold     Topic = "gold_metrics_updated"
	TopicFailed   Topic = "invoice_failed"
)

// Topics lists all of them in pipeline order.
func Topics() []Topic {
	return []Topic{TopicUploaded, TopicRead, TopicParsed, TopicSilver, TopicGold, TopicFailed}
}

// Event says that an artefact exists. The lake is the truth; an event only wakes the next stage.
type Event struct {
	Topic Topic
	ID    string // CloudEvents id: deterministic, so that a replay gives the same
	Key   string // document id, or the table
	Value []byte // JSON, see the payload types
	Place Place  // where it was read; zero for an event that is being made
}

// Place is where an event lies in its topic.
type Place struct {
	Partition int32 `json:"partition"`
	Offset    int64 `json:"offset"`
}

// EventOrigin tells which event a dead letter is about.
type EventOrigin struct {
	Topic Topic `json:"topic"`
	Place
}

// BronzeEvent is the payload of the first three topics. Exactly one of the three keys is set.
type BronzeEvent struct {
	FileName  string     `json:"filename"`
	S3Key     Key        `json:"s3_key,omitempty"`
	OCRKey    Key        `json:"ocr_key,omitempty"`
	ParsedKey Key        `json:"parsed_key,omitempty"`
	Layer     string     `json:"layer"`
	Document  DocumentID `json:"document_id"`
	SHA256    string     `json:"sha256,omitempty"` // of the object named by the key
	Replay    bool       `json:"replay,omitempty"` // do the work again even if its result exists
}

// ObjectKey returns the key that the event is about.
func (e BronzeEvent) ObjectKey() Key {
	switch {
	case e.S3Key != "":
		return e.S3Key
	case e.OCRKey != "":
		return e.OCRKey
	}
	return e.ParsedKey
}

// FailedEvent is the payload of [TopicFailed]: a dead letter.
type FailedEvent struct {
	FileName   string     `json:"filename"`
	FailureKey Key        `json:"failure_key,omitempty"` // none if Transient, or if the event names no document
	Layer      string     `json:"layer"`
	Document   DocumentID `json:"document_id,omitempty"`
	Stage      Stage      `json:"stage"`
	Code       Code       `json:"code"`
	Reason     string     `json:"reason"` // English sentence
	Attempt    int        `json:"attempt"`
	// Transient means that nothing is wrong with the document: another attempt may do, and no failure was recorded.
	Transient bool         `json:"transient"`
	Origin    *EventOrigin `json:"origin,omitempty"` // the event that could not be handled, where it is known
}

// TableEvent is the payload of the table topics.
type TableEvent struct {
	Table         string `json:"table"` // its key in the lake
	Layer         string `json:"layer"` // silver or gold
	Version       int64  `json:"version"`
	SilverVersion int64  `json:"silver_version"`
}

// NewBronzeEvent makes the event of the topic about the object; its id is the topic and the object's key.
func NewBronzeEvent(topic Topic, payload BronzeEvent) (Event, error) {
	payload.Layer = "bronze"
	return newEvent(topic, EventID(topic, payload.ObjectKey()), string(payload.Document), payload)
}

// EventID is the CloudEvents id of the event about an object.
func EventID(topic Topic, key Key) string { return string(topic) + "/" + string(key) }

// NewFailedEvent makes a dead letter. Its id is that of the failure record, or of the event that it is about.
func NewFailedEvent(payload FailedEvent) (Event, error) {
	payload.Layer = "bronze"
	about := string(payload.FailureKey)
	if about == "" && payload.Origin != nil {
		about = fmt.Sprintf("%s/%d/%d", payload.Origin.Topic, payload.Origin.Partition, payload.Origin.Offset)
	}
	return newEvent(TopicFailed, fmt.Sprintf("%s/%s", TopicFailed, about), string(payload.Document), payload)
}

// NewTableEvent makes the event of a table's new version in the lake with this id.
func NewTableEvent(topic Topic, lakeID string, payload TableEvent) (Event, error) {
	return newEvent(topic, fmt.Sprintf("%s/%s/%s/%d", topic, lakeID, payload.Table, payload.Version), payload.Table, payload)
}

func newEvent(topic Topic, id, key string, payload any) (Event, error) {
	value, err := json.Marshal(payload)
	if err != nil {
		return Event{}, fmt.Errorf("encode event %s: %w", id, err)
	}
	return Event{Topic: topic, ID: id, Key: key, Value: value}, nil
}
