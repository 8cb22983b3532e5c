package eventlog

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"wattlake/lake"
	"wattlake/pipeline"
)

var _ pipeline.Log = (*Log)(nil)

var errStop = errors.New("stop")

func clock() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

func TestMain(m *testing.M) {
	if os.Getenv(crashing) != "" {
		crash()
	}
	goleak.VerifyTestMain(m)
}

func open(t *testing.T, dir string, opts ...Option) *Log {
	t.Helper()
	l, err := Open(t.Context(), dir, append([]Option{WithSource("lake-1"), WithClock(clock)}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeLog(t, l) })
	return l
}

func closeLog(t *testing.T, l *Log) {
	t.Helper()
	if err := l.Close(); err != nil {
		t.Error(err)
	}
}

// uploads makes n events of documents with these keys in turn.
func uploads(n int, keys ...string) []lake.Event {
	events := make([]lake.Event, n)
	for i := range events {
		key := keys[i%len(keys)]
		events[i] = lake.Event{
			Topic: lake.TopicUploaded, ID: fmt.Sprintf("%s/%d", key, i), Key: key,
			Value: fmt.Appendf(nil, `{"filename":"%d.pdf"}`, i),
		}
	}
	return events
}

func publish(t *testing.T, l *Log, events ...lake.Event) {
	t.Helper()
	if err := l.Publish(t.Context(), events...); err != nil {
		t.Fatal(err)
	}
}

