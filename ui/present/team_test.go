package present_test

import (
	"testing"
	"time"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/present"
)

// TestSyncRow: one line says what matters most now; what waits is never hidden.
func TestSyncRow(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.Polish)
	last := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	waiting := pipeline.SyncCount{Files: 3}
	for name, c := range map[string]struct {
		state *pipeline.SyncState
		want  present.TeamRow
	}{
		"not set up": {nil, present.TeamRow{Icon: "folder", Tone: present.Muted, State: l.T("team.none"), Hint: l.T("team.sync.setup")}},
		"never":      {&pipeline.SyncState{Backlog: waiting}, present.TeamRow{Icon: "waiting", Tone: present.Muted, State: "Jeszcze nie synchronizowano · 3 obiekty czekają na wysłanie"}},
		"paused":     {&pipeline.SyncState{Paused: true, Last: last}, present.TeamRow{Icon: "waiting", Tone: present.Muted, State: "Wstrzymana"}},
		"moving": {
			&pipeline.SyncState{Running: true, Backlog: waiting, Progress: pipeline.SyncProgress{
				Phase: pipeline.SyncMoving, Files: 2, TotalFiles: 5, Bytes: 900, TotalBytes: 12_345_678, PerSecond: 1500, Left: 90 * time.Second,
			}},
			present.TeamRow{
				Icon: "processing", Tone: present.Busy, State: "Przesyłanie: 2 z 5", Hint: "900\u00a0B z 12,3\u00a0MB · 1,5\u00a0kB/s · jeszcze 2\u00a0min",
			},
		},
		"held back": {
			&pipeline.SyncState{Running: true, Paused: true, Progress: pipeline.SyncProgress{Phase: pipeline.SyncMoving, TotalFiles: 5, TotalBytes: 9}},
			present.TeamRow{Icon: "processing", Tone: present.Busy, State: "Przesyłanie: 0 z 5", Hint: "Wstrzymana"},
		},
		"trouble": {
			&pipeline.SyncState{Last: last, Code: lake.CodeIO, Trouble: lake.Text{PL: "Nie da się."}, Hint: lake.Text{PL: "Zrób to."}},
			present.TeamRow{Icon: "failed", Tone: present.Bad, State: "Nie da się.", Hint: "Zrób to."},
		},
		"done": {&pipeline.SyncState{Last: last}, present.TeamRow{Icon: "ready", Tone: present.Good, State: "Ostatnio: 01.03.2026, 10:00"}},
	} {
		c.want.Title = l.T("team.sync")
		if got := present.SyncRow(l, c.state, time.UTC); got != c.want {
			t.Errorf("%s:\n got %+v\nwant %+v", name, got, c.want)
		}
	}
}

// TestRelayRow: the backlog is told whatever the state.
func TestRelayRow(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.English)
	for want, state := range map[string]*pipeline.RelayState{
		"Not set up":                         nil,
		"Connecting…":                        {},
		"Connected":                          {Connected: true},
		"Connected · 2 events wait":          {Connected: true, Backlog: 2},
		"No broker answers. · 1 event waits": {Trouble: lake.Text{EN: "No broker answers."}, Backlog: 1},
	} {
		if got := present.RelayRow(l, state); got.State != want {
			t.Errorf("got %q, want %q", got.State, want)
		}
	}
}
