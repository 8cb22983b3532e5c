package eventlog

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/pipeline/eventlog/kafkatest"
)

var (
	_ pipeline.Log     = (*Team)(nil)
	_ pipeline.Brokers = (*Team)(nil)
)

var prefixes atomic.Int64

// team opens the team's Kafka with topics of the test's own.
func team(t *testing.T, cfg TeamConfig) *Team {
	t.Helper()
	if cfg.Prefix == "" {
		cfg.Prefix = fmt.Sprintf("t%d-%d-", os.Getpid(), prefixes.Add(1))
	}
	cfg.Source, cfg.Clock = "lake-1", clock
	opened, err := OpenTeam(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = opened.Close() })
	return opened
}

func connected(t *testing.T, cfg TeamConfig) *Team {
	t.Helper()
	opened := team(t, cfg)
	if cluster, err := opened.Connect(t.Context()); err != nil || cluster == "" {
		t.Fatalf("cluster %q, %v", cluster, err)
	}
	return opened
}

// receive returns what the group gets until it has every event at least once.
func receive(t *testing.T, from *Team, group string, want []lake.Event) []lake.Event {
	t.Helper()
	missing := map[string]bool{}
	for _, e := range want {
		missing[e.ID] = true
	}
	var got []lake.Event
	err := from.Consume(t.Context(), group, lake.TopicUploaded, 1000, func(_ context.Context, events []lake.Event) error {
		for _, e := range events {
			got = append(got, e)
			delete(missing, e.ID)
		}
		if len(missing) == 0 {
			return errStop
		}
		return nil
	})
	if !errors.Is(err, errStop) {
		t.Fatal(err)
	}
	return got
}

// wantOrder says that nothing is missing and that each document's events came in their order, whatever came again.
func wantOrder(t *testing.T, want, got []lake.Event) {
	t.Helper()
	order := func(events []lake.Event) map[string][]string {
		by, seen := map[string][]string{}, map[string]bool{}
		for _, e := range events {
			if !seen[e.ID] {
				seen[e.ID] = true
				by[e.Key] = append(by[e.Key], e.ID)
			}
		}
		return by
	}
	wanted, gotten := order(want), order(got)
	for key, ids := range wanted {
		if !slices.Equal(ids, gotten[key]) {
			t.Errorf("document %s: %d events in another order than the %d sent", key, len(gotten[key]), len(ids))
		}
	}
}

func keys(n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("%032x", i)
	}
	return list
}

func TestKafkaCarriesEvents(t *testing.T) {
	brokers := []string{kafkatest.Addr(t)}
	t.Run("to a group that shares the work", func(t *testing.T) {
		k := connected(t, TeamConfig{Brokers: brokers})
		events := uploads(3000, keys(100)...)
		if err := k.Publish(t.Context(), events...); err != nil {
			t.Fatal(err)
		}
		got := receive(t, k, "g", events)
		wantOrder(t, events, got)
		if len(got) != len(events) {
			t.Errorf("%d events, sent %d", len(got), len(events))
		}
		if topics, err := k.admin.ListTopics(t.Context(), k.topic(lake.TopicFailed)); err != nil || len(topics[k.topic(lake.TopicFailed)].Partitions) != TopicPartitions {
			t.Errorf("topics: %v, %v", topics, err)
		}
	})
	t.Run("again from a time", func(t *testing.T) {
		k := connected(t, TeamConfig{Brokers: brokers})
		first, second := uploads(5, "a"), uploads(10, "a")[5:]
		if err := k.Publish(t.Context(), first...); err != nil {
			t.Fatal(err)
		}
		receive(t, k, "g", first)
		time.Sleep(20 * time.Millisecond) // the brokers' clock tells the two apart, and it cannot be set
		between := time.Now()
		time.Sleep(20 * time.Millisecond)
		if err := k.Publish(t.Context(), second...); err != nil {
			t.Fatal(err)
		}
		receive(t, k, "g", second)
		for name, c := range map[string]struct {
			from Start
			want []lake.Event
		}{
			"the first": {Start{Reset: true}, append(slices.Clone(first), second...)},
			"between":   {Start{Reset: true, Time: between}, second},
		} {
			again := connected(t, TeamConfig{Brokers: brokers, Prefix: k.cfg.Prefix, From: c.from})
			got := receive(t, again, "g", c.want)
			if got[0].ID != c.want[0].ID {
				t.Errorf("from %s: begins with %s, want %s", name, got[0].ID, c.want[0].ID)
			}
			if lag, err := again.Lag(t.Context(), "g", lake.TopicUploaded); err != nil || lag == 0 { // receive refuses the last batch
				t.Errorf("lag %d, %v", lag, err)
			}
			if name == "the first" { // and from one of them
				origin := &lake.EventOrigin{Topic: lake.TopicUploaded, Place: got[3].Place}
				third := connected(t, TeamConfig{Brokers: brokers, Prefix: k.cfg.Prefix, From: Start{Reset: true, Event: origin}})
				if got := receive(t, third, "g", c.want[3:]); got[0].ID != c.want[3].ID {
					t.Errorf("from %+v: begins with %s, want %s", origin, got[0].ID, c.want[3].ID)
				}
			}
		}
	})
	t.Run("to and from an independent client", func(t *testing.T) { independent(t, brokers) })
}

