package eventlog

import (
	"context"
	"errors"
	"fmt"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"

	"wattlake/lake"
)

// resetOnce puts the group to the place that TeamConfig.From asks for, once for each topic in this process.
func (t *Team) resetOnce(ctx context.Context, group, topic string) error {
	key := group + " " + topic
	if _, done := t.reset.Load(key); done || !t.cfg.From.Reset {
		return nil
	}
	offsets, err := t.placeOf(ctx, topic)
	if err != nil {
		return t.problem("look up the place to begin", err)
	}
	if len(offsets) == 0 {
		t.reset.Store(key, true)
		return nil
	}
	committed, err := t.admin.CommitOffsets(ctx, group, offsets)
	if err == nil {
		err = committed.Error()
	}
	if errors.Is(err, kerr.UnknownMemberID) || errors.Is(err, kerr.IllegalGeneration) || errors.Is(err, kerr.NonEmptyGroup) {
		return &lake.Error{
			Code: lake.CodeBusy, Op: "kafka: begin again", Err: err,
			Message: lake.Text{PL: "Inne procesy pracują teraz w tej grupie.", EN: "Other processes work in this group now."},
			Hint: lake.Text{
				PL: "Zatrzymaj je, uruchom jeden z --from, potem pozostałe bez --from.",
				EN: "Stop them, start one with --from, then the others without it.",
			},
		}
	}
	if err != nil {
		return t.problem("begin again", err)
	}
	t.reset.Store(key, true)
	return nil
}

func (t *Team) placeOf(ctx context.Context, topic string) (kadm.Offsets, error) {
	if at := t.cfg.From.Event; at != nil {
		offsets := kadm.Offsets{}
		if t.topic(at.Topic) == topic {
			offsets.AddOffset(topic, at.Partition, at.Offset, -1)
		}
		return offsets, nil
	}
	var listed kadm.ListedOffsets
	var err error
	if t.cfg.From.Time.IsZero() {
		listed, err = t.admin.ListStartOffsets(ctx, topic)
	} else {
		listed, err = t.admin.ListOffsetsAfterMilli(ctx, t.cfg.From.Time.UnixMilli(), topic)
	}
	if err != nil {
		return nil, fmt.Errorf("list offsets of %s: %w", topic, err)
	}
	return listed.Offsets(), listed.Error()
}

// Lag returns how many events of the topic the group has not committed yet.
func (t *Team) Lag(ctx context.Context, group string, topic lake.Topic) (int64, error) {
	name := t.topic(topic)
	starts, err := t.admin.ListStartOffsets(ctx, name)
	if err != nil {
		return 0, t.problem("lag", err)
	}
	ends, err := t.admin.ListEndOffsets(ctx, name)
	if err != nil {
		return 0, t.problem("lag", err)
	}
	if err := errors.Join(starts.Error(), ends.Error()); err != nil {
		return 0, t.problem("lag", err)
	}
	committed, err := t.admin.FetchOffsetsForTopics(ctx, t.group(group), name)
	if err != nil && !errors.Is(err, kerr.GroupIDNotFound) && !errors.Is(err, kerr.CoordinatorNotAvailable) { // no group was here yet
		return 0, t.problem("lag", err)
	}
	var lag int64
	ends.Each(func(end kadm.ListedOffset) {
		at := int64(0)
		if start, ok := starts.Lookup(name, end.Partition); ok {
			at = start.Offset
		}
		if place, ok := committed.Lookup(name, end.Partition); ok {
			at = max(at, place.At)
		}
		lag += max(0, end.Offset-at)
	})
	return lag, nil
}
