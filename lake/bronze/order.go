package bronze

import (
	"strings"
	"sync"
)

// order is a sequence of sorts. Shelves that were filled alike share one, and those that go on differently share its beginning:
// almost all documents have the same few kinds of objects. An order is never changed; nil is the empty one. Safe for concurrent use.
type order struct {
	last   sort
	before *order
}

// orders are those that there are.
var orders struct {
	mu    sync.Mutex
	known map[order]*order
}

// and returns the order that goes on with one more.
func (o *order) and(last sort) *order {
	orders.mu.Lock()
	defer orders.mu.Unlock()
	next := order{last, o}
	if known := orders.known[next]; known != nil {
		return known
	}
	if orders.known == nil {
		orders.known = map[order]*order{}
	}
	next.last.ext = strings.Clone(last.ext) // of a whole key
	orders.known[next] = &next
	return &next
}
