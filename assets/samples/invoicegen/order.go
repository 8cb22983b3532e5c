package invoicegen

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// inOrder returns the texts of a page in the order in which they are written to the file.
func (c *canvas) inOrder(page int) []item {
	var blocks [][]item
	last := -1
	for _, it := range c.items {
		if it.page != page {
			continue
		}
		if it.block != last {
			blocks, last = append(blocks, nil), it.block
		}
		blocks[len(blocks)-1] = append(blocks[len(blocks)-1], it)
	}
	switch c.look.order {
	case orderBlocks:
		r := rand.New(rand.NewPCG(c.look.orderSeed, uint64(page))) //nolint:gosec // reproducible test data; a page number is never negative
		r.Shuffle(len(blocks), func(i, j int) { blocks[i], blocks[j] = blocks[j], blocks[i] })
	case orderReversed:
		slices.Reverse(blocks)
	case orderColumns:
		for _, b := range blocks {
			slices.SortStableFunc(b, func(p, q item) int {
				const column = 12.0 // mm: texts whose left ends are closer are of one column
				return cmp.Or(cmp.Compare(int(p.x/column), int(q.x/column)), cmp.Compare(p.y, q.y))
			})
		}
	case orderNatural:
	}
	return slices.Concat(blocks...)
}
