package present

import "wattlake/lake"

// Actions tells which actions on a document are enabled.
type Actions struct {
	Retry    bool
	Approve  bool
	Delete   bool
	Original bool // open the document as it was dropped
}

// ActionsFor is the processing lock: while a document is processed, or something that the user asked for it is still on its
// way (busy), nothing may be done to it. The lock goes when it is ready or has failed.
func ActionsFor(status lake.Status, busy bool) Actions {
	if busy || status == lake.Processing || status == lake.Deleted {
		return Actions{Original: status != lake.Deleted}
	}
	return Actions{
		Retry:    status == lake.Failed,
		Approve:  status == lake.StatusReview,
		Delete:   true,
		Original: true,
	}
}