// independent sends to and receives from confluent-kafka, which is librdkafka and shares no code with us.
func independent(t *testing.T, brokers []string) {
	t.Helper()
	python := os.Getenv("WATTLAKE_TEST_CONFLUENT")
	if python == "" {
		t.Skip("SKIPPED: WATTLAKE_TEST_CONFLUENT names no Python with confluent-kafka; make test-kafka sets it")
	}
	k := connected(t, TeamConfig{Brokers: brokers})
	events := uploads(20, "a", "b", "ż")
	if err := k.Publish(t.Context(), events...); err != nil {
		t.Fatal(err)
	}
	const script = `
import sys
from confluent_kafka import Consumer, Producer
brokers, topic = sys.argv[1], sys.argv[2]
c = Consumer({"bootstrap.servers": brokers, "group.id": "py-" + topic, "auto.offset.reset": "earliest"})
c.subscribe([topic])
p = Producer({"bootstrap.servers": brokers, "acks": "all"})
n = 0
while n < 20:
    m = c.poll(30)
    assert m is not None and m.error() is None, m and m.error()
    h = dict(m.headers())
    assert h["ce_specversion"] == b"1.0" and h["content-type"] == b"application/json", h
    assert h["ce_subject"] == m.key() and h["ce_type"].decode() in topic, h
    p.produce(topic, key=m.key(), value=m.value(), headers={"ce_id": b"py/" + h["ce_id"]})
    n += 1
c.close()
assert p.flush(30) == 0
`
	command := exec.CommandContext(t.Context(), python, "-c", script, brokers[0], k.topic(lake.TopicUploaded))
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	echoed := slices.Clone(events)
	for i := range echoed {
		echoed[i].ID = "py/" + echoed[i].ID
	}
	got := receive(t, k, "g", echoed)
	wantOrder(t, echoed, slices.DeleteFunc(got, func(e lake.Event) bool { return !strings.HasPrefix(e.ID, "py/") }))
}

func wantCode(t *testing.T, err error, code lake.Code, words string) {
	t.Helper()
	message, hint := lake.Explain(err)
	if lake.CodeOf(err) != code || !strings.Contains(message.EN, words) || message.PL == "" || hint.PL == "" {
		t.Errorf("%s: %v %q %q, want %s with %q", lake.CodeOf(err), err, message, hint, code, words)
	}
}

