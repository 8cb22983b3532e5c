package pipeline

import (
	"wattlake/lake"
)

// Erased reports whether the document was taken out of the lake for good and nobody let it in again since.
func (b *Bronze) Erased(id lake.DocumentID) bool {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return lake.Facts{Decisions: b.decisions[id]}.Erased()
}
