package eventlog

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"

	"wattlake/lake"
)

// commitTimeout is how long a batch that was handled may take to be committed, even if the consumer was told to stop.
const commitTimeout = 5 * time.Second

// Consume hands the events of the topic to handle in order, in batches of 1 to maxBatch, beginning behind the last batch
// that the group committed, or with the first event. It commits a batch when handle returns nil. It returns the error of
// handle, or the cause of the end of ctx, or [ErrClosed]; a batch that was not committed is handed out again by the next Consume.
func (l *Log) Consume(ctx context.Context, group string, topic lake.Topic, maxBatch int, handle func(context.Context, []lake.Event) error) error {
	if maxBatch < 1 {
		return fmt.Errorf("eventlog: consume: batches of %d events", maxBatch)
	}
	ctx, leave, err := l.enter(ctx)
	if err != nil {
		return fmt.Errorf("eventlog: consume: %w", err)
	}
	defer leave()
	client, err := l.newClient(
		kgo.ConsumerGroup(group),
		kgo.ConsumeTopics(string(topic)),
		kgo.ConsumeStartOffset(kgo.NewOffset().AtStart()),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
		kgo.DisableAutoCommit(),
		kgo.BlockRebalanceOnPoll(), // no other member gets a batch that is being handled
		kgo.SessionTimeout(memberTimeout),
		kgo.RebalanceTimeout(memberTimeout),
	)
	if err != nil {
		return failed(ctx, "consume", err)
	}
	defer client.CloseAllowingRebalance() // leaves the group
	for {
		if err := step(ctx, client, batchLimit{events: maxBatch}, failed, handle); err != nil {
			return err
		}
	}
}

// explainer wraps an error of the client for people.
type explainer func(ctx context.Context, op string, err error) error

// batchLimit bounds what is handled at once: so many events, and those that come within gather of the first.
type batchLimit struct {
	events int
	gather time.Duration
}

// step fetches, handles and commits one batch.
func step(ctx context.Context, client *kgo.Client, limit batchLimit, explain explainer, handle func(context.Context, []lake.Event) error) error {
	defer client.AllowRebalance()
	fetches := client.PollRecords(ctx, limit.events)
	records := fetches.Records()
	if cause := context.Cause(ctx); cause != nil {
		return fmt.Errorf("eventlog: consume: %w", cause)
	}
	if err := fetchError(fetches); err != nil {
		return explain(ctx, "consume", err)
	}
	if len(records) == 0 {
		return nil
	}
	if limit.gather > 0 {
		records = append(records, more(ctx, client, limit.events-len(records), limit.gather)...)
	}
	events := make([]lake.Event, len(records))
	for i, record := range records {
		events[i] = event(record)
	}
	if err := handle(ctx, events); err != nil {
		return err
	}
	return commit(ctx, client, explain, records)
}

// more returns up to n records that come within the time. What keeps it from fetching, the next fetch tells.
func more(ctx context.Context, client *kgo.Client, n int, within time.Duration) []*kgo.Record {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	var records []*kgo.Record
	for len(records) < n && ctx.Err() == nil {
		fetches := client.PollRecords(ctx, n-len(records))
		records = append(records, fetches.Records()...)
		if fetchError(fetches) != nil {
			break
		}
	}
	return records
}

// commit records that the batch is done. A group that has moved on in the meantime, for example while the machine slept,
// refuses: then the batch is handed out again, which at-least-once allows.
func commit(ctx context.Context, client *kgo.Client, explain explainer, records []*kgo.Record) error {
	commitCtx, cancel := context.WithTimeout(context.WithoutCancel(ctx), commitTimeout)
	defer cancel()
	err := client.CommitRecords(commitCtx, records...)
	for _, moved := range []error{kerr.RebalanceInProgress, kerr.IllegalGeneration, kerr.UnknownMemberID} {
		if errors.Is(err, moved) {
			return nil
		}
	}
	if err != nil {
		return explain(ctx, "commit", err)
	}
	return nil
}

// fetchError returns the first error that consuming cannot go on after. Events that retention dropped are not one: the
// client goes on with the first that is left.
func fetchError(fetches kgo.Fetches) error {
	for _, fetch := range fetches.Errors() {
		if _, dropped := errors.AsType[*kgo.ErrDataLoss](fetch.Err); !dropped {
			return fetch.Err
		}
	}
	return nil
}
