// Package thread is the one door to the thread that draws. Nothing else calls fyne.Do, so what crosses is easy to review.
package thread

import (
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
)

// shut is set while there is no window: Fyne would run what comes too late on whatever thread asks.
var shut atomic.Bool

// Open lets paints through. It is called when a window is made.
func Open() { shut.Store(false) }

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
}

// Watch measures how long the drawing thread lets others wait: it knocks every interval until stop is called, which returns
// the longest wait. That is what a person feels as a frozen window.
func Watch(interval time.Duration, now func() time.Time) (stop func() time.Duration) {
	done := make(chan struct{})
	var longest atomic.Int64
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
				wait := int64(now().Sub(knocked))
				longest.Store(max(longest.Load(), wait))
				close(answered)
			})
			select {
			case <-done:
				return
			case <-answered:
			}
		}
	}()
	return func() time.Duration {
		close(done)
		return time.Duration(longest.Load())
	}
}
