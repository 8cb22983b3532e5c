package desktop

import (
	"context"
	"time"

	"wattlake/pipeline"
	"wattlake/ui/desktop/activity"
	"wattlake/ui/desktop/thread"
	"wattlake/ui/present"
)

// Team is what the window needs of the connections to the team.
type Team struct {
	Sync  pipeline.TeamSync                  // nil if no bucket is set up
	Relay func() (pipeline.RelayState, bool) // false if no Kafka is set up
}

// watchTeam keeps the page up to date with the sync, which changes without a word of the lake's.
func (w *Window) watchTeam(ctx context.Context) {
	for w.team.Sync != nil {
		changed := w.team.Sync.Changed()
		w.teams.trigger()
		select {
		case <-ctx.Done():
			return
		case <-changed:
		}
	}
}

// loadTeam looks how the connections are getting on.
func (w *Window) loadTeam(context.Context) {
	if w.opened() == nil {
		return
	}
	l := w.ask.get().locale
	var sync *pipeline.SyncState
	var relay *pipeline.RelayState
	if w.team.Sync != nil {
		state := w.team.Sync.State()
		sync = &state
	}
	if w.team.Relay != nil {
		if state, ok := w.team.Relay(); ok {
			relay = &state
		}
	}
	view := activity.Team{Sync: present.SyncRow(l, sync, time.Local), Events: present.RelayRow(l, relay), Syncs: sync != nil, Paused: sync != nil && sync.Paused}
	thread.Do(func() {
		if l == w.locale {
			w.activity.SetTeam(view)
		}
	})
}

func (w *Window) syncNow() {
	if w.opened() != nil && w.team.Sync != nil {
		w.team.Sync.Now()
	}
}

func (w *Window) pauseSync(paused bool) {
	if w.opened() != nil && w.team.Sync != nil {
		w.team.Sync.Pause(paused)
	}
}
