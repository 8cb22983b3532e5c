package lake

// DecisionKind is what a person decided.
type DecisionKind string

// The decisions that travel with the team.
const (
	DecideReview  DecisionKind = "review"  // Values replace fields of one invoice
	DecideApprove DecisionKind = "approve" // the invoice is right as it stands
	DecideDelete  DecisionKind = "delete"
	DecideRestore DecisionKind = "restore"
	DecideRetry   DecisionKind = "retry" // the named Failures no longer count
	DecideFinding DecisionKind = "accept_finding"
	DecidePoint   DecisionKind = "point"
	DecideProfile DecisionKind = "profile"
)

// Decision is one thing that a person decided. Decisions are ordered by (Lamport, content id): the later one wins.
type Decision struct {
	Kind     DecisionKind      `json:"kind"`
	Lamport  uint64            `json:"lamport"` // greater than every decision's that its author had seen
	Author   string            `json:"author"`
	At       string            `json:"at"` // RFC 3339, UTC; for people, never for order
	Document DocumentID        `json:"document_id,omitempty"`
	Part     int               `json:"part,omitempty"`     // 0 means every part
	Values   map[string]string `json:"values,omitempty"`   // review: "net" or "points.<n>.ppe" (n from 0) → canonical value
	Failures []ContentID       `json:"failures,omitempty"` // retry
	Finding  string            `json:"finding,omitempty"`  // accept_finding: the finding's code
	Content  ContentID         `json:"-"`                  // of the stored decision; set when it is loaded
}

// After reports whether d wins over o.
func (d Decision) After(o Decision) bool {
	if d.Lamport != o.Lamport {
		return d.Lamport > o.Lamport
	}
	return d.Content > o.Content
}
