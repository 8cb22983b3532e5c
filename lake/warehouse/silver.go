package warehouse

import (
	"context"
	"database/sql"
	"errors"

	"wattlake/lake"
)

// SilverVersion returns the version of Silver, -1 if there is none.
func (w *Warehouse) SilverVersion(ctx context.Context) (int64, error) {
	snapshot, err := w.silver.log.Snapshot(ctx)
	if err != nil {
		return 0, failed("silver version", err)
	}
	return snapshot.Version, nil
}

// Invoices returns all of Silver, ordered by issue date, then number.
func (w *Warehouse) Invoices(ctx context.Context) ([]lake.Invoice, error) {
	rows, err := w.invoices(ctx, "ORDER BY issue_date NULLS FIRST, number, invoice_key")
	return rows, failed("read invoices", err)
}

// Touching returns the Silver rows that list one of the documents or have one of the keys, ordered by key.
func (w *Warehouse) Touching(ctx context.Context, documents []lake.DocumentID, keys []lake.InvoiceKey) ([]lake.Invoice, error) {
	if len(documents) == 0 && len(keys) == 0 {
		return nil, nil
	}
	documentList, err := jsonList(documents)
	if err != nil {
		return nil, err
	}
	keyList, err := jsonList(keys)
	if err != nil {
		return nil, err
	}
	rows, err := w.invoices(ctx, `WHERE invoice_key IN (SELECT unnest(from_json(?, '["VARCHAR"]')))
		OR list_has_any(list_transform(documents, lambda d: d.document_id), from_json(?, '["VARCHAR"]')) ORDER BY invoice_key`,
		keyList, documentList)
	return rows, failed("read invoices", err)
}

func (w *Warehouse) invoices(ctx context.Context, clauses string, args ...any) ([]lake.Invoice, error) {
	snapshot, err := w.silver.log.Snapshot(ctx)
	if err != nil || len(snapshot.Files) == 0 {
		return nil, err
	}
	relation, err := w.silver.rows(ctx, snapshot.Files)
	if err != nil {
		return nil, err
	}
	rows, err := fetch[lake.Invoice](ctx, w.db, relation, clauses, schemaOf(silverColumns).Fields, args...)
	for i := range rows {
		dropEmptyLists(&rows[i])
	}
	return rows, err
}

// dropEmptyLists makes a row that was read equal to the one that was written.
func dropEmptyLists(row *lake.Invoice) {
	row.Corrects = nilIfEmpty(row.Corrects)
	row.VATRows = nilIfEmpty(row.VATRows)
	row.Points = nilIfEmpty(row.Points)
	row.Lines = nilIfEmpty(row.Lines)
	row.Documents = nilIfEmpty(row.Documents)
	row.Findings = nilIfEmpty(row.Findings)
}

func nilIfEmpty[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}

// CommitSilver removes the rows of the keys and adds the rows, in one commit, and returns the new version. Rows replace
// those with their keys whether remove names them or not. Nothing to change gives the present version. The change was
// computed from version base: if Silver is no longer at it, nothing is committed and the error has [lake.CodeConflict].
func (w *Warehouse) CommitSilver(ctx context.Context, base int64, remove []lake.InvoiceKey, rows []lake.Invoice) (version int64, err error) {
	w.write.Lock()
	defer w.write.Unlock()
	conn, err := w.db.Conn(ctx)
	if err != nil {
		return 0, failed("commit silver", err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if err := stageSilver(ctx, w, conn, remove, rows); err != nil {
		return 0, failed("commit silver", err)
	}
	version, err = w.silver.merge(ctx, conn, base)
	return version, failed("commit silver", err)
}

// stageSilver makes the temporary tables incoming (the new rows) and affected (the keys that may change).
func stageSilver(ctx context.Context, w *Warehouse, conn *sql.Conn, remove []lake.InvoiceKey, rows []lake.Invoice) error {
	keys := make([]struct {
		Key lake.InvoiceKey `json:"invoice_key"`
	}, len(remove))
	for i, key := range remove {
		keys[i].Key = key
	}
	if err := load(ctx, w, conn, "removed", silverColumns[:1], keys); err != nil {
		return err
	}
	if err := load(ctx, w, conn, "incoming", schemaOf(silverColumns).Fields, rows); err != nil {
		return err
	}
	return execAll(ctx, conn, "CREATE OR REPLACE TEMP TABLE affected AS SELECT invoice_key FROM removed UNION SELECT invoice_key FROM incoming")
}