func TestKafkaSaysWhatIsWrongWithTheLogin(t *testing.T) {
	certificate := kafkatest.NewCertificate(t, time.Now().AddDate(1, 0, 0))
	broker := kafkatest.Start(t, kafkatest.Options{
		SASL: true, Certificate: certificate, Properties: map[string]string{
			"authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer", "super.users": "User:ANONYMOUS;User:" + kafkatest.User,
			"listener.name.client.plain.sasl.jaas.config": `org.apache.kafka.common.security.plain.PlainLoginModule required user_` +
				kafkatest.User + `="` + kafkatest.Password + `" user_guest="guest";`,
		},
	})
	good := TeamConfig{
		Brokers: []string{broker.Addr}, TLS: true, CAFile: certificate.CA, User: kafkatest.User, Password: kafkatest.Password, Mechanism: "plain",
	}
	for _, mechanism := range []string{"plain", "scram-sha-256", "scram-sha-512"} {
		cfg := good
		cfg.Mechanism = mechanism
		k := connected(t, cfg)
		if err := k.Publish(t.Context(), uploads(1, "a")...); err != nil {
			t.Errorf("%s: %v", mechanism, err)
		}
		cfg.Password = "wrong"
		_, err := team(t, cfg).Connect(t.Context())
		wantCode(t, err, CodeLogin, "refused the user name or the password")
	}
	for name, c := range map[string]struct {
		change func(*TeamConfig)
		code   lake.Code
		words  string
	}{
		"unknown authority": {func(c *TeamConfig) { c.CAFile = kafkatest.NewCertificate(t, time.Now().AddDate(1, 0, 0)).CA }, CodeTLS, "is not trusted"},
		"no encryption":     {func(c *TeamConfig) { c.TLS = false }, CodeUnreachable, "does not answer"},
		"another mechanism": {func(c *TeamConfig) { c.Mechanism = "gssapi" }, lake.CodeUsage, "Unknown way"},
		"no permission":     {func(c *TeamConfig) { c.User, c.Password = "guest", "guest" }, CodeDenied, "may not create or use it"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := good
			c.change(&cfg)
			k, err := OpenTeam(cfg)
			if err == nil {
				defer func() { _ = k.Close() }()
				_, err = k.Connect(t.Context())
			}
			wantCode(t, err, c.code, c.words)
		})
	}
}

func TestKafkaNamesAnExpiredCertificate(t *testing.T) {
	certificate := kafkatest.NewCertificate(t, time.Date(2025, 3, 31, 0, 0, 0, 0, time.UTC))
	broker := kafkatest.Start(t, kafkatest.Options{Certificate: certificate})
	_, err := team(t, TeamConfig{Brokers: []string{broker.Addr}, TLS: true, CAFile: certificate.CA}).Connect(t.Context())
	wantCode(t, err, CodeTLS, "expired on 2025-03-31")
}

// What is wrong on the way to a broker is told, and does not wait for the client to give up: nobody answers here.
func TestAnUnreachableBrokerIsNoticed(t *testing.T) {
	silent, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := silent.Addr().String()
	_ = silent.Close()
	for broker, code := range map[string]lake.Code{closed: CodeUnreachable, "nowhere.invalid:9092": CodeDNS, "no port": CodeUnreachable} {
		_, err := team(t, TeamConfig{Brokers: []string{broker}}).Connect(t.Context())
		wantCode(t, err, code, "")
	}
}

// publishAll sends the events in batches, each again until it is acknowledged, and tells how often it had to.
func publishAll(t *testing.T, k *Team, events []lake.Event, each func(batch int)) (failures int) {
	t.Helper()
	n := 0
	for batch := range slices.Chunk(events, 500) {
		each(n)
		n++
		for deadline := time.Now().Add(3 * time.Minute); ; failures++ {
			err := k.Publish(t.Context(), batch...)
			if err == nil {
				break
			}
			if message, _ := lake.Explain(err); message.IsZero() || time.Now().After(deadline) {
				t.Fatal(err)
			}
		}
	}
	return failures
}

// A broker that is killed in the middle of a batch and comes back has every event, in order.
func TestKafkaBrokerKilledInTheMiddle(t *testing.T) {
	broker := kafkatest.Start(t, kafkatest.Options{})
	k := connected(t, TeamConfig{Brokers: []string{broker.Addr}})
	events := uploads(20_000, keys(500)...)
	back := make(chan struct{})
	failures := publishAll(t, k, events, func(batch int) {
		if batch == 10 {
			go func() {
				defer close(back)
				broker.Restart()
			}()
		}
	})
	<-back
	got := receive(t, k, "g", events)
	wantOrder(t, events, got)
	t.Logf("%d events sent, %d batches failed, %d received", len(events), failures, len(got))
}

