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
func (w *Window) watchTeam(s *session) {
	for s.Team.Sync != nil {
		changed := s.Team.Sync.Changed()
		w.teams.trigger()
		select {
		case <-s.ctx.Done():
			return
		case <-changed:
		}
	}
}

// loadTeam looks how the connections are getting on.
func (w *Window) loadTeam(context.Context) { w.with(w.loadTeamOf) }

func (w *Window) loadTeamOf(s *session) {
	l := w.ask.get().locale
	var sync *pipeline.SyncState
	var relay *pipeline.RelayState
	if s.Team.Sync != nil {
		state := s.Team.Sync.State()
		sync = &state
	}
	if s.Team.Relay != nil {
		if state, ok := s.Team.Relay(); ok {
			relay = &state
		}
	}
	view := activity.Team{Sync: present.SyncRow(l, sync, time.Local), Events: present.RelayRow(l, relay), Syncs: sync != nil, Paused: sync != nil && sync.Paused}
	bucket, kafka, last := present.TeamParts(l, sync, relay, time.Local)
	thread.Do(func() {
		if l == w.locale {
			w.activity.SetTeam(view)
			w.line.Sync, w.line.Events, w.line.LastSync = bucket, kafka, last
			w.bar.Set(w.line)
		}
	})
}

func (w *Window) syncNow() {
	w.with(func(s *session) {
		if s.Team.Sync != nil {
			s.Team.Sync.Now()
		}
	})
}

func (w *Window) pauseSync(paused bool) {
	w.with(func(s *session) {
		if s.Team.Sync != nil {
			s.Team.Sync.Pause(paused)
		}
	})
}
