package eventlog

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"

	"wattlake/lake"
)

// Entry is an event as it lies in the log.
type Entry struct {
	lake.Event
	Time   time.Time // when it was appended, UTC
	Offset int64     // its place in the topic
}

// Tail returns the last n events of the topic, the oldest first.
func (l *Log) Tail(ctx context.Context, topic lake.Topic, n int) ([]Entry, error) {
	ctx, leave, err := l.enter(ctx)
	if err != nil {
		return nil, fmt.Errorf("eventlog: tail: %w", err)
	}
	defer leave()
	first, end, err := l.bounds(ctx, topic)
	if err != nil {
		return nil, failed(ctx, "tail", err)
	}
	from := max(first, end-int64(max(n, 0)))
	if from == end {
		return nil, nil
	}
	entries, err := l.read(ctx, topic, from, end)
	if err != nil {
		return nil, failed(ctx, "tail", err)
	}
	return entries, nil
}

// read returns the events from one offset to another, which is not included.
func (l *Log) read(ctx context.Context, topic lake.Topic, from, end int64) ([]Entry, error) {
	client, err := l.newClient(
		kgo.ConsumePartitions(map[string]map[int32]kgo.Offset{string(topic): {0: kgo.NewOffset().At(from)}}),
		kgo.KeepControlRecords(), // another tool's transactions: they count, so that the end is seen
	)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	var entries []Entry
	for next := from; next < end; {
		fetches := client.PollRecords(ctx, int(end-next))
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("read %s: %w", topic, err)
		}
		if err := fetchError(fetches); err != nil {
			return nil, err
		}
		fetches.EachRecord(func(record *kgo.Record) {
			next = record.Offset + 1
			if record.Offset < end && !record.Attrs.IsControl() {
				entries = append(entries, Entry{Event: event(record), Time: record.Timestamp.UTC(), Offset: record.Offset})
			}
		})
	}
	return entries, nil
}

// Lag returns how many events of the topic the group has not committed.
func (l *Log) Lag(ctx context.Context, group string, topic lake.Topic) (int64, error) {
	ctx, leave, err := l.enter(ctx)
	if err != nil {
		return 0, fmt.Errorf("eventlog: lag: %w", err)
	}
	defer leave()
	first, end, err := l.bounds(ctx, topic)
	if err != nil {
		return 0, failed(ctx, "lag", err)
	}
	offsets, err := l.admin.FetchOffsetsForTopics(ctx, group, string(topic))
	if err != nil && !errors.Is(err, kerr.GroupIDNotFound) { // nobody has consumed for it yet
		return 0, failed(ctx, "lag", err)
	}
	at := first
	if committed, ok := offsets.Lookup(string(topic), 0); ok {
		at = max(first, committed.At) // -1: nothing committed yet
	}
	return max(0, end-at), nil
}

// bounds returns the offset of the first event of the topic and that of the next event to come.
func (l *Log) bounds(ctx context.Context, topic lake.Topic) (first, end int64, err error) {
	starts, err := l.admin.ListStartOffsets(ctx, string(topic))
	if err != nil {
		return 0, 0, fmt.Errorf("list the start of %s: %w", topic, err)
	}
	ends, err := l.admin.ListEndOffsets(ctx, string(topic))
	if err != nil {
		return 0, 0, fmt.Errorf("list the end of %s: %w", topic, err)
	}
	first, err = offsetOf(starts, topic)
	if err != nil {
		return 0, 0, err
	}
	end, err = offsetOf(ends, topic)
	return first, end, err
}

func offsetOf(listed kadm.ListedOffsets, topic lake.Topic) (int64, error) {
	offset, ok := listed.Lookup(string(topic), 0)
	if !ok {
		return 0, fmt.Errorf("no such topic: %q", topic)
	}
	if offset.Err != nil {
		return 0, fmt.Errorf("offset of %s: %w", topic, offset.Err)
	}
	return offset.Offset, nil
}
