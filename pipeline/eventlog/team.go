package eventlog

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"

	"wattlake/lake"
)

// How long the team's brokers may take. They are far away at times, but a broker that is gone must be noticed soon.
const (
	// DialTimeout is how long a broker may take to accept a connection.
	DialTimeout = 4 * time.Second
	// DeliveryTimeout is how long an event may be on its way before Publish gives up on it.
	DeliveryTimeout = 20 * time.Second
	// answerTimeout is how long a broker may take for an answer that needs no waiting.
	answerTimeout = 10 * time.Second
	// workerSession is how long a worker may be silent before others get its share.
	workerSession = 30 * time.Second
	// workerRebalance is how long a rebalance waits for a worker that is busy with a batch.
	workerRebalance = 3 * time.Minute
	// gatherTime is how long a batch for a table waits for more: one commit costs as much as another.
	gatherTime     = time.Second
	produceRetries = 20
)

// TeamConfig says where the team's Kafka is and how to log in.
type TeamConfig struct {
	Brokers   []string // host:port
	TLS       bool
	CAFile    string // PEM; trusts these certificates instead of the system's
	Mechanism string // "plain", "scram-sha-256" or "scram-sha-512"; "" means no login
	User      string
	Password  string
	Prefix    string // of topics and groups, where lakes share a cluster
	Source    string // names the producer in ce_source
	Clock     func() time.Time
	Logger    *slog.Logger
	// From is where a group begins that has no place in a topic yet, or, with Reset, where every group begins again.
	From Start
}

// Start is a place to consume from: the first event, the first one since a time, or one event. The zero value is the first.
type Start struct {
	Reset bool
	Time  time.Time         // zero: the first event
	Event *lake.EventOrigin // only the topic and partition of this event begin again, with it
}

// Team is the team's Kafka. It implements pipeline.Log. It is safe for concurrent use.
type Team struct {
	cfg    TeamConfig
	client *kgo.Client
	admin  *kadm.Client
	reset  sync.Map // group and topic → done, for TeamConfig.From

	mu      sync.Mutex
	cluster string // "" until Connect
}

// OpenTeam makes ready; it does not talk to the brokers yet.
func OpenTeam(cfg TeamConfig) (*Team, error) {
	if len(cfg.Brokers) == 0 {
		return nil, &lake.Error{Code: lake.CodeUsage, Op: "kafka: open", Message: lake.Text{
			PL: "Podaj adres brokera Kafki, na przykład kafka.example.com:9093.",
			EN: "Give the address of a Kafka broker, for example kafka.example.com:9093.",
		}}
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	t := &Team{cfg: cfg}
	client, err := t.newClient(
		kgo.RequiredAcks(kgo.AllISRAcks()), // the producer is idempotent by default
		kgo.ProducerLinger(0),
		kgo.RecordDeliveryTimeout(DeliveryTimeout),
		kgo.AllowIdempotentProduceCancellation(), // an event may come twice, with one id; Publish must not hang
		kgo.ProduceRequestTimeout(answerTimeout),
		kgo.RecordRetries(produceRetries),
		kgo.UnknownTopicRetries(1),
	)
	if err != nil {
		return nil, err
	}
	t.client, t.admin = client, kadm.NewClient(client)
	return t, nil
}

// Close ends the connections.
func (t *Team) Close() error {
	t.client.Close()
	return nil
}

func (t *Team) newClient(opts ...kgo.Opt) (*kgo.Client, error) {
	security, err := t.cfg.security()
	if err != nil {
		return nil, err
	}
	client, err := kgo.NewClient(append(append([]kgo.Opt{
		kgo.SeedBrokers(t.cfg.Brokers...),
		kgo.ClientID("wattlake"),
		kgo.DisableClientMetrics(),
		kgo.DialTimeout(DialTimeout),
		kgo.RequestTimeoutOverhead(answerTimeout),
		kgo.RetryTimeout(DeliveryTimeout),
	}, security...), opts...)...)
	if err != nil {
		return nil, t.problem("open", err)
	}
	return client, nil
}

// Connect asks the brokers for their cluster's id, and creates the topics that are missing.
func (t *Team) Connect(ctx context.Context) (cluster string, err error) {
	ctx, cancel := context.WithTimeout(ctx, DeliveryTimeout)
	defer cancel()
	if err := t.reach(ctx); err != nil {
		return "", err
	}
	metadata, err := t.admin.Metadata(ctx)
	if err != nil {
		return "", t.problem("connect", err)
	}
	if err := t.ensureTopics(ctx); err != nil {
		return "", err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.cluster = metadata.Cluster
	return metadata.Cluster, nil
}

func (t *Team) group(group string) string { return t.cfg.Prefix + group }

// Publish sends the events, those of one document in their order, and returns when every broker that must has them on
// disk. After an error some may have arrived: publish all of them again, their ids are the same.
func (t *Team) Publish(ctx context.Context, events ...lake.Event) error {
	records := make([]*kgo.Record, len(events))
	for i, event := range events {
		records[i] = encode(event, t.cfg.Source, t.cfg.Clock)
		records[i].Topic = t.topic(event.Topic)
	}
	if err := t.client.ProduceSync(ctx, records...).FirstErr(); err != nil {
		return t.explain(ctx, "publish", err)
	}
	return nil
}

// explain is problem for an operation that the end of ctx may have ended.
func (t *Team) explain(ctx context.Context, op string, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		return fmt.Errorf("kafka: %s: %w", op, cause)
	}
	return t.problem(op, err)
}
