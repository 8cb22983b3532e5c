package eventlog

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"

	"wattlake/lake"
)

// The headers of an event: CloudEvents 1.0 in binary mode of the Kafka protocol binding.
const (
	headerID          = "ce_id"
	headerType        = "ce_type"
	headerSource      = "ce_source"
	headerSubject     = "ce_subject"
	headerTime        = "ce_time"
	headerSpecVersion = "ce_specversion"
	headerContentType = "content-type"

	specVersion = "1.0"
	contentType = "application/json"
)

// Publish appends the events in their order and returns when they are on disk. After an error some of them may be there.
func (l *Log) Publish(ctx context.Context, events ...lake.Event) error {
	if len(events) == 0 {
		return nil
	}
	ctx, leave, err := l.enter(ctx)
	if err != nil {
		return fmt.Errorf("eventlog: publish: %w", err)
	}
	defer leave()
	records := make([]*kgo.Record, len(events))
	for i, event := range events {
		if !slices.Contains(lake.Topics(), event.Topic) {
			return fmt.Errorf("eventlog: publish: no such topic: %q", event.Topic)
		}
		records[i] = encode(event, l.cfg.source, l.cfg.now)
	}
	if err := l.client.ProduceSync(ctx, records...).FirstErr(); err != nil {
		return failed(ctx, "publish", err)
	}
	return nil
}

// encode makes the record of an event; clock may be nil.
func encode(event lake.Event, source string, clock func() time.Time) *kgo.Record {
	headers := []kgo.RecordHeader{
		{Key: headerSpecVersion, Value: []byte(specVersion)},
		{Key: headerID, Value: []byte(event.ID)},
		{Key: headerType, Value: []byte(event.Topic)},
		{Key: headerSource, Value: []byte(source)},
		{Key: headerSubject, Value: []byte(event.Key)},
		{Key: headerContentType, Value: []byte(contentType)},
	}
	if clock != nil {
		headers = append(headers, kgo.RecordHeader{Key: headerTime, Value: clock().UTC().AppendFormat(nil, time.RFC3339Nano)})
	}
	return &kgo.Record{Topic: string(event.Topic), Key: []byte(event.Key), Value: event.Value, Headers: headers}
}

// event decodes a record.
func event(record *kgo.Record) lake.Event {
	return lake.Event{
		Topic: lake.Topic(record.Topic),
		ID:    header(record, headerID),
		Key:   string(record.Key),
		Value: record.Value,
		Place: lake.Place{Partition: record.Partition, Offset: record.Offset},
	}
}

// header returns the value of a header, "" if it is missing.
func header(record *kgo.Record, key string) string {
	for _, h := range record.Headers {
		if h.Key == key {
			return string(h.Value)
		}
	}
	return ""
}
