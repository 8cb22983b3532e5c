package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"wattlake/lake"
	"wattlake/pipeline"
)

// Reviewer is what the review command needs of a node.
type Reviewer interface {
	Review(ctx context.Context, id lake.DocumentID, part int, seen lake.ContentID, typed map[string]string) (lake.ContentID, error)
	ApprovePart(ctx context.Context, id lake.DocumentID, part int, seen lake.ContentID) error
	Unapprove(ctx context.Context, ids []lake.DocumentID) error
	Undo(ctx context.Context, id lake.DocumentID, decisions ...lake.ContentID) error
}

// reviewOptions are the flags of the review command.
type reviewOptions struct {
	part                     int
	approve, unapprove, undo bool
}

func (p *Program) reviewCommand() *cobra.Command {
	var o reviewOptions
	command := &cobra.Command{
		Use:   "review FILE|ID [field=value]...",
		Short: p.text("Popraw pola faktury, zatwierdź ją albo cofnij ostatnią decyzję", "Correct an invoice's fields, approve it, or undo the last decision"),
		Long: p.text("Nazwy pól pokaże: wattlake show. Pusta wartość znaczy: nie ma na dokumencie. Bez pól i opcji pokazuje historię decyzji.",
			"wattlake show names the fields. An empty value means: not on the document. Without fields and flags it shows the history of decisions."),
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			typed, err := assignments(args[1:])
			if err != nil {
				return err
			}
			return p.withSettled(cmd.Context(), func(node Node) error { return p.review(cmd.Context(), node, args[0], typed, o) })
		},
	}
	command.Flags().IntVar(&o.part, "part", 1, p.text("która faktura dokumentu", "which invoice of the document"))
	command.Flags().BoolVar(&o.approve, "approve", false, p.text("zatwierdź po poprawkach", "approve after the edits"))
	command.Flags().BoolVar(&o.unapprove, "unapprove", false, p.text("cofnij zatwierdzenie", "take the approval back"))
	command.Flags().BoolVar(&o.undo, "undo", false, p.text("cofnij ostatnią decyzję", "undo the last decision"))
	command.MarkFlagsMutuallyExclusive("approve", "unapprove", "undo")
	return command
}

// assignments reads field=value.
func assignments(args []string) (map[string]string, error) {
	typed := make(map[string]string, len(args))
	for _, arg := range args {
		name, value, ok := strings.Cut(arg, "=")
		if !ok {
			return nil, &lake.Error{
				Code: lake.CodeUsage, Op: "cli: review",
				Message: lake.Text{PL: fmt.Sprintf("„%s” nie ma postaci pole=wartość.", arg), EN: fmt.Sprintf("%q is not field=value.", arg)},
			}
		}
		typed[strings.TrimSpace(name)] = value
	}
	return typed, nil
}

func (p *Program) review(ctx context.Context, node Node, what string, typed map[string]string, o reviewOptions) error {
	document, err := one(ctx, node, what)
	if err != nil {
		return err
	}
	if err := decideReview(ctx, node, document.ID, typed, o); err != nil {
		return p.explainEdits(err)
	}
	if err := node.Settle(ctx); err != nil {
		return err
	}
	detail, err := node.Document(ctx, document.ID)
	if err != nil {
		return err
	}
	if p.json {
		return p.printDetailJSON(detail)
	}
	p.sayf(p.Out, "%s  [%s]\n", "%s  [%s]\n", detail.FileName, p.status(detail.Status))
	for _, invoice := range detail.Invoices {
		for _, f := range invoice.Findings {
			_, _ = fmt.Fprintf(p.Out, "• %s (%s)\n", f.Message.In(p.Lang), p.word(string(f.Severity))) // the terminal is gone
		}
	}
	return p.printHistory(detail)
}

func decideReview(ctx context.Context, node Reviewer, id lake.DocumentID, typed map[string]string, o reviewOptions) error {
	var seen lake.ContentID
	if len(typed) > 0 {
		var err error
		if seen, err = node.Review(ctx, id, o.part, "", typed); err != nil {
			return err
		}
	}
	switch {
	case o.approve:
		return node.ApprovePart(ctx, id, o.part, seen)
	case o.unapprove:
		return node.Unapprove(ctx, []lake.DocumentID{id})
	case o.undo:
		return undoLast(ctx, node, id)
	}
	return nil
}

func undoLast(ctx context.Context, node Reviewer, id lake.DocumentID) error {
	source, ok := node.(Library)
	if !ok {
		return errors.New("the node cannot tell its history")
	}
	detail, err := source.Document(ctx, id)
	if err != nil {
		return err
	}
	last, ok := pipeline.LastToUndo(detail.Steps)
	if !ok {
		return &lake.Error{
			Code: lake.CodeNotFound, Op: "cli: review",
			Message: lake.Text{PL: "Nie ma decyzji do cofnięcia.", EN: "There is no decision to undo."},
		}
	}
	return node.Undo(ctx, id, last)
}

// explainEdits prints a sentence for every field that cannot have its value, if there are several.
func (p *Program) explainEdits(err error) error {
	invalid, ok := errors.AsType[pipeline.EditsError](err)
	if !ok || len(invalid) < 2 {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(invalid)) {
		_, _ = fmt.Fprintf(p.Err, "%s: %s\n", name, invalid[name].In(p.Lang)) // the terminal is gone
	}
	return usage("Tych pól nie można tak poprawić.", "These fields cannot have these values.", p.text("Niczego nie zapisano.", "Nothing was stored."))
}
