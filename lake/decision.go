package lake

import "slices"

// DecisionKind is what a person decided.
type DecisionKind string

// The decisions that travel with the team.
const (
	DecideReview  DecisionKind = "review"  // Values replace fields of one invoice
	DecideApprove DecisionKind = "approve" // the invoice is right as it stands, with these Figures
	DecideDelete  DecisionKind = "delete"
	DecideRestore DecisionKind = "restore"
	DecideRetry   DecisionKind = "retry" // the named Failures no longer count
	DecideFinding DecisionKind = "accept_finding"
	DecidePoint   DecisionKind = "point"
	DecideProfile DecisionKind = "profile"
	// DecideErased says that everything about the document was taken out for good and must not come back by itself: a sync
	// leaves it, a drop is refused. A restore that names it lets it in again. Values may hold a [ReasonValue], and nothing of the document.
	DecideErased DecisionKind = "erased"

	DecideUndo     DecisionKind = "undo"     // the decisions named in Undoes no longer count; an undo may be undone too
	DecidePrefer   DecisionKind = "prefer"   // of several documents with one invoice, this one counts
	DecideSeparate DecisionKind = "separate" // the invoice is another one although it carries the same number
)

// ReasonValue is the name of the value that tells why somebody decided so.
const ReasonValue = "reason"

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
	Undoes   []ContentID       `json:"undoes,omitempty"`   // undo; restore: the erasures that its author knew of
	// Figures names, by part, the figures of approved or edited invoices as their author saw them, see silver.Figures. Where a later
	// reading says something else the decision is no longer good for it. Without it that is not asked.
	Figures map[int]ContentID `json:"figures,omitempty"`
	// Batch is the Lamport time of the first of the decisions that were made in one go, such as an import of points. 0: it was made alone.
	Batch   uint64    `json:"batch,omitempty"`
	Content ContentID `json:"-"` // of the stored decision; set when it is loaded
}

// After reports whether d wins over o.
func (d Decision) After(o Decision) bool {
	if d.Lamport != o.Lamport {
		return d.Lamport > o.Lamport
	}
	return d.Content > o.Content
}

// Key returns where the decision lies, once it is stored.
func (d Decision) Key() Key { return decisionKey(d.Kind, d.Lamport, d.Content) }

// LiveDecisions leaves out the decisions that a later, still counting undo names. ordered goes by (Lamport, Content).
func LiveDecisions(ordered []Decision) []Decision {
	undone := map[ContentID]bool{}
	live := make([]Decision, 0, len(ordered))
	for _, d := range slices.Backward(ordered) {
		if d.Content != "" && undone[d.Content] {
			continue
		}
		if d.Kind == DecideUndo {
			for _, content := range d.Undoes {
				undone[content] = true
			}
		}
		live = append(live, d)
	}
	slices.Reverse(live)
	return live
}
