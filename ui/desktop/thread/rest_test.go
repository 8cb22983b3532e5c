package thread_test

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"wattlake/ui/desktop/thread"
)

// bed is a sleeper with a clock of its own: asleep happens during the next nap, and lasts how long the nap takes of what it may.
type bed struct {
	clock  time.Time
	asleep func()
	lasts  time.Duration // 0: to its end
	naps   []time.Duration
	woken  int
}

// rest lets the drawing thread of a window sleep in the bed.
func (b *bed) rest(t *testing.T) (turn func()) {
	t.Helper()
	test.NewTempApp(t)
	thread.Open()
	t.Cleanup(thread.Open)
	return thread.Rest(thread.Sleeper{
		Wait: func(most time.Duration) {
			b.naps = append(b.naps, most)
			if b.asleep != nil {
				b.asleep()
				b.asleep = nil
			}
			if b.lasts == 0 {
				b.lasts = most
			}
			b.clock = b.clock.Add(b.lasts)
			b.lasts = 0
		},
		Wake: func() { b.woken++ },
	}, func() time.Time { return b.clock })
}

func (b *bed) pass(d time.Duration) { b.clock = b.clock.Add(d) }

func TestRestWhileNothingHappens(t *testing.T) {
	b := &bed{}
	turn := b.rest(t)
	turn()
	if len(b.naps) > 0 {
		t.Fatal("a nap right after the start")
	}
	b.pass(time.Minute)
	for range 4 {
		turn()
	}
	if len(b.naps) != 4 {
		t.Errorf("%d naps in 4 turns at rest", len(b.naps))
	}
	if longest := slices.Max(b.naps); longest < 200*time.Millisecond || longest > time.Second {
		t.Errorf("the longest nap takes %v: too short to rest, or too long for the toolkit to wait", longest)
	}
}

// What a person does comes in the midst of a nap or while the loop looks for events itself, which it does not tell: the first naps are short.
func TestRestIsShortAtFirst(t *testing.T) {
	b := &bed{}
	turn := b.rest(t)
	b.pass(time.Second)
	turn()
	if len(b.naps) != 1 || b.naps[0] > 100*time.Millisecond {
		t.Errorf("naps of %v a second after something happened", b.naps)
	}
}

func TestEventEndsRest(t *testing.T) {
	b := &bed{}
	turn := b.rest(t)
	b.pass(time.Minute)
	b.lasts = time.Millisecond // the pointer moves
	turn()
	for range 10 {
		b.pass(10 * time.Millisecond)
		turn()
	}
	if len(b.naps) != 1 {
		t.Errorf("%d naps while a person is at work, want the one that was interrupted", len(b.naps))
	}
}

func TestPaintEndsRest(t *testing.T) {
	b := &bed{}
	turn := b.rest(t)
	thread.Do(func() {})
	if b.woken > 0 {
		t.Error("a thread was woken that was awake")
	}
	b.pass(time.Minute)
	b.asleep, b.lasts = func() { thread.Do(func() {}) }, time.Millisecond
	turn()
	if b.woken != 1 {
		t.Errorf("woken %d times by one paint", b.woken)
	}
	b.pass(10 * time.Millisecond)
	thread.Do(func() {})
	turn()
	if b.woken != 1 || len(b.naps) != 1 {
		t.Errorf("woken %d times and %d naps right after a paint", b.woken, len(b.naps))
	}
}

// The toolkit ends its libraries when the window is gone: nothing may be asked of them any more.
func TestNoRestOnceTheWindowIsGone(t *testing.T) {
	b := &bed{}
	turn := b.rest(t)
	b.pass(time.Minute)
	thread.Shut()
	turn()
	thread.Do(func() {})
	if len(b.naps) > 0 || b.woken > 0 {
		t.Errorf("%d naps, woken %d times after the end", len(b.naps), b.woken)
	}
}
