package eventlog

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"strconv"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"

	"wattlake/lake"
)

func TestOtherToolsReadOverTCP(t *testing.T) {
	l := open(t, t.TempDir(), WithListen("127.0.0.1:0"))
	events := uploads(3, "a")
	publish(t, l, events...)
	tool, err := kgo.NewClient(kgo.SeedBrokers(l.network.Addr().String()), kgo.ConsumeTopics(string(lake.TopicUploaded)),
		kgo.ConsumeStartOffset(kgo.NewOffset().AtStart()))
	if err != nil {
		t.Fatal(err)
	}
	defer tool.Close()
	var got []lake.Event
	for len(got) < len(events) {
		fetches := tool.PollFetches(t.Context())
		if err := fetches.Err(); err != nil {
			t.Fatal(err)
		}
		fetches.EachRecord(func(r *kgo.Record) { got = append(got, event(r)) })
	}
	wantEvents(t, events, got)
}

func TestNothingListensByDefault(t *testing.T) {
	l := open(t, t.TempDir())
	if l.network.tcp != nil || l.network.Addr().Network() != "memory" {
		t.Errorf("listens at %v", l.network.Addr())
	}
}

func TestListenRefusesOtherMachines(t *testing.T) {
	for _, address := range []string{"0.0.0.0:9092", ":9092", "192.0.2.1:9092", "example.com:9092", "9092"} {
		if _, err := Open(t.Context(), t.TempDir(), WithListen(address)); lake.CodeOf(err) != lake.CodeUsage {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestListenReportsATakenPort(t *testing.T) {
	dir := t.TempDir()
	taken := open(t, t.TempDir(), WithListen("127.0.0.1:0"))
	if _, err := Open(t.Context(), dir, WithListen(taken.network.Addr().String())); lake.CodeOf(err) != lake.CodeUsage {
		t.Errorf("error %v", err)
	}
}

// A stranger on the port loses the connection; the log goes on.
func TestStrangersDoNotEndTheLog(t *testing.T) {
	l := open(t, t.TempDir(), WithListen("127.0.0.1:0"))
	frame := func(size uint32, kind, version uint16) []byte {
		b := binary.BigEndian.AppendUint32(nil, size)
		return binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(b, kind), version)
	}
	for name, sent := range map[string][]byte{
		"HTTP":             []byte("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
		"unknown request":  frame(100, 9999, 0),
		"unknown version":  frame(100, 0, 999),
		"negative version": frame(100, 0, 0xffff),
		"huge request":     frame(maxRequestBytes+1, 0, 9),
		"tiny request":     frame(3, 0, 9),
	} {
		var dialer net.Dialer
		conn, err := dialer.DialContext(t.Context(), "tcp", l.network.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := conn.Write(sent); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if rest, _ := io.ReadAll(conn); len(rest) != 0 {
			t.Errorf("%s: answered with %q", name, rest)
		}
		_ = conn.Close()
	}
	publish(t, l, uploads(1, "a")...)
}

func TestGroupsKeepTheirPlaceForYears(t *testing.T) {
	dir := t.TempDir()
	closeLog(t, open(t, dir))
	l := open(t, dir)
	configs, err := l.admin.DescribeBrokerConfigs(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	want := strconv.Itoa(int(offsetRetention / time.Minute))
	if got := configValue(configs, "offsets.retention.minutes"); got != want {
		t.Errorf("offsets.retention.minutes = %q, want %q", got, want)
	}
}

func configValue(configs kadm.ResourceConfigs, key string) string {
	for _, resource := range configs {
		for _, config := range resource.Configs {
			if config.Key == key {
				return config.MaybeValue()
			}
		}
	}
	return ""
}

func TestCancelledOpen(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Open(ctx, t.TempDir()); err == nil {
		t.Error("opened with an ended context")
	}
}
