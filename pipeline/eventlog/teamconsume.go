package eventlog

import (
	"context"
	"maps"
	"slices"

	"github.com/twmb/franz-go/pkg/kgo"

	"wattlake/lake"
)

// Consume does what pipeline.Log says, for one member of the group: the partitions of the topic are shared with the
// members in other processes, except those of topics whose consumers write tables: one member has them all. No batch is
// handed to another member while handle has it.
func (t *Team) Consume(ctx context.Context, group string, topic lake.Topic, maxBatch int, handle func(context.Context, []lake.Event) error) error {
	group = t.group(group)
	if err := t.resetOnce(ctx, group, t.topic(topic)); err != nil {
		return err
	}
	limit, balancer := batchLimit{events: maxBatch}, kgo.CooperativeStickyBalancer()
	if writesTables(topic) {
		limit.gather, balancer = gatherTime, newOneWriter()
	}
	client, err := t.newClient(
		kgo.ConsumerGroup(group),
		kgo.Balancers(balancer),
		kgo.ConsumeTopics(t.topic(topic)),
		kgo.ConsumeStartOffset(kgo.NewOffset().AtStart()),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
		kgo.DisableAutoCommit(),
		kgo.BlockRebalanceOnPoll(),
		kgo.SessionTimeout(workerSession),
		kgo.RebalanceTimeout(workerRebalance),
		kgo.FetchMaxBytes(fetchBytes),
	)
	if err != nil {
		return err
	}
	defer client.CloseAllowingRebalance() // leaves the group, so that others go on at once
	for {
		err := step(ctx, client, limit, t.explain, func(ctx context.Context, events []lake.Event) error {
			for i := range events {
				events[i].Topic = topic
			}
			return handle(ctx, events)
		})
		if err != nil {
			return err
		}
	}
}

// Follow hands over what happens from now on, until ctx ends, without being a member of a group: for showing it only.
func (t *Team) Follow(ctx context.Context, handle func([]lake.Event)) error {
	names := map[string]lake.Topic{}
	for _, topic := range lake.Topics() {
		names[t.topic(topic)] = topic
	}
	client, err := t.newClient(kgo.ConsumeTopics(slices.Collect(maps.Keys(names))...), kgo.ConsumeStartOffset(kgo.NewOffset().AtEnd()))
	if err != nil {
		return err
	}
	defer client.Close()
	for {
		fetches := client.PollFetches(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := fetchError(fetches); err != nil {
			return t.problem("follow", err)
		}
		var events []lake.Event
		fetches.EachRecord(func(record *kgo.Record) {
			e := event(record)
			e.Topic = names[record.Topic]
			events = append(events, e)
		})
		handle(events)
	}
}

// fetchBytes bounds what a worker holds in memory ahead of its work.
const fetchBytes = 4 << 20
