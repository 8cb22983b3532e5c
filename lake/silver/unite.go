package silver

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"

	"wattlake/lake"
)

// unite merges what is said about the same document, drops repetitions and brings everything into one order, so that the
// rest of the fold cannot depend on the order in which facts were loaded.
func unite(facts []lake.Facts) []lake.Facts {
	byID := map[lake.DocumentID]lake.Facts{}
	for _, f := range facts {
		u := byID[f.ID]
		u.ID = f.ID
		u.Parsed = slices.Concat(u.Parsed, f.Parsed)
		u.Failures = slices.Concat(u.Failures, f.Failures)
		u.Decisions = slices.Concat(u.Decisions, f.Decisions)
		byID[f.ID] = u
	}
	united := make([]lake.Facts, 0, len(byID))
	for _, id := range slices.Sorted(maps.Keys(byID)) {
		f := byID[id]
		// The same result under two stems compares equal in Facts.Best, which then takes the first: the smallest key.
		slices.SortFunc(f.Parsed, func(a, b lake.StoredParsed) int { return cmp.Compare(a.Key, b.Key) })
		f.Parsed = slices.CompactFunc(f.Parsed, func(a, b lake.StoredParsed) bool { return a.Key == b.Key })
		f.Decisions = lake.LiveDecisions(orderDecisions(f.Decisions))
		united = append(united, f)
	}
	return united
}

// orderDecisions sorts by (lamport, content) and drops repetitions. Decisions that were never stored have no content name;
// their encoding stands in for it.
func orderDecisions(decisions []lake.Decision) []lake.Decision {
	type keyed struct {
		lake.Decision
		tie string
	}
	ks := make([]keyed, len(decisions))
	for i, d := range decisions {
		ks[i] = keyed{d, ""}
		if d.Content == "" {
			encoded, _ := json.Marshal(d) // strings and integers only: it cannot fail
			ks[i].tie = string(encoded)
		}
	}
	compare := func(a, b keyed) int {
		return cmp.Or(cmp.Compare(a.Lamport, b.Lamport), cmp.Compare(a.Content, b.Content), cmp.Compare(a.tie, b.tie))
	}
	slices.SortFunc(ks, compare)
	ks = slices.CompactFunc(ks, func(a, b keyed) bool { return compare(a, b) == 0 })
	out := make([]lake.Decision, len(ks))
	for i, k := range ks {
		out[i] = k.Decision
	}
	return out
}
