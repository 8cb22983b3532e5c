package pipeline

import (
	"cmp"
	"maps"
	"slices"

	"wattlake/lake"
)

// Step is one decision on a document with what it changed, for people.
type Step struct {
	Decision lake.Decision
	Changes  []FieldChange // by part, then name; of a review, and of an undo of one
	Undone   bool          // a later decision says that it no longer counts
}

// FieldChange is what a decision did to one field of one invoice of the document.
type FieldChange struct {
	Part   int
	Name   string // as in [lake.Decision.Values]
	Before string // canonical; "" when the document does not state it
	After  string
}

// undoable reports whether [Node.Undo] may name such a decision; a deletion is undone by a restoration.
func undoable(kind lake.DecisionKind) bool {
	switch kind {
	case lake.DecideReview, lake.DecideApprove, lake.DecideFinding, lake.DecidePrefer, lake.DecideSeparate, lake.DecideUndo:
		return true
	default:
		return false
	}
}

// LastToUndo returns the decision that "undo" means: the latest that counts and is no undo itself.
func LastToUndo(steps []Step) (lake.ContentID, bool) {
	for _, s := range slices.Backward(steps) {
		if !s.Undone && undoable(s.Decision.Kind) && s.Decision.Kind != lake.DecideUndo {
			return s.Decision.Content, true
		}
	}
	return "", false
}

// history tells what each decision on a document did, oldest first.
func history(readings []lake.Reading, ordered []lake.Decision) []Step {
	live := map[lake.ContentID]bool{}
	for _, d := range lake.LiveDecisions(ordered) {
		live[d.Content] = true
	}
	steps := make([]Step, 0, len(ordered))
	before := valuesOfParts(readings, nil)
	for i, d := range ordered {
		after := before
		if d.Kind == lake.DecideReview || d.Kind == lake.DecideUndo {
			after = valuesOfParts(readings, lake.LiveDecisions(ordered[:i+1]))
		}
		steps = append(steps, Step{Decision: d, Changes: changes(before, after), Undone: !live[d.Content]})
		before = after
	}
	return steps
}

func valuesOfParts(readings []lake.Reading, live []lake.Decision) map[int]map[string]string {
	parts := make(map[int]map[string]string, len(readings))
	for _, r := range readings {
		parts[r.Part] = valuesAfter(r, live)
	}
	return parts
}

// valuesAfter returns every value of a reading, by name, with the reviews among the decisions applied.
func valuesAfter(reading lake.Reading, live []lake.Decision) map[string]string {
	values := map[string]string{}
	for name, field := range reading.Fields {
		values[string(name)] = field.Value
	}
	for i, point := range reading.Points {
		for name, field := range point {
			values[lake.PointField(i, name)] = field.Value
		}
	}
	for _, d := range live {
		if d.Kind == lake.DecideReview && (d.Part == 0 || d.Part == reading.Part) {
			maps.Copy(values, d.Values)
		}
	}
	return values
}

func changes(before, after map[int]map[string]string) []FieldChange {
	var list []FieldChange
	for part, values := range after {
		names := slices.Collect(maps.Keys(values))
		for name := range before[part] {
			if _, both := values[name]; !both {
				names = append(names, name)
			}
		}
		for _, name := range names {
			if was, is := before[part][name], values[name]; was != is {
				list = append(list, FieldChange{Part: part, Name: name, Before: was, After: is})
			}
		}
	}
	slices.SortFunc(list, func(a, b FieldChange) int { return cmp.Or(cmp.Compare(a.Part, b.Part), cmp.Compare(a.Name, b.Name)) })
	return list
}
