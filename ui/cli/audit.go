package cli

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"wattlake/lake"
)

// Keeper is what the commands need of a node that look after findings and tables.
type Keeper interface {
	AcceptFinding(ctx context.Context, id string) error
	Maintain(ctx context.Context, retention time.Duration, dryRun bool) (lake.Maintenance, error)
}

func (p *Program) auditCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "audit",
		Short: p.text("Uwagi do faktur: lista i akceptacja", "Findings about the bills: list and accept them"),
		Args:  cobra.NoArgs,
	}
	var all bool
	list := &cobra.Command{
		Use:   "list",
		Short: p.text("Wypisz uwagi z identyfikatorami", "List the findings with their ids"),
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.withLibrary(cmd.Context(), func(library Library) error { return p.listFindings(cmd.Context(), library, all) })
		},
	}
	list.Flags().BoolVar(&all, "all", false, p.text("także zaakceptowane", "accepted ones too"))
	accept := &cobra.Command{
		Use:   "accept ID...",
		Short: p.text("Zaakceptuj uwagi; wystarczy początek identyfikatora", "Accept findings; the beginning of an id is enough"),
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.withSettled(cmd.Context(), func(node Node) error { return p.acceptFindings(cmd.Context(), node, args) })
		},
	}
	command.AddCommand(list, accept)
	return command
}

func (p *Program) listFindings(ctx context.Context, library Library, all bool) error {
	findings, err := library.Audit(ctx, lake.MetricFilter{})
	if err != nil {
		return err
	}
	t := newTable("ID", p.text("Waga", "Severity"), p.text("Miesiąc", "Month"), "PPE", p.text("Faktury", "Invoices"), p.text("Uwaga", "Finding"),
		p.text("Zaakceptował", "Accepted by"))
	encoder := json.NewEncoder(p.Out)
	for _, f := range findings {
		if f.Decision == lake.AuditAccepted && !all {
			continue
		}
		if p.json {
			if err := encoder.Encode(f); err != nil {
				return err
			}
			continue
		}
		month := f.Month.String()
		t.add(shortID(f.ID), p.word(string(f.Severity)), month[:min(len(month), len("2026-01"))], f.PPE, strings.Join(f.Numbers, ", "),
			lake.Text{PL: f.MessagePL, EN: f.MessageEN}.In(p.Lang), strings.TrimSpace(f.DecidedBy+" "+f.DecidedAt))
	}
	if p.json {
		return nil
	}
	return t.print(p.Out)
}

// shortID is enough of an id to tell findings apart.
func shortID(id string) string {
	const enough = 8
	return id[:min(len(id), enough)]
}

func (p *Program) acceptFindings(ctx context.Context, node Node, beginnings []string) error {
	findings, err := node.Audit(ctx, lake.MetricFilter{})
	if err != nil {
		return err
	}
	ids := make([]string, 0, len(beginnings))
	for _, beginning := range beginnings {
		id, err := findFinding(findings, beginning)
		if err != nil {
			return err
		}
		ids = append(ids, id)
	}
	for _, id := range ids {
		if err := node.AcceptFinding(ctx, id); err != nil {
			return err
		}
		err := p.done(map[string]any{"finding_id": id, "decision": lake.AuditAccepted}, "Zaakceptowano uwagę %s.\n", "Accepted the finding %s.\n", shortID(id))
		if err != nil {
			return err
		}
	}
	return nil
}

// findFinding returns the one finding whose id begins so.
func findFinding(findings []lake.AuditFinding, beginning string) (string, error) {
	var found []string
	for _, f := range findings {
		if f.ID == beginning {
			return f.ID, nil
		}
		if beginning != "" && strings.HasPrefix(f.ID, beginning) {
			found = append(found, f.ID)
		}
	}
	if len(found) == 1 {
		return found[0], nil
	}
	code := lake.CodeNotFound
	message := lake.Text{PL: "Nie ma uwagi " + beginning + ".", EN: "There is no finding " + beginning + "."}
	if len(found) > 1 {
		code = lake.CodeAmbiguous
		message = lake.Text{PL: "Kilka uwag zaczyna się od " + beginning + ".", EN: "Several findings begin with " + beginning + "."}
	}
	return "", &lake.Error{Code: code, Op: "cli: audit", Message: message, Hint: lake.Text{PL: "wattlake audit list", EN: "wattlake audit list"}}
}