// consume returns the first n events that the group gets, all of them committed.
func consume(t *testing.T, l *Log, group string, n, maxBatch int) []lake.Event {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var got []lake.Event
	err := l.Consume(ctx, group, lake.TopicUploaded, maxBatch, func(_ context.Context, events []lake.Event) error {
		if len(events) == 0 || len(events) > maxBatch {
			t.Errorf("a batch of %d events", len(events))
		}
		got = append(got, events...)
		if len(got) >= n {
			cancel()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("Consume: %v", err)
	}
	return got
}

// wantEvents compares what was published with what came out, wherever it lay.
func wantEvents(t *testing.T, want, got []lake.Event) {
	t.Helper()
	got = slices.Clone(got)
	for i := range got {
		got[i].Place = lake.Place{}
	}
	if reflect.DeepEqual(want, got) {
		return // the difference of long lists takes its time
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}

func wantLag(t *testing.T, l *Log, group string, want int64) {
	t.Helper()
	if lag, err := l.Lag(t.Context(), group, lake.TopicUploaded); err != nil || lag != want {
		t.Errorf("lag of %s = %d, %v; want %d", group, lag, err, want)
	}
}

func TestEventsSurviveReopening(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "log")
	events := uploads(7, "a", "b", "c")
	l := open(t, dir)
	publish(t, l, events[:4]...)
	wantEvents(t, events[:4], consume(t, l, "read", 4, 2))
	publish(t, l, events[4:]...)
	wantLag(t, l, "read", 3)
	wantLag(t, l, "relay", 7)
	closeLog(t, l)

	l = open(t, dir)
	if l.Damaged() != "" {
		t.Errorf("a clean log was moved to %s", l.Damaged())
	}
	wantEvents(t, events[4:], consume(t, l, "read", 3, 10))
	wantEvents(t, events, consume(t, l, "relay", 7, 10))
	wantLag(t, l, "read", 0)
}

func TestAFailedBatchComesAgain(t *testing.T) {
	l := open(t, t.TempDir())
	events := uploads(5, "a")
	publish(t, l, events...)
	var seen []lake.Event
	err := l.Consume(t.Context(), "read", lake.TopicUploaded, 2, func(_ context.Context, batch []lake.Event) error {
		if len(seen) == 2 {
			return errStop
		}
		seen = append(seen, batch...)
		return nil
	})
	if !errors.Is(err, errStop) {
		t.Fatalf("Consume: %v", err)
	}
	wantEvents(t, events[2:], consume(t, l, "read", 3, 10))
}

func TestABatchInterruptedByCloseComesAgain(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	events := uploads(3, "a")
	publish(t, l, events...)
	inside := make(chan struct{})
	done := make(chan error)
	go func() {
		done <- l.Consume(t.Context(), "read", lake.TopicUploaded, 10, func(ctx context.Context, _ []lake.Event) error {
			close(inside)
			<-ctx.Done()
			return context.Cause(ctx)
		})
	}()
	<-inside
	go closeLog(t, l)
	if err := <-done; !errors.Is(err, ErrClosed) {
		t.Errorf("Consume: %v", err)
	}
	closeLog(t, l)
	l.users.Wait()
	if err := l.Publish(t.Context(), events...); !errors.Is(err, ErrClosed) {
		t.Errorf("Publish after Close: %v", err)
	}
}

func TestTwoGroupsAndSeveralConsumersAtOnce(t *testing.T) {
	l := open(t, t.TempDir())
	var wait sync.WaitGroup
	got := make(map[string][]lake.Event)
	var mu sync.Mutex
	for _, group := range []string{"read", "relay"} {
		wait.Go(func() {
			events := consume(t, l, group, 30, 7)
			mu.Lock()
			defer mu.Unlock()
			got[group] = events
		})
	}
	events := uploads(30, "a", "b", "c", "d")
	for batch := range slices.Chunk(events, 5) {
		publish(t, l, batch...)
	}
	wait.Wait()
	wantEvents(t, events, got["read"])
	wantEvents(t, events, got["relay"])
}

func TestTenThousandEvents(t *testing.T) {
	l := open(t, t.TempDir())
	events := uploads(10_000, "a", "b", "c", "d", "e", "f", "g")
	publish(t, l, events...)
	wantEvents(t, events, consume(t, l, "read", len(events), 500))
	wantLag(t, l, "read", 0)
}

func TestTail(t *testing.T) {
	l := open(t, t.TempDir())
	if entries, err := l.Tail(t.Context(), lake.TopicUploaded, 5); err != nil || len(entries) != 0 {
		t.Errorf("tail of an empty topic: %v, %v", entries, err)
	}
	events := uploads(5, "a")
	publish(t, l, events...)
	for _, n := range []int{0, 2, 5, 9} {
		entries, err := l.Tail(t.Context(), lake.TopicUploaded, n)
		if err != nil {
			t.Fatal(err)
		}
		var got []lake.Event
		for _, entry := range entries {
			if entry.Time.IsZero() || entry.Time.Location() != time.UTC {
				t.Errorf("entry at %v", entry.Time)
			}
			got = append(got, entry.Event)
		}
		wantEvents(t, append([]lake.Event(nil), events[max(0, 5-n):]...), got)
	}
	if _, err := l.Tail(t.Context(), "nothing", 1); err == nil {
		t.Error("an unknown topic has a tail")
	}
}

func TestHeadersAreCloudEvents(t *testing.T) {
	record := encode(lake.Event{Topic: lake.TopicParsed, ID: "id-1", Key: "doc-1", Value: []byte("{}")}, "lake-1", clock)
	got := map[string]string{}
	for _, h := range record.Headers {
		got[h.Key] = string(h.Value)
	}
	want := map[string]string{
		"ce_id": "id-1", "ce_type": "invoice_parsed", "ce_source": "lake-1", "ce_subject": "doc-1", "ce_specversion": "1.0",
		"ce_time": "2026-03-01T12:00:00Z", "content-type": "application/json",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("headers (-want +got):\n%s", diff)
	}
}

func TestWrongUse(t *testing.T) {
	l := open(t, t.TempDir())
	if err := l.Publish(t.Context(), lake.Event{Topic: "nothing"}); err == nil {
		t.Error("an unknown topic was accepted")
	}
	if err := l.Consume(t.Context(), "g", lake.TopicUploaded, 0, nil); err == nil {
		t.Error("empty batches were accepted")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := l.Publish(ctx, uploads(1, "a")...); !errors.Is(err, context.Canceled) {
		t.Errorf("Publish with an ended context: %v", err)
	}
	if err := l.Publish(t.Context()); err != nil {
		t.Errorf("nothing to publish: %v", err)
	}
}
