package thread

import (
	"sync"
	"sync/atomic"
	"time"
)

// Sleeper waits for the system's events in the place of the toolkit's loop.
type Sleeper struct {
	// Wait handles the events that come. It returns after the first of them, after most, or when it is woken.
	Wait func(most time.Duration)
	// Wake ends a wait. It is called during one only, on any goroutine.
	Wake func()
}

// The toolkit's loop looks for events sixty times a second, which takes more of a processor than all else at rest.
const (
	// stir is how long the loop runs on its own after something has happened: what it does by the clock, like telling a click
	// from a double click, is over by then.
	stir = time.Second
	// longestNap bounds how late the toolkit itself comes to the drawing thread. Paints and events end a nap at once.
	longestNap = 250 * time.Millisecond
	// napShare makes the first naps short, for the loop does not tell what it has handled: while a person is at work every nap is.
	napShare = 16
)

// rest is what puts the drawing thread to sleep.
type rest struct {
	sleeper Sleeper
	now     func() time.Time

	mu      sync.Mutex
	last    time.Time // something happened
	napping bool
}

// resting is what paints must wake; nil while the loop never sleeps.
var resting atomic.Pointer[rest]

// Rest lets the drawing thread sleep while nothing happens. The toolkit's loop must call turn every time it goes round, after it
// has looked for events and before it draws.
func Rest(s Sleeper, now func() time.Time) (turn func()) {
	r := &rest{sleeper: s, now: now, last: now()}
	resting.Store(r)
	return r.turn
}

func (r *rest) turn() {
	nap := r.lieDown()
	if nap == 0 {
		return
	}
	began := r.now()
	r.sleeper.Wait(nap)
	r.rise(r.now().Sub(began) < nap)
}

// lieDown returns how long to sleep, 0 for not at all.
func (r *rest) lieDown() time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	quiet := r.now().Sub(r.last)
	if quiet < stir || shut.Load() {
		return 0
	}
	r.napping = true
	return min(longestNap, quiet/napShare)
}

func (r *rest) rise(early bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.napping = false
	if early {
		r.last = r.now()
	}
}

// wake ends a nap for a paint that waits.
func (r *rest) wake() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.last = r.now()
	if r.napping {
		r.sleeper.Wake()
	}
}
