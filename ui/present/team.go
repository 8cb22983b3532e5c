package present

import (
	"time"

	"wattlake/lake"
	"wattlake/pipeline"
)

// TeamRow says how the connection to one of the team's services is getting on.
type TeamRow struct {
	Icon  string
	Tone  Tone
	Title string
	State string // one line
	Hint  string // what to do about a trouble; may be empty
}

// SyncRow tells of the sync with the team's bucket; nil means that none is set up. zone is the person's.
func SyncRow(l *Locale, s *pipeline.SyncState, zone *time.Location) TeamRow {
	row := TeamRow{Icon: "folder", Tone: Muted, Title: l.T("team.sync")}
	switch {
	case s == nil:
		row.State, row.Hint = l.T("team.none"), l.T("team.sync.setup")
	case s.Running:
		row.Icon, row.Tone = "processing", Busy
		row.State, row.Hint = l.T("team.sync."+string(s.Progress.Phase), "done", l.Int(int64(s.Progress.Files)), "total", l.Int(int64(s.Progress.TotalFiles))), l.pace(s)
	case s.Code != "":
		row.Icon, row.Tone, row.State, row.Hint = "failed", Bad, l.Say(s.Trouble), l.Say(s.Hint)
	case s.Paused:
		row.Icon, row.State = "waiting", l.T("team.sync.paused")
	case s.Last.IsZero():
		row.Icon, row.State = "waiting", l.T("team.sync.never")
	default:
		row.Icon, row.Tone = "ready", Good
		row.State = l.T("team.sync.last", "time", l.Moment(s.Last.Format(time.RFC3339), zone))
		if warning := l.Say(s.Report.Warning); warning != "" {
			row.Icon, row.Tone, row.Hint = "needs_review", Attention, warning
		}
	}
	if s != nil && s.Backlog.Files > 0 && !s.Running {
		row.State += " · " + l.N("team.sync.backlog", s.Backlog.Files)
	}
	return row
}

// pace tells how fast objects move and for how long they still will.
func (l *Locale) pace(s *pipeline.SyncState) string {
	p := s.Progress
	switch {
	case s.Paused:
		return l.T("team.sync.paused")
	case p.Phase != pipeline.SyncMoving || p.TotalBytes == 0:
		return ""
	}
	pace := l.T("team.sync.bytes", "done", l.Bytes(p.Bytes), "total", l.Bytes(p.TotalBytes))
	if p.PerSecond > 0 {
		pace += " · " + l.T("team.sync.speed", "speed", l.Bytes(p.PerSecond))
	}
	if p.Left > 0 {
		pace += " · " + l.T("team.sync.left", "time", l.TimeLeft(p.Left))
	}
	return pace
}

// RelayRow tells of the events for the team's Kafka; nil means that none is set up.
func RelayRow(l *Locale, s *pipeline.RelayState) TeamRow {
	row := TeamRow{Icon: "bolt", Tone: Muted, Title: l.T("team.events")}
	switch {
	case s == nil:
		row.State, row.Hint = l.T("team.none"), l.T("team.events.setup")
		return row
	case s.Connected:
		row.Icon, row.Tone, row.State = "ready", Good, l.T("team.events.connected")
	case s.Trouble != (lake.Text{}):
		row.Icon, row.Tone, row.State, row.Hint = "failed", Bad, l.Say(s.Trouble), l.Say(s.Hint)
	default:
		row.Icon, row.State = "waiting", l.T("team.events.connecting")
	}
	if s.Backlog > 0 {
		row.State += " · " + l.N("team.events.backlog", s.Backlog)
	}
	return row
}
