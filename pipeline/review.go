package pipeline

import (
	"context"
	"maps"
	"math"
	"slices"

	"wattlake/lake"
	"wattlake/lake/silver"
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
// [lake.CodeUsage] and wraps [EditsError]. seen names the figures that the person had before them (see [DocumentDetail.Figures]), ""
// if that is not known: where others are there now nothing is stored, and the error has [lake.CodeConflict]. It returns the name of the
// figures with the new values.
func (n *Node) Review(ctx context.Context, id lake.DocumentID, part int, seen lake.ContentID, typed map[string]string) (lake.ContentID, error) {
	reading, live, err := n.reviewable(ctx, id, part)
	if err != nil {
		return "", err
	}
	d, facts, err := n.seeing(ctx, lake.Decision{Kind: lake.DecideReview, Document: id, Part: part}, seen)
	if err != nil {
		return "", err
	}
	d.Values, err = newValues(reading, live, typed)
	if err != nil || len(d.Values) == 0 {
		return d.Figures[part], err
	}
	if err := n.decideAndFold(ctx, d); err != nil {
		return "", err
	}
	d.Author, d.Lamport = n.author, math.MaxUint64 // after all that was there
	facts.Decisions = append(facts.Decisions, d)
	return silver.Figures(facts)[part], nil
}

// ApprovePart says that one invoice of a document is right as it stands. seen is as in [Node.Review].
func (n *Node) ApprovePart(ctx context.Context, id lake.DocumentID, part int, seen lake.ContentID) error {
	if _, _, err := n.reviewable(ctx, id, part); err != nil {
		return err
	}
	d, _, err := n.seeing(ctx, lake.Decision{Kind: lake.DecideApprove, Document: id, Part: part}, seen)
	if err != nil {
		return err
	}
	return n.decideAndFold(ctx, d)
}

// ApproveShown says that the invoices of documents are right as lines of the list show them, every line of each document. If one of them
// says something else now none is approved, and the error has [lake.CodeConflict].
func (n *Node) ApproveShown(ctx context.Context, lines []*Entry) error {
	var ids []lake.DocumentID
	shown := map[lake.DocumentID][]*Entry{}
	for _, line := range lines {
		if shown[line.Document] == nil {
			ids = append(ids, line.Document)
		}
		shown[line.Document] = append(shown[line.Document], line)
	}
	return n.approve(ctx, n.author, ids, func(facts lake.Facts) error {
		if !asShown(silver.Values(facts), shown[facts.ID]) {
			return otherFigures(n.bronze.FileName(facts.ID))
		}
		return nil
	})
}

// asShown reports whether lines show the invoices of a document as they are. The line of a duplicate shows another document's figures.
func asShown(values map[int]lake.Invoice, lines []*Entry) bool {
	for _, line := range lines {
		row, there := values[line.Part]
		if !there || line.Invoice == nil {
			return false
		}
		duplicate := slices.ContainsFunc(line.Invoice.Documents, func(ref lake.BriefRef) bool {
			return ref.Document == line.Document && int(ref.Part) == line.Part && ref.Duplicate
		})
		if !duplicate && !line.Invoice.SameFigures(lake.NewBrief(row)) {
			return false
		}
	}
	return len(lines) == len(values)
}

// seeing adds to a decision about one invoice the figures that its author saw, and refuses it where others are there now.
func (n *Node) seeing(ctx context.Context, d lake.Decision, seen lake.ContentID) (lake.Decision, lake.Facts, error) {
	d, facts, err := n.withFigures(ctx, d)
	if err == nil && seen != "" && d.Figures[d.Part] != seen {
		err = otherFigures(n.bronze.FileName(d.Document))
	}
	return d, facts, err
}

func otherFigures(file string) error {
	return &lake.Error{
		Code: lake.CodeConflict, Op: "pipeline: decide",
		Message: lake.Text{PL: "Dane faktury w pliku „" + file + "” zmieniły się, zanim zapadła decyzja.", EN: "The figures in “" + file + "” changed before the decision."},
		Hint:    lake.Text{PL: "Nic nie zostało zapisane. Sprawdź fakturę jeszcze raz.", EN: "Nothing was stored. Look at the invoice again."},
	}
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
