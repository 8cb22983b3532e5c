package pipeline

import (
	"wattlake/lake"
	"wattlake/lake/bronze"
)

// RelayState is how the connection to the team's brokers is getting on.
type RelayState struct {
	Connected bool
	Trouble   lake.Text // why not, zero while there is none
	Hint      lake.Text
	Code      lake.Code // of the trouble
	Backlog   int       // events that have not been sent yet, see [Relay.Backlog]
	Sent      int64     // since the start
}

// State returns how the relay is getting on.
func (r *Relay) State() RelayState {
	r.mu.Lock()
	state := r.state
	r.mu.Unlock()
	state.Backlog = r.Backlog()
	return state
}

// Sent returns how many events were sent since the start.
func (r *Relay) Sent() int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.state.Sent
}

func (r *Relay) note(change func(*RelayState)) {
	r.mu.Lock()
	change(&r.state)
	r.mu.Unlock()
	r.hub.send(Change{Relay: true})
}

// Backlog counts the events of Bronze that have not been sent.
func (r *Relay) Backlog() int { return backlog(r.bronze, r.p.Ledger) }

// RelayBacklog counts the events that the ledger does not know, for those who only look at a lake.
func (l *Library) RelayBacklog(ledger Ledger) int { return backlog(l.bronze, ledger) }

func backlog(catalogue *bronze.Catalogue, ledger Ledger) int {
	waiting := 0
	for _, id := range catalogue.Documents() {
		for _, a := range catalogue.Announcements(id) {
			if !ledger.Has(a.ID) {
				waiting++
			}
		}
	}
	return waiting
}
