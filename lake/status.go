package lake

// Status is the state of a document or of an invoice as people see it.
type Status string

// The states. Waiting and Processing are of documents only, Reviewed of invoices that a person has approved.
const (
	Waiting       Status = "waiting"
	Processing    Status = "processing"
	Ready         Status = "ready"
	StatusReview  Status = "needs_review"
	Reviewed      Status = "reviewed"
	Failed        Status = "failed"
	Deleted       Status = "deleted"
	StatusDoubled Status = "duplicate" // an outcome of ingest: the bytes were already here
)

// Final reports whether the pipeline has nothing left to do for the document.
func (s Status) Final() bool { return s != Waiting && s != Processing }

// Stage is a step of the pipeline.
type Stage string

// The stages in their order.
const (
	StageIngest Stage = "ingest"
	StageRead   Stage = "read"
	StageParse  Stage = "parse"
	StageSilver Stage = "silver"
	StageGold   Stage = "gold"
)

// Failure is why a stage gave up on a document. It counts as an outcome for the whole team.
type Failure struct {
	Document DocumentID `json:"document_id"`
	Stage    Stage      `json:"stage"`
	Code     Code       `json:"code"`
	Message  Text       `json:"message"`
	Hint     Text       `json:"hint"`
	Reader   int        `json:"reader"` // ordinal of the reader's or parser's version
	Attempt  int        `json:"attempt"`
}

// Origin records one drop of a document.
type Origin struct {
	Document  DocumentID `json:"document_id"`
	FileName  string     `json:"file_name"` // as dropped, without its folder
	Size      int64      `json:"size"`      // bytes
	MediaType string     `json:"media_type"`
	Source    string     `json:"source"` // desktop, cli, http, watch, sync, sample
	Author    string     `json:"author"`
	At        string     `json:"at"` // RFC 3339, UTC
	// Container is the archive, the mail or the PDF that the document came in, by its file name, and Member its path inside.
	Container string `json:"container,omitempty"`
	Member    string `json:"member,omitempty"`
}
