package verify

import (
	"cmp"
	"maps"
	"slices"

	"wattlake/lake"
)

// groups keeps documents together that share an invoice (disjoint sets).
type groups struct {
	parent map[string]string
}

func newGroups() *groups { return &groups{parent: map[string]string{}} }

func (g *groups) find(x string) string {
	for {
		up, known := g.parent[x]
		if !known || up == x {
			return x
		}
		if next, known := g.parent[up]; known {
			g.parent[x] = next
		}
		x = up
	}
}

func (g *groups) join(id lake.DocumentID, key lake.InvoiceKey) {
	if a, b := g.find("document/"+string(id)), g.find("invoice/"+string(key)); a != b {
		g.parent[a] = b
	}
}

// split gives whole groups in batches of about size documents.
func (g *groups) split(ids []lake.DocumentID, size int) [][]lake.DocumentID {
	together := map[string][]lake.DocumentID{}
	for _, id := range ids {
		root := g.find("document/" + string(id))
		together[root] = append(together[root], id)
	}
	var batches [][]lake.DocumentID
	var batch []lake.DocumentID
	for _, root := range slices.SortedFunc(maps.Keys(together), func(a, b string) int { return cmp.Compare(together[a][0], together[b][0]) }) {
		if batch = append(batch, together[root]...); len(batch) >= size {
			batches, batch = append(batches, batch), nil
		}
	}
	if len(batch) > 0 {
		batches = append(batches, batch)
	}
	return batches
}
