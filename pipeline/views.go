package pipeline

import (
	"time"

	"wattlake/lake"
)

// IngestRequest names what to copy into the lake.
type IngestRequest struct {
	Paths    []string // files and folders; folders are walked
	Source   string   // who asks: "desktop", "cli" or "sample"
	Password string   // for encrypted documents; usually empty
	// KeepPassword keeps it for later documents of the sellers whose documents it opens, see [Node.CanKeepPasswords].
	KeepPassword bool
}

// IngestUpdate tells how one file of a batch is getting on.
type IngestUpdate struct {
	File     string
	Document lake.DocumentID // "" until the bytes are in Bronze
	Stage    lake.Stage
	Status   lake.Status
	Page     int // pages read so far
	Pages    int // pages in all, 0 while unknown
	Done     int // files of the batch with a final state
	Total    int // files of the batch
}

// IngestResult is the end of one file of a batch: ready, needs_review, duplicate or failed.
type IngestResult struct {
	File     string
	Document lake.DocumentID
	Status   lake.Status
	Code     lake.Code // why it failed; "" otherwise
	Message  lake.Text // the sentence for people when it failed
	Hint     lake.Text // what to do about it; may be empty
	Readings []lake.Reading
}

// Document is one line of the documents list.
type Document struct {
	ID        lake.DocumentID
	Name      lake.Name
	FileName  string // as dropped
	Ext       string // of the stored object, with its dot
	DroppedAt string // RFC 3339
	Status    lake.Status
	Stage     lake.Stage     // the stage at work while processing, or the one that failed
	Failure   *lake.Failure  // when failed, else nil
	Deletion  *lake.Decision // when deleted, else nil
	Invoices  []lake.Invoice // its Silver rows: usually one, none while waiting or failed
}

// DocumentDetail is everything that is known about one document.
type DocumentDetail struct {
	Document
	Readings []lake.Reading
	Text     string // pages separated by form feed
	Source   lake.TextSource
	Origins  []lake.Origin // one per drop
	Steps    []Step        // what people decided about it, oldest first
	// Values are the values that count by part and name (see [lake.FormOf]): what was read with people's edits applied.
	Values map[int]map[string]string
	// Figures name, by part, the figures that Values are about, see [Node.ApprovePart].
	Figures map[int]lake.ContentID
}

// Change says that something in the lake is different. Changes are coalesced: read the present state when one arrives.
type Change struct {
	Document lake.DocumentID // "" when it is about tables
	Status   lake.Status
	Stage    lake.Stage
	Tables   bool // Silver or Gold has a new version
	Relay    bool // the connection to the team's brokers or its backlog
	Team     bool // there is something to exchange with the team: for workers, or from them
}

// StageCount counts the documents at one stage.
type StageCount struct {
	Queued  int
	Running int
	Done    int
	Failed  int
	Oldest  time.Time // since when the document waits or is worked on that came first; zero if there is none
}

// Activity counts per stage what is queued, running, done and failed since the start.
type Activity struct {
	Stages map[lake.Stage]StageCount
	Gold   error // why the metrics are not up to date although nothing is on its way; nil when they are
}
