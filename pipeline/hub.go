package pipeline

import "sync"

// subscriberBuffer is how many changes a slow reader may fall behind; then it gets one Change with Tables set instead, which
// means "look at everything again". A subscriber never holds up the pipeline.
const subscriberBuffer = 1024

// hub hands changes to subscribers.
type hub struct {
	mu          sync.Mutex
	subscribers map[*subscriber]struct{}
}

type subscriber struct {
	changes chan Change
	behind  bool // a change was dropped: the next one says "everything"
}

func newHub() *hub { return &hub{subscribers: map[*subscriber]struct{}{}} }

// Subscribe returns the changes from now on. cancel closes the channel and may be called more than once.
func (h *hub) Subscribe() (changes <-chan Change, cancel func()) {
	s := &subscriber{changes: make(chan Change, subscriberBuffer)}
	h.mu.Lock()
	h.subscribers[s] = struct{}{}
	h.mu.Unlock()
	return s.changes, sync.OnceFunc(func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.subscribers, s)
		close(s.changes)
	})
}

func (h *hub) send(c Change) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for s := range h.subscribers {
		next := c
		if s.behind {
			next = Change{Tables: true}
		}
		select {
		case s.changes <- next:
			s.behind = false
		default:
			s.behind = true
		}
	}
}
