// Package thread is the one door to the thread that draws. Nothing else calls fyne.Do, so what crosses is easy to review.
package thread

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
)

// shut is set while there is no window: Fyne would run what comes too late on whatever thread asks.
var shut atomic.Bool

// Open lets paints through, to a thread that never sleeps. It is called when a window is made.
func Open() {
	resting.Store(nil)
	shut.Store(false)
}

// Shut drops every later paint. It is called on the drawing thread when the window closes.
func Shut() { shut.Store(true) }

// door is where paints go instead of Fyne's own thread; nil outside tests.
var door atomic.Pointer[func(paint func())]

// Redirect sends paints elsewhere: Fyne's test driver would run them on whatever goroutine asks, so a test plays the drawing
// thread itself. nil puts Fyne back.
func Redirect(to func(paint func())) {
	if to == nil {
		door.Store(nil)
		return
	}
	door.Store(&to)
}

// Do runs paint on the thread that draws and returns at once. When the window is gone it does nothing.
func Do(paint func()) {
	if shut.Load() {
		return
	}
	if other := door.Load(); other != nil {
		(*other)(paint)
		return
	}
	fyne.Do(paint)
	if r := resting.Load(); r != nil {
		r.wake()
	}
}

// Frames are waits for the drawing thread: what a person feels as a window that does not answer.
type Frames struct {
	Count                int
	Median, P95, Longest time.Duration
}

// Watch measures how long the drawing thread lets others wait: it knocks every interval until stop is called, which returns
// the waits.
func Watch(interval time.Duration, now func() time.Time) (stop func() Frames) {
	done := make(chan struct{})
	var mu sync.Mutex
	var waits []time.Duration
	go func() {
		ticker := time.NewTicker(interval)
		defer ticker.Stop()
		for {
			select {
			case <-done:
				return
			case <-ticker.C:
			}
			knocked := now()
			answered := make(chan struct{})
			Do(func() {
				mu.Lock()
				waits = append(waits, now().Sub(knocked))
				mu.Unlock()
				close(answered)
			})
			select {
			case <-done:
				return
			case <-answered:
			}
		}
	}()
	return func() Frames {
		close(done)
		mu.Lock()
		defer mu.Unlock()
		return summary(waits)
	}
}

func summary(waits []time.Duration) Frames {
	if len(waits) == 0 {
		return Frames{}
	}
	slices.Sort(waits)
	const percent, high = 100, 95
	return Frames{Count: len(waits), Median: waits[len(waits)/2], P95: waits[len(waits)*high/percent], Longest: waits[len(waits)-1]}
}
