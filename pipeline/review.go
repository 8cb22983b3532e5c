package pipeline

import (
	"context"
	"maps"
	"slices"

	"wattlake/lake"
)

// EditsError says which fields of a review cannot have the values that were typed, by the fields' names.
type EditsError map[string]lake.Text

// Error names the first field.
func (e EditsError) Error() string {
	for _, name := range slices.Sorted(maps.Keys(e)) {
		return name + ": " + e[name].EN
	}
	return "no field is wrong"
}

// Review gives fields of one invoice of a document the values that a person typed, as one decision. Names are those of
// [lake.FormOf]; a value that is there already is left out. If one value cannot be right nothing is stored, and the error has
// [lake.CodeUsage] and wraps [EditsError].
func (n *Node) Review(ctx context.Context, id lake.DocumentID, part int, typed map[string]string) error {
	reading, live, err := n.reviewable(ctx, id, part)
	if err != nil {
		return err
	}
	changed, err := newValues(reading, live, typed)
	if err != nil || len(changed) == 0 {
		return err
	}
	d, err := n.withFigures(ctx, lake.Decision{Kind: lake.DecideReview, Document: id, Part: part, Values: changed})
	if err != nil {
		return err
	}
	return n.decideAndFold(ctx, d)
}

// ApprovePart says that one invoice of a document is right as it stands.
func (n *Node) ApprovePart(ctx context.Context, id lake.DocumentID, part int) error {
	if _, _, err := n.reviewable(ctx, id, part); err != nil {
		return err
	}
	d, err := n.withFigures(ctx, lake.Decision{Kind: lake.DecideApprove, Document: id, Part: part})
	if err != nil {
		return err
	}
	return n.decideAndFold(ctx, d)
}

// Unapprove takes the approvals of documents back; edits stay.
func (n *Node) Unapprove(ctx context.Context, ids []lake.DocumentID) error {
	for _, id := range ids {
		var approvals []lake.ContentID
		for _, d := range lake.LiveDecisions(n.bronze.Decisions(id)) {
			if d.Kind == lake.DecideApprove {
				approvals = append(approvals, d.Content)
			}
		}
		if len(approvals) == 0 {
			continue
		}
		if err := n.Undo(ctx, id, approvals...); err != nil {
			return err
		}
	}
	return nil
}

// Undo says that decisions on a document, see [Step], no longer count. To undo an undo is to do again.
func (n *Node) Undo(ctx context.Context, id lake.DocumentID, decisions ...lake.ContentID) error {
	known := n.bronze.Decisions(id)
	for _, content := range decisions {
		if !slices.ContainsFunc(known, func(d lake.Decision) bool { return d.Content == content && undoable(d.Kind) }) {
			return &lake.Error{
				Code: lake.CodeNotFound, Op: "pipeline: undo",
				Message: lake.Text{PL: "Nie ma takiej decyzji do cofnięcia.", EN: "There is no such decision to undo."},
			}
		}
	}
	return n.decideAndFold(ctx, lake.Decision{Kind: lake.DecideUndo, Document: id, Undoes: decisions})
}

// Prefer says that of several documents with one invoice this one counts.
func (n *Node) Prefer(ctx context.Context, id lake.DocumentID, part int) error {
	return n.decideAndFold(ctx, lake.Decision{Kind: lake.DecidePrefer, Document: id, Part: part})
}

// Separate says that the invoice is another one although it carries the same number as one of another document.
func (n *Node) Separate(ctx context.Context, id lake.DocumentID, part int) error {
	return n.decideAndFold(ctx, lake.Decision{Kind: lake.DecideSeparate, Document: id, Part: part})
}

// reviewable returns what the part says and the decisions that count for it. A document that is still being read is refused:
// what a person sees of it may change. Folding what was decided before is no reason to wait.
func (n *Node) reviewable(ctx context.Context, id lake.DocumentID, part int) (lake.Reading, []lake.Decision, error) {
	if !n.bronze.Has(id) {
		return lake.Reading{}, nil, notFound(string(id))
	}
	if n.tracker.beingRead(id) {
		return lake.Reading{}, nil, busy()
	}
	facts, err := n.bronze.Facts(ctx, id)
	if err != nil {
		return lake.Reading{}, nil, err
	}
	if best, ok := facts.Best(); ok && !facts.Deleted() {
		for _, r := range best.Invoices {
			if r.Part == part {
				return r, lake.LiveDecisions(n.bronze.Decisions(id)), nil
			}
		}
	}
	return lake.Reading{}, nil, &lake.Error{
		Code: lake.CodeNotFound, Op: "pipeline: review",
		Message: lake.Text{PL: "W tym dokumencie nie ma takiej faktury.", EN: "There is no such invoice in this document."},
		Hint:    lake.Text{PL: "Części dokumentu pokaże: wattlake show.", EN: "wattlake show lists the parts of the document."},
	}
}

// newValues brings what was typed to canonical form and keeps what is different from the present values.
func newValues(reading lake.Reading, live []lake.Decision, typed map[string]string) (map[string]string, error) {
	present := valuesAfter(reading, live)
	invalid, changed, all := EditsError{}, map[string]string{}, maps.Clone(present)
	for name, text := range typed {
		value, problem := lake.ParseEdit(name, text)
		if !problem.IsZero() {
			invalid[name] = problem
			continue
		}
		all[name] = value
		if present[name] != value {
			changed[name] = value
		}
	}
	for name, problem := range lake.CheckEdits(all) {
		if touches(changed, name) {
			invalid[name] = problem
		}
	}
	if len(invalid) == 0 {
		return changed, nil
	}
	first := slices.Min(slices.Collect(maps.Keys(invalid)))
	return nil, &lake.Error{
		Code: lake.CodeUsage, Op: "pipeline: review", Err: invalid,
		Message: lake.Text{PL: first + ": " + invalid[first].PL, EN: first + ": " + invalid[first].EN},
		Hint:    lake.Text{PL: "Nic nie zostało zapisane.", EN: "Nothing was stored."},
	}
}

// touches reports whether a change has to do with the end of a period that is wrong: an older mistake is not the editor's.
func touches(changed map[string]string, endName string) bool {
	startName := string(lake.FieldPeriodStart)
	if n, _, ok := lake.ParsePointField(endName); ok {
		startName = lake.PointField(n, lake.FieldPeriodStart)
	}
	_, end := changed[endName]
	_, start := changed[startName]
	return end || start
}

// decideAndFold makes a decision durable in the author's name and folds the rows again.
func (n *Node) decideAndFold(ctx context.Context, d lake.Decision) error {
	if !n.bronze.Has(d.Document) {
		return notFound(string(d.Document))
	}
	d.Author = n.author
	if err := n.decide(ctx, d); err != nil {
		return err
	}
	return n.afterDecision(ctx, d.Document)
}

func busy() error {
	return &lake.Error{
		Code: lake.CodeBusy, Op: "pipeline: decide",
		Message: lake.Text{PL: "Dokument jest właśnie przetwarzany.", EN: "The document is being processed."},
		Hint:    lake.Text{PL: "Poczekaj, aż przetwarzanie się skończy.", EN: "Wait until processing has finished."},
	}
}
