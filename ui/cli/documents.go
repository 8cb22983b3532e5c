package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/present"
)

// statusJSON is one line of `status --json`. Code and hint are those of a failure.
type statusJSON struct {
	File     string      `json:"file"`
	Document string      `json:"document"`
	Status   lake.Status `json:"status"`
	Code     lake.Code   `json:"code,omitempty"`
	Reason   string      `json:"reason"`
	Hint     string      `json:"hint,omitempty"`
}

func (p *Program) statusCommand() *cobra.Command {
	var deleted bool
	command := &cobra.Command{
		Use:   "status [FILE|ID]",
		Short: p.text("Pokaż stan dokumentów", "Show the state of documents"),
		Args:  cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.withLibrary(cmd.Context(), func(library Library) error {
				documents, err := listed(cmd.Context(), library, args, deleted)
				if err != nil {
					return err
				}
				if slices.ContainsFunc(documents, func(d pipeline.Document) bool { return d.Status == lake.Waiting }) {
					defer p.sayf(p.Err, "Czekające dokumenty dokończy okno programu albo: wattlake retry --all\n",
						"Waiting documents are finished by the window or by: wattlake retry --all\n")
				}
				return p.printStatus(documents)
			})
		},
	}
	command.Flags().BoolVar(&deleted, "deleted", false, p.text("usunięte dokumenty zamiast innych", "deleted documents instead of the others"))
	return command
}

func listed(ctx context.Context, library Library, args []string, deleted bool) ([]pipeline.Document, error) {
	switch {
	case deleted && len(args) == 0:
		return library.Deleted(ctx)
	case deleted:
		return deletedAs(ctx, library, args[0])
	case len(args) == 0:
		return library.Documents(ctx)
	}
	return library.Find(ctx, args[0])
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

func (p *Program) printStatus(documents []pipeline.Document) error {
	t := newTable(p.text("Stan", "Status"), p.text("Plik", "File"), p.text("Numer", "Number"), p.text("Dokument", "Document"), p.text("Powód", "Reason"))
	for _, d := range documents {
		line := statusJSON{File: d.FileName, Document: string(d.ID), Status: d.Status, Reason: present.DocumentReason(d, p.Lang)}
		if d.Failure != nil {
			line.Code, line.Hint = d.Failure.Code, d.Failure.Hint.In(p.Lang)
		}
		if p.json {
			if err := json.NewEncoder(p.Out).Encode(line); err != nil {
				return err
			}
			continue
		}
		t.add(p.status(d.Status), d.FileName, numbers(d), string(d.ID), line.explained())
	}
	if p.json {
		return nil
	}
	if len(documents) == 0 {
		p.sayf(p.Err, "Nie ma dokumentów. Dodaj faktury: wattlake ingest PLIK...\n", "There are no documents. Add invoices: wattlake ingest FILE...\n")
		return nil
	}
	return t.print(p.Out)
}

// explained is the reason as people read it: the sentence, the code in brackets, and what to do.
func (s statusJSON) explained() string {
	if s.Code == "" {
		return s.Reason
	}
	return strings.TrimSpace(fmt.Sprintf("%s [%s] %s", s.Reason, s.Code, s.Hint))
}

func numbers(d pipeline.Document) string {
	switch len(d.Invoices) {
	case 0:
		return ""
	case 1:
		return d.Invoices[0].Number
	default:
		return fmt.Sprintf("%s (+%d)", d.Invoices[0].Number, len(d.Invoices)-1)
	}
}

func (p *Program) deleteCommand() *cobra.Command {
	return &cobra.Command{
		Use: "delete FILE|ID", Short: p.text("Usuń dokument z tabel (można przywrócić)", "Remove a document from the tables (can be undone)"), Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			return p.withNode(ctx, func(node Node) error {
				if err := node.Settle(ctx); err != nil {
					return err
				}
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
			return p.withNode(ctx, func(node Node) error {
				if err := node.Settle(ctx); err != nil {
					return err
				}
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
