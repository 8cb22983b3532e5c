package silver

import (
	"cmp"
	"maps"
	"slices"

	"wattlake/lake"
)

// edits is what people decided about one reading.
type edits struct {
	values    map[string]string // field or points.<n>.<field> → the last value
	conflicts []string          // fields that people disagree about
	refused   []string          // fields whose last new value cannot be read; the value before stays
	accepted  []lake.FindingCode
	approved  bool              // there is an approval
	outdated  bool              // the last approval, or an edit of a point after it, was of other figures than there are now
	separate  bool              // it is another invoice than those with the same number
	preferred preference        // the latest decision that this document counts
	last      lake.DecisionKind // approve or review, whichever came last; "" if there was none
}

// preference tells when a person chose a document among those with the same invoice; the zero value means never.
type preference struct {
	lamport uint64
	content lake.ContentID
}

func (p preference) compare(o preference) int {
	return cmp.Or(cmp.Compare(p.lamport, o.lamport), cmp.Compare(p.content, o.content))
}

// collectEdits applies decisions, in order, as far as they are about the part. Part 0 means every part. figures names the
// figures of the part with the edits so far.
func collectEdits(ordered []lake.Decision, part int, figures func(edits) lake.ContentID) edits {
	e := edits{values: map[string]string{}}
	refused := map[string]bool{}
	byAuthor := map[string]map[string]string{} // field → author → that author's last value
	for _, d := range ordered {
		if d.Part != 0 && d.Part != part {
			continue
		}
		switch d.Kind {
		case lake.DecideApprove:
			if e.outdated = !saw(d, part, e, figures); !e.outdated {
				e.approved, e.last = true, d.Kind
			}
		case lake.DecideSeparate:
			e.separate = true
		case lake.DecidePrefer:
			e.preferred = preference{d.Lamport, d.Content}
		case lake.DecideFinding:
			e.accepted = append(e.accepted, lake.FindingCode(clean(d.Finding)))
		case lake.DecideReview:
			e.outdated = e.outdated || editsPoint(d) && !saw(d, part, e, figures)
			if e.review(d, byAuthor, refused) {
				e.last = d.Kind
			}
		default: // about the document or about other things
		}
	}
	slices.Sort(e.accepted)
	e.accepted = slices.Compact(e.accepted)
	e.conflicts = disagreements(byAuthor)
	e.refused = slices.Sorted(maps.Keys(refused))
	return e
}

// saw reports whether the author of a decision saw the figures that are there, as far as the decision tells.
func saw(d lake.Decision, part int, e edits, figures func(edits) lake.ContentID) bool {
	seen, told := d.Figures[part]
	return d.Figures == nil || told && seen == figures(e)
}

// editsPoint reports whether a review names a point, by its place among the points that its author saw.
func editsPoint(d lake.Decision) bool {
	for name := range d.Values {
		if _, _, ok := lake.ParsePointField(name); ok {
			return true
		}
	}
	return false
}

// review applies one review and reports whether anything in it could be used.
func (e *edits) review(d lake.Decision, byAuthor map[string]map[string]string, refused map[string]bool) bool {
	used := false
	for name, value := range d.Values {
		if !canonical(name, value) {
			refused[name] = true
			continue
		}
		delete(refused, name)
		used = true
		e.values[name] = value
		if byAuthor[name] == nil {
			byAuthor[name] = map[string]string{}
		}
		byAuthor[name][d.Author] = value
	}
	return used
}

// disagreements lists the fields for which the last values of two authors differ.
func disagreements(byAuthor map[string]map[string]string) []string {
	var names []string
	for name, values := range byAuthor {
		distinct := slices.Sorted(maps.Values(values))
		if len(slices.Compact(distinct)) > 1 {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// has reports whether the invoice's own field was edited.
func (e edits) has(names ...lake.FieldName) bool {
	return slices.ContainsFunc(names, func(name lake.FieldName) bool {
		_, ok := e.values[string(name)]
		return ok
	})
}

// hasPoint reports whether the field of any point was edited.
func (e edits) hasPoint(field lake.FieldName) bool {
	for name := range e.values {
		if _, f, ok := lake.ParsePointField(name); ok && f == field {
			return true
		}
	}
	return false
}

// fields returns the invoice's values with the edits applied.
func (e edits) fields(read lake.Fields) map[lake.FieldName]string {
	out := plain(read)
	for name, value := range e.values {
		if _, _, ok := lake.ParsePointField(name); !ok {
			out[lake.FieldName(name)] = value
		}
	}
	return out
}

// points returns the values of the points with the edits applied. An edit may name a point behind the last one, which
// adds it; a point that is left without any value is gone.
func (e edits) points(read []lake.Fields) []map[lake.FieldName]string {
	var out []map[lake.FieldName]string
	for _, fields := range read {
		out = append(out, plain(fields))
	}
	for name, value := range e.values {
		n, field, ok := lake.ParsePointField(name)
		if !ok {
			continue
		}
		for len(out) <= n {
			out = append(out, map[lake.FieldName]string{})
		}
		out[n][field] = value
	}
	return slices.DeleteFunc(out, func(p map[lake.FieldName]string) bool {
		for _, value := range p {
			if value != "" {
				return false
			}
		}
		return true
	})
}

// plain strips the evidence.
func plain(read lake.Fields) map[lake.FieldName]string {
	out := make(map[lake.FieldName]string, len(read))
	for name, field := range read {
		out[name] = field.Value
	}
	return out
}
