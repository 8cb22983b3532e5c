package present

import (
	"time"

	"wattlake/pipeline"
)

// StatusPart is one part of the status bar; nothing is shown of one without text.
type StatusPart struct {
	Icon string
	Tone Tone
	Text string
}

// StatusLine is what the status bar says. Lines can be compared.
type StatusLine struct{ Queue, Sync, Events, LastSync StatusPart }

// QueuePart tells how many documents are on their way, whether the metrics are up to date, and how many documents failed.
func QueuePart(l *Locale, loaded bool, working, failed int, stale bool) StatusPart {
	switch {
	case !loaded:
		return StatusPart{"waiting", Muted, l.T("status.loading")}
	case working > 0:
		return StatusPart{"processing", Busy, l.N("activity.busy", working)}
	case stale:
		return StatusPart{"failed", Bad, l.T("status.stale")}
	case failed > 0:
		return StatusPart{"failed", Bad, l.N("batch.failed", failed)}
	}
	return StatusPart{"ready", Good, l.T("activity.idle")}
}

// EarlyPart tells that the list is not whole yet.
func EarlyPart(l *Locale) StatusPart { return StatusPart{"waiting", Busy, l.T("status.early")} }

// TeamParts tells in short of the team's bucket and Kafka. What is not set up is not mentioned.
func TeamParts(l *Locale, s *pipeline.SyncState, r *pipeline.RelayState, zone *time.Location) (sync, events, last StatusPart) {
	if s != nil {
		row := SyncRow(l, s, zone)
		sync = StatusPart{row.Icon, row.Tone, "S3: " + shortSync(l, s)}
		if !s.Last.IsZero() {
			last = StatusPart{"", Muted, l.T("team.sync.last", "time", l.Moment(s.Last.Format(time.RFC3339), zone))}
		}
	}
	if r != nil {
		row := RelayRow(l, r)
		events = StatusPart{row.Icon, row.Tone, "Kafka: " + shortRelay(l, r)}
	}
	return sync, events, last
}

func shortSync(l *Locale, s *pipeline.SyncState) string {
	switch {
	case s.Running:
		return SyncRow(l, s, time.UTC).State
	case s.Code != "":
		return l.T("status.trouble")
	case s.Paused:
		return l.T("team.sync.paused")
	case s.Backlog.Files > 0:
		return l.N("team.sync.backlog", s.Backlog.Files)
	}
	return l.T("status.in_step")
}

func shortRelay(l *Locale, r *pipeline.RelayState) string {
	switch {
	case r.Backlog > 0:
		return l.N("team.events.backlog", r.Backlog)
	case r.Connected:
		return l.T("team.events.connected")
	case r.Trouble.EN != "" || r.Trouble.PL != "":
		return l.T("status.trouble")
	}
	return l.T("team.events.connecting")
}
