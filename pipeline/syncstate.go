package pipeline

import (
	"time"

	"wattlake/lake"
)

// SyncPhase is what a sync with the team's bucket is doing.
type SyncPhase string

// The phases in their order. After a lost race for the team's tables they begin again at SyncComparing.
const (
	SyncConnecting SyncPhase = "connecting"
	SyncComparing  SyncPhase = "comparing"
	SyncMoving     SyncPhase = "moving"
	SyncTables     SyncPhase = "tables"
)

// SyncProgress tells how a sync is getting on.
type SyncProgress struct {
	Phase      SyncPhase     `json:"phase"`
	Files      int           `json:"files"`
	TotalFiles int           `json:"total_files"`
	Bytes      int64         `json:"bytes"`
	TotalBytes int64         `json:"total_bytes"`
	PerSecond  int64         `json:"bytes_per_second"`
	Left       time.Duration `json:"-"` // zero while unknown
}

// SyncCount counts objects.
type SyncCount struct {
	Files int   `json:"files"`
	Bytes int64 `json:"bytes"`
}

// Add counts one object more.
func (c *SyncCount) Add(size int64) {
	c.Files++
	c.Bytes += size
}

// SyncRefusal is an object that was not taken over, and why.
type SyncRefusal struct {
	Key    lake.Key  `json:"key"`
	Reason lake.Text `json:"reason"`
}

// SyncReport is the end of a sync. In a dry run it says what would move.
type SyncReport struct {
	Pushed  SyncCount     `json:"pushed"`
	Pulled  SyncCount     `json:"pulled"`
	Present int           `json:"present"` // objects of the team when it ended
	OnOpen  SyncCount     `json:"on_open"` // documents that are fetched when they are opened
	Refused []SyncRefusal `json:"refused,omitempty"`

	Silver int64 `json:"silver_version"` // of the team's tables, -1 if there are none
	Gold   int   `json:"gold_commits"`
	Races  int   `json:"races"` // times that somebody else was faster

	ReadOnly bool      `json:"read_only"`
	Warning  lake.Text `json:"warning,omitzero"` // why tables were left alone, for instance
	Hint     lake.Text `json:"hint,omitzero"`
	DryRun   bool      `json:"dry_run"`
}

// SyncState is what the window shows of the sync in the background.
type SyncState struct {
	Running  bool
	Paused   bool
	Progress SyncProgress // while running
	Last     time.Time    // of the last sync that ended well; zero if there was none
	Report   SyncReport   // of that sync
	Next     time.Time    // when the next one starts by itself; zero if it does not
	Backlog  SyncCount    // what is only here
	Code     lake.Code    // of the last error, "" after a good end
	Trouble  lake.Text
	Hint     lake.Text
}

// TeamSync is the sync in the background, as the window sees it. It is safe for concurrent use and never waits.
type TeamSync interface {
	State() SyncState
	Now() // asks for a sync at once
	Pause(paused bool)
	Changed() <-chan struct{} // closed at the next change of the state
}
