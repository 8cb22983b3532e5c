package warehouse

import (
	"context"
	"database/sql"
	"fmt"

	"wattlake/lake"
	"wattlake/lake/delta"
)

// raisedOperation marks the commit of a finding about Gold itself. The next build that succeeds replaces it.
const raisedOperation = "RAISE"

// raise puts a failed check into bill_audit, as it was before the build, so that people see it where they look. Nothing else
// of the build is committed, and Gold still says that it was built from what it was built from. Other errors are none of its
// business.
func (w *Warehouse) raise(ctx context.Context, conn *sql.Conn, broken error) error {
	if lake.CodeOf(broken) != CodeCheckFailed {
		return nil
	}
	message, _ := lake.Explain(broken)
	for _, g := range w.gold {
		if g.part == partOfAudit {
			return retry(ctx, func() error { return g.raise(ctx, conn, message) })
		}
	}
	return nil
}

func (g goldTable) raise(ctx context.Context, conn *sql.Conn, message lake.Text) error {
	snapshot, err := g.log.Snapshot(ctx)
	if err != nil || snapshot.Info.Operation == raisedOperation { // raised already
		return err
	}
	finding := []lake.AuditFinding{{
		ID: string(lake.NewContentID([]byte(message.EN))), Code: lake.AuditCheckFailed, Severity: lake.NeedsReview, MessagePL: message.PL, MessageEN: message.EN,
	}}
	if err := load(ctx, g.w, conn, "raised", schemaOf(g.columns).Fields, finding); err != nil {
		return fmt.Errorf("raise finding: %w", err)
	}
	file, _, err := g.put(ctx, conn, 0, "SELECT "+names(g.columns)+" FROM raised")
	if err != nil {
		return fmt.Errorf("raise finding: %w", err)
	}
	_, err = g.log.Commit(ctx, delta.Commit{
		ReadVersion: snapshot.Version, Operation: raisedOperation, Metadata: g.metadata(snapshot), Add: []delta.File{file}, DataChange: true,
		Parameters: snapshot.Info.Parameters, Time: g.w.p.Clock(),
	})
	return err
}
