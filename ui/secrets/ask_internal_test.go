package secrets

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"wattlake/lake"
)

// A keyring that does not answer is waited for no longer than the limit; until it answers, nobody else waits at all.
func TestNoLongerThanTheLimit(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "of nobody")
	synctest.Test(t, func(t *testing.T) {
		silence, began := make(chan struct{}), time.Now()
		wait := func() (string, error) {
			<-silence
			return "late", nil
		}
		if _, err := ask(t.Context(), wait); !errors.Is(err, errNoAnswer) || time.Since(began) != limit {
			t.Errorf("after %v: %v", time.Since(began), err)
		}
		if _, err := ask(t.Context(), wait); !errors.Is(err, errNoAnswer) || time.Since(began) != limit {
			t.Errorf("the next one after %v: %v", time.Since(began), err)
		}
		close(silence)
		synctest.Wait()
		if answer, err := ask(t.Context(), wait); answer != "late" || err != nil {
			t.Errorf("once it answers: %q, %v", answer, err)
		}
	})
}

// Without a session bus nothing is asked: the bus's library would start a bus and wait for its end.
func TestWithoutASessionBus(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
	if reachable() == nil {
		t.Skip("this machine has a session bus")
	}
	_, err := PDFPasswords{}.Load(t.Context())
	if message, _ := lake.Explain(err); lake.CodeOf(err) != lake.CodeMissingTool || message.PL == "" || !errors.Is(err, errNoBus) {
		t.Errorf("got %v", err)
	}
}