// A broker that hangs is given up on in time; when it wakes up everything arrives.
func TestKafkaBrokerFrozen(t *testing.T) {
	if os.Getenv("WATTLAKE_SOAK") == "" {
		t.Skip("takes a minute; WATTLAKE_SOAK=1 runs it")
	}
	broker := kafkatest.Start(t, kafkatest.Options{})
	k := connected(t, TeamConfig{Brokers: []string{broker.Addr}})
	events := uploads(5_000, keys(100)...)
	failures := publishAll(t, k, events, func(batch int) {
		if batch == 3 {
			broker.Freeze()
			time.AfterFunc(30*time.Second, broker.Thaw)
		}
	})
	got := receive(t, k, "g", events)
	wantOrder(t, events, got)
	t.Logf("%d events sent, %d batches failed, %d received", len(events), failures, len(got))
}

func BenchmarkKafkaPublish(b *testing.B) {
	broker := kafkatest.Start(b, kafkatest.Options{})
	k, err := OpenTeam(TeamConfig{Brokers: []string{broker.Addr}, Clock: clock})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = k.Close() }()
	if _, err := k.Connect(b.Context()); err != nil {
		b.Fatal(err)
	}
	events := uploads(10_000, keys(1000)...)
	for b.Loop() {
		for batch := range slices.Chunk(events, 512) {
			if err := k.Publish(b.Context(), batch...); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(len(events)*b.N)/b.Elapsed().Seconds(), "events/s")
}

// A broker whose disk is full refuses, and takes everything when there is room again.
func TestKafkaBrokerWithAFullDisk(t *testing.T) {
	if os.Getenv("WATTLAKE_SOAK") == "" {
		t.Skip("mounts a small disk; WATTLAKE_SOAK=1 runs it")
	}
	if !kafkatest.HasBroker() {
		t.Skip("SKIPPED, no real Kafka")
	}
	disk := t.TempDir()
	if output, err := exec.CommandContext(t.Context(), "mount", "-t", "tmpfs", "-o", "size=300m", "tmpfs", disk).CombinedOutput(); err != nil {
		t.Skipf("SKIPPED, only root may mount a small disk: %s", output)
	}
	t.Cleanup(func() {
		if output, err := exec.Command("umount", disk).CombinedOutput(); err != nil {
			t.Errorf("unmount: %s", output)
		}
	})
	broker := kafkatest.Start(t, kafkatest.Options{Folder: disk, Properties: map[string]string{
		"log.segment.bytes": "1048576", "log.index.size.max.bytes": "65536", "log.preallocate": "false",
	}})
	k := connected(t, TeamConfig{Brokers: []string{broker.Addr}})
	ballast := disk + "/ballast"
	events := uploads(20_000, keys(500)...)
	var trouble error
	for batch := range slices.Chunk(events, 500) {
		if broken := k.Publish(t.Context(), batch...); broken != nil {
			trouble = broken
			break
		}
		fill(t, ballast)
	}
	if trouble == nil {
		t.Fatal("the disk was never full")
	}
	message, hint := lake.Explain(trouble)
	t.Logf("full: %s %q %q", lake.CodeOf(trouble), message.EN, hint.EN)
	if code := lake.CodeOf(trouble); code != CodeBroker && code != CodeUnreachable {
		t.Errorf("code %s: %v", code, trouble)
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	broker.Restart() // a broker with one disk ends when it is full
	publishAll(t, k, events, func(int) {})
	wantOrder(t, events, receive(t, k, "g", events))
}

// fill leaves no room on the disk that the file is on.
func fill(t *testing.T, path string) {
	t.Helper()
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, ledgerMode)
	if err != nil {
		return // full already
	}
	defer func() { _ = file.Close() }() // it is only there to take room
	block := make([]byte, 64<<10)
	for {
		if _, err := file.Write(block); err != nil {
			return
		}
	}
}
