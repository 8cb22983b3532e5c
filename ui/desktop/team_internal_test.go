package desktop

import (
	"slices"
	"testing"

	"wattlake/pipeline"
)

// fakeSync is a sync in the background that only remembers what was asked of it.
type fakeSync struct {
	state pipeline.SyncState
	asked []string
}

func (f *fakeSync) State() pipeline.SyncState { return f.state }

func (f *fakeSync) Now() { f.asked = append(f.asked, "now") }

func (f *fakeSync) Pause(paused bool) {
	f.asked = append(f.asked, "pause")
	f.state.Paused = paused
}

func (f *fakeSync) Changed() <-chan struct{} { return nil }

func TestTeamOnTheActivityPage(t *testing.T) {
	w, _ := newTestWindow(t, &fakeNode{})
	syncing := &fakeSync{state: pipeline.SyncState{Backlog: pipeline.SyncCount{Files: 5}}}
	w.lake.now.Team = Team{Sync: syncing, Relay: func() (pipeline.RelayState, bool) { return pipeline.RelayState{Connected: true, Backlog: 7}, true }}
	w.show(activityPage)
	w.loadTeam(w.ctx)
	draw()
	expect(t, w, "5 obiektów czeka na wysłanie", "Połączono · 7 zdarzeń czeka", "Synchronizuj teraz", "Wstrzymaj")
	w.syncNow()
	w.pauseSync(true)
	w.loadTeam(w.ctx)
	draw()
	expect(t, w, "Wznów")
	for len(w.teams.wake) > 0 {
		<-w.teams.wake
	}
	w.build() // as for another theme
	select {
	case <-w.teams.wake:
	default:
		t.Error("nothing asks for the state of the team after the page was made anew")
	}
	if !slices.Equal(syncing.asked, []string{"now", "pause"}) {
		t.Errorf("asked %v", syncing.asked)
	}
}
