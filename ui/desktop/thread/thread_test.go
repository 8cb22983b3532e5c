package thread_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"wattlake/ui/desktop/thread"
)

func TestNothingIsPaintedOnceTheWindowIsGone(t *testing.T) {
	test.NewTempApp(t)
	painted := 0
	thread.Open()
	thread.Do(func() { painted++ })
	thread.Shut()
	thread.Do(func() { painted++ })
	thread.Open()
	if painted != 1 {
		t.Errorf("%d paints, want 1", painted)
	}
}

func TestWatchTellsTheLongestWait(t *testing.T) {
	test.NewTempApp(t)
	thread.Open()
	clock := time.Unix(0, 0)
	asked := make(chan struct{}, 100)
	stop := thread.Watch(time.Millisecond, func() time.Time { // every look at the clock is 5 ms later
		clock = clock.Add(5 * time.Millisecond)
		select {
		case asked <- struct{}{}:
		default:
		}
		return clock
	})
	<-asked
	<-asked // knocked and answered
	<-asked
	if f := stop(); f.Count < 1 || f.Longest != 5*time.Millisecond || f.Median != f.Longest || f.P95 != f.Longest {
		t.Errorf("%+v, want waits of 5ms", f)
	}
}
