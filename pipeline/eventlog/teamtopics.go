package eventlog

import (
	"context"
	"errors"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"

	"wattlake/lake"
)

// TopicPartitions is how many partitions a topic gets that this program creates: as many workers can share the work.
const TopicPartitions = 12

// topic is the name of the topic on the brokers.
func (t *Team) topic(topic lake.Topic) string { return t.cfg.Prefix + string(topic) }

// ensureTopics creates missing topics, if the brokers let us, and waits until they are known everywhere.
func (t *Team) ensureTopics(ctx context.Context) error {
	missing, err := t.missingTopics(ctx)
	if err != nil || len(missing) == 0 {
		return err
	}
	const brokerDefault = -1 // of the replication factor
	created, err := t.admin.CreateTopics(ctx, TopicPartitions, brokerDefault, nil, missing...)
	if err != nil {
		return t.problem("create topics", err)
	}
	for _, name := range missing {
		if err := created[name].Err; err != nil && !errors.Is(err, kerr.TopicAlreadyExists) {
			return t.topicProblem(name, err)
		}
	}
	for len(missing) > 0 {
		select {
		case <-ctx.Done():
			return t.topicProblem(missing[0], kerr.UnknownTopicOrPartition)
		case <-time.After(topicPause):
		}
		if missing, err = t.missingTopics(ctx); err != nil {
			return err
		}
	}
	return nil
}

// topicPause is how long to wait before asking for new topics again.
const topicPause = 50 * time.Millisecond

func (t *Team) missingTopics(ctx context.Context) ([]string, error) {
	names := make([]string, 0, len(lake.Topics()))
	for _, topic := range lake.Topics() {
		names = append(names, t.topic(topic))
	}
	there, err := t.admin.ListTopics(ctx, names...)
	if err != nil {
		return nil, t.topicProblem(names[0], err)
	}
	var missing []string
	for _, name := range names {
		detail, ok := there[name]
		switch {
		case !ok || errors.Is(detail.Err, kerr.UnknownTopicOrPartition) || len(detail.Partitions) == 0:
			missing = append(missing, name)
		case detail.Err != nil:
			return nil, t.topicProblem(name, detail.Err)
		}
	}
	return missing, nil
}
