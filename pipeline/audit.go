package pipeline

import (
	"context"
	"fmt"
	"slices"

	"wattlake/lake"
)

// AcceptFinding records that a person looked at a finding of the audit, given by its id, and lives with it. It returns when
// Gold shows it. Accepting what is accepted changes nothing.
func (n *Node) AcceptFinding(ctx context.Context, id string) error {
	findings, err := n.tables.Audit(ctx, lake.MetricFilter{})
	if err != nil {
		return err
	}
	i := slices.IndexFunc(findings, func(f lake.AuditFinding) bool { return f.ID == id })
	if i < 0 {
		return &lake.Error{
			Code: lake.CodeNotFound, Op: "pipeline: accept finding",
			Message: lake.Text{PL: fmt.Sprintf("Nie ma uwagi %s.", id), EN: fmt.Sprintf("There is no finding %s.", id)},
			Hint:    lake.Text{PL: "Identyfikatory wypisuje: wattlake audit list.", EN: "wattlake audit list prints the ids."},
		}
	}
	if findings[i].Decision == lake.AuditAccepted {
		return nil
	}
	decision := lake.NewAuditAcceptance(id)
	decision.Author = n.author
	if err := n.decide(ctx, decision); err != nil {
		return err
	}
	return n.RefreshGold(ctx)
}
