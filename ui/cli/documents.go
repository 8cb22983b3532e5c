package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"wattlake/lake"
	"wattlake/pipeline"
)

func (p *Program) deleteCommand() *cobra.Command {
	return &cobra.Command{
		Use: "delete FILE|ID", Short: p.text("Usuń dokument z tabel (można przywrócić)", "Remove a document from the tables (can be undone)"), Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			return p.withSettled(ctx, func(node Node) error {
				document, err := one(ctx, node, args[0])
				if err != nil {
					return err
				}
				if err := errors.Join(node.Delete(ctx, []lake.DocumentID{document.ID}), node.Settle(ctx)); err != nil {
					return err
				}
				return p.done(statusJSON{File: document.FileName, Document: string(document.ID), Status: lake.Deleted},
					"Usunięto z tabel: %s. Cofnij: wattlake restore %s\n", "Taken out of the tables: %s. Undo: wattlake restore %s\n", document.FileName, document.ID)
			})
		},
	}
}

func (p *Program) restoreCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "restore FILE|ID",
		Short: p.text("Przywróć usunięty dokument", "Bring back a deleted document"),
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			return p.withSettled(ctx, func(node Node) error {
				id := lake.DocumentID(args[0]) // an erased document has no name any more
				if !lake.IsDocumentID(args[0]) {
					found, err := deletedAs(ctx, node, args[0])
					if err != nil {
						return err
					}
					document, err := theOne(found)
					if err != nil {
						return err
					}
					id = document.ID
				}
				if err := errors.Join(node.Restore(ctx, []lake.DocumentID{id}), node.Settle(ctx)); err != nil {
					return err
				}
				return p.restored(ctx, node, id)
			})
		},
	}
}

// deletedAs returns the deleted documents with this id or file name.
func deletedAs(ctx context.Context, library Library, what string) ([]pipeline.Document, error) {
	documents, err := library.Deleted(ctx)
	if err != nil {
		return nil, err
	}
	documents = slices.DeleteFunc(documents, func(d pipeline.Document) bool { return string(d.ID) != what && d.FileName != what })
	if len(documents) == 0 {
		return nil, &lake.Error{
			Code: lake.CodeNotFound, Op: "cli",
			Message: lake.Text{PL: "Nie usunięto dokumentu „" + what + "”.", EN: "No document “" + what + "” was deleted."},
			Hint:    lake.Text{PL: "Usunięte pokaże: wattlake status --deleted.", EN: "wattlake status --deleted lists them."},
		}
	}
	return documents, nil
}

// restored tells the state that a restored document is in. One that was erased has none: it can be added again, no more.
func (p *Program) restored(ctx context.Context, node Node, id lake.DocumentID) error {
	found, err := node.Find(ctx, string(id))
	if lake.CodeOf(err) == lake.CodeNotFound {
		return p.done(statusJSON{Document: string(id)}, "Ten dokument można znów dodać: %s\n", "This document can be added again: %s\n", id)
	}
	if err != nil {
		return err
	}
	if p.json {
		return p.printStatus(found)
	}
	p.sayf(p.Err, "Przywrócono: %s (%s)\n", "Restored: %s (%s)\n", found[0].FileName, p.status(found[0].Status))
	return nil
}

// finder finds documents by what a person typed.
type finder interface {
	Find(ctx context.Context, what string) ([]pipeline.Document, error)
}

// one resolves a name that must mean a single document.
func one(ctx context.Context, library finder, what string) (pipeline.Document, error) {
	found, err := library.Find(ctx, what)
	if err != nil {
		return pipeline.Document{}, err
	}
	return theOne(found)
}

// theOne refuses several documents and says how to tell them apart.
func theOne(found []pipeline.Document) (pipeline.Document, error) {
	if len(found) > 1 {
		var list strings.Builder
		for _, d := range found {
			_, _ = fmt.Fprintf(&list, "\n  %s  %s", d.ID, d.DroppedAt) // a Builder never fails
		}
		ids := list.String()
		return pipeline.Document{}, &lake.Error{
			Code: lake.CodeAmbiguous, Op: "cli",
			Message: lake.Text{PL: "Tej nazwie odpowiada kilka dokumentów:" + ids, EN: "Several documents have this name:" + ids},
			Hint:    lake.Text{PL: "Podaj identyfikator dokumentu.", EN: "Give the document's id."},
		}
	}
	return found[0], nil
}

func (p *Program) replayCommand() *cobra.Command {
	var from string
	command := &cobra.Command{
		Use:   "replay --from read|parse|silver|gold [FILE|ID]",
		Short: p.text("Wykonaj etapy jeszcze raz", "Run stages again"),
		Args:  cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			return p.withNode(ctx, func(node Node) error {
				var ids []lake.DocumentID
				if len(args) == 1 {
					d, err := one(ctx, node, args[0])
					if err != nil {
						return err
					}
					ids = append(ids, d.ID)
				}
				if err := node.Replay(ctx, lake.Stage(from), ids); err != nil {
					return err
				}
				if p.json {
					documents, err := listed(ctx, node, args, false)
					if err != nil {
						return err
					}
					return p.printStatus(documents)
				}
				p.sayf(p.Err, "Gotowe.\n", "Done.\n")
				return nil
			})
		},
	}
	command.Flags().StringVar(&from, "from", "", p.text("etap: read, parse, silver, gold", "stage: read, parse, silver, gold"))
	_ = command.MarkFlagRequired("from") // fails only for a flag that does not exist
	return command
}
