package eventlog

import (
	"context"
	"fmt"
	"log/slog"
	"strconv"
	"sync"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"

	"wattlake/lake"
)

const (
	// partitions is one, so that the events of a topic, and with them those of each document, stay in order.
	partitions = 1
	// offsetRetention is how long a group that nobody consumes for keeps its place. A laptop may rest in a drawer for a
	// year; the broker's own default is 7 days.
	offsetRetention = 10 * 365 * 24 * time.Hour
	// eventRetention is how long events are kept for the activity page. Older ones are dropped when the log is opened.
	eventRetention = 30 * 24 * time.Hour
	// topicBytes is how large a topic may be when the log is opened; the oldest events make room.
	topicBytes = 64 << 20
	// segmentBytes is the size of one file of a topic; retention drops whole files.
	segmentBytes = 4 << 20
	// memberTimeout is how long a group waits for a silent member, for example one on a machine that sleeps.
	memberTimeout = 5 * time.Minute
)

// start starts the broker on dir and checks what it loaded. Anything wrong with the content gives a [damageError].
func start(ctx context.Context, dir string, cfg config) (*Log, error) {
	if err := checkFolder(dir); err != nil {
		return nil, err
	}
	network, err := listen(ctx, cfg.listen)
	if err != nil {
		return nil, err
	}
	said := &brokerLog{ctx: context.WithoutCancel(ctx), logger: cfg.logger}
	cluster, err := kfake.NewCluster(
		kfake.NumBrokers(1),
		kfake.ClusterID("wattlake"),
		kfake.ListenFn(network.listenFunc),
		kfake.DataDir(dir),
		kfake.SyncWrites(),
		kfake.SeedTopics(partitions, topicNames()...),
		kfake.BrokerConfigs(brokerConfigs()),
		kfake.WithLogger(said),
	)
	if err != nil {
		_ = network.Close()
		network.wait()
		return nil, asDamage(err)
	}
	l := &Log{cfg: cfg, cluster: cluster, network: network}
	l.running, l.stop = context.WithCancelCause(context.WithoutCancel(ctx))
	if err := l.ready(ctx, said); err != nil {
		l.abort()
		return nil, err
	}
	return l, nil
}

// ready connects the log's own client and checks that what the broker loaded fits together.
func (l *Log) ready(ctx context.Context, said *brokerLog) error {
	if warning := said.loaded(); warning != "" {
		return &damageError{reason: warning}
	}
	l.cluster.ApplyRetention()
	client, err := l.newClient(
		kgo.RequiredAcks(kgo.AllISRAcks()),
		kgo.ProducerLinger(0),
		kgo.ProducerBatchCompression(kgo.NoCompression()),
	)
	if err != nil {
		return err
	}
	l.client, l.admin = client, kadm.NewClient(client)
	return checkLoaded(ctx, l.admin)
}

func (l *Log) abort() {
	l.stop(ErrClosed)
	if l.client != nil {
		l.client.Close()
	}
	l.cluster.Close()
	l.network.wait()
}

// newClient returns a client that talks to the broker in memory, whether or not it listens on TCP too.
func (l *Log) newClient(opts ...kgo.Opt) (*kgo.Client, error) {
	client, err := kgo.NewClient(append([]kgo.Opt{
		kgo.SeedBrokers(l.network.Addr().String()),
		kgo.Dialer(l.network.dial),
		kgo.DisableClientMetrics(),
		kgo.MetadataMinAge(minMetadataAge),
		kgo.RetryBackoffFn(func(int) time.Duration { return retryBackoff }),
	}, opts...)...)
	if err != nil {
		return nil, fmt.Errorf("connect to the event log: %w", err)
	}
	return client, nil
}

// The broker is in this process: asking again costs microseconds, so there is no reason to wait as one does for a network.
const (
	minMetadataAge = 10 * time.Millisecond
	retryBackoff   = 10 * time.Millisecond
)

func brokerConfigs() map[string]string {
	return map[string]string{
		"offsets.retention.minutes":    strconv.Itoa(int(offsetRetention.Minutes())),
		"log.retention.ms":             strconv.FormatInt(eventRetention.Milliseconds(), 10),
		"log.retention.bytes":          strconv.Itoa(topicBytes),
		"log.segment.bytes":            strconv.Itoa(segmentBytes),
		"group.max.session.timeout.ms": strconv.FormatInt(memberTimeout.Milliseconds(), 10),
	}
}

func topicNames() []string {
	topics := lake.Topics()
	names := make([]string, len(topics))
	for i, topic := range topics {
		names[i] = string(topic)
	}
	return names
}

// checkLoaded creates missing topics and finds topics without partitions and groups that are ahead of their topic: a
// group whose place lies behind the end would skip the events that come to stand before it.
func checkLoaded(ctx context.Context, admin *kadm.Client) error {
	created, err := admin.CreateTopics(ctx, partitions, 1, nil, topicNames()...)
	if err != nil {
		return fmt.Errorf("create topics: %w", err)
	}
	for _, topic := range created {
		if topic.Err != nil && topic.Err != kerr.TopicAlreadyExists { //nolint:errorlint // kerr errors are compared by identity
			return fmt.Errorf("create topic %s: %w", topic.Topic, topic.Err)
		}
	}
	ends, err := admin.ListEndOffsets(ctx, topicNames()...)
	if err != nil {
		return fmt.Errorf("list ends: %w", err)
	}
	for _, topic := range topicNames() {
		if _, ok := ends.Lookup(topic, 0); !ok {
			return &damageError{reason: "topic " + topic + " has no partition"}
		}
	}
	groups, err := admin.ListGroups(ctx)
	if err != nil {
		return fmt.Errorf("list groups: %w", err)
	}
	if len(groups) == 0 {
		return nil
	}
	return checkOffsets(admin.FetchManyOffsets(ctx, groups.Groups()...), ends)
}

func checkOffsets(groups kadm.FetchOffsetsResponses, ends kadm.ListedOffsets) error {
	if err := groups.Error(); err != nil {
		return fmt.Errorf("list offsets: %w", err)
	}
	var damage error
	for name, group := range groups {
		group.Fetched.Each(func(offset kadm.OffsetResponse) {
			end, ok := ends.Lookup(offset.Topic, offset.Partition)
			if ok && offset.At > end.Offset {
				damage = &damageError{reason: fmt.Sprintf("group %s is at %d of %s, which ends at %d", name, offset.At, offset.Topic, end.Offset)}
			}
		})
	}
	return damage
}

// brokerLog passes on the broker's warnings, and remembers those of the time before loaded is called: they tell that what
// lies in the folder is not what was written.
type brokerLog struct {
	ctx    context.Context // the broker's logger has no context of its own
	logger *slog.Logger
	mu     sync.Mutex
	first  string
	live   bool
}

func (b *brokerLog) Logf(level kfake.LogLevel, format string, args ...any) {
	if level > kfake.LogLevelWarn {
		return
	}
	text := fmt.Sprintf(format, args...)
	b.mu.Lock()
	live := b.live
	if !live && b.first == "" {
		b.first = text
	}
	b.mu.Unlock()
	if live {
		b.logger.WarnContext(b.ctx, "event log broker warns", "warning", text)
	}
}

// loaded returns the first warning of the start, "" if there was none.
func (b *brokerLog) loaded() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.live = true
	return b.first
}
