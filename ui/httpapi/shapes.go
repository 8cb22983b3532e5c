package httpapi

import (
	"wattlake/lake"
	"wattlake/ui/present"
)

// PartJSON is one invoice of a document.
type PartJSON struct {
	Part    int                 `json:"part" doc:"From 1"`
	Status  lake.Status         `json:"status" enum:"ready,needs_review,reviewed"`
	Reason  string              `json:"reason" doc:"Why it needs review"`
	Invoice present.InvoiceJSON `json:"invoice"`
}

// State is a document's state as this face names it.
type State string

// The states.
const (
	Processing State = "processing"
	Ready      State = "ready" // approved ones too
	Review     State = "needs_review"
	Failed     State = "failed"
)

func stateOf(s lake.Status) State {
	switch s {
	case lake.Waiting, lake.Processing:
		return Processing
	case lake.StatusReview:
		return Review
	case lake.Failed:
		return Failed
	default:
		return Ready
	}
}
