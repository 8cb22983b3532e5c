package verify

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"wattlake/lake"
	"wattlake/lake/silver"
)

// foldBatch is about how many documents are in memory at once while Silver is compared.
const foldBatch = 4096

// tables checks logs and files, then what the tables say. A damaged table is not compared.
func (c *check) tables(ctx context.Context) error {
	c.update(lake.CheckProgress{Step: "tables"})
	found, err := c.Tables.VerifyTables(ctx)
	if err != nil {
		return fmt.Errorf("check tables: %w", err)
	}
	for _, p := range found {
		code := lake.ProblemTable
		if p.Kind == lake.CheckpointDamaged {
			code = lake.ProblemCheckpoint
		}
		c.broken[p.Table] = true
		c.report(lake.Problem{Code: code, Key: p.Key, Detail: strings.TrimSpace(string(p.Kind) + " " + p.Detail)})
	}
	silverBroken, goldBroken := false, false
	for root := range c.broken {
		silverBroken = silverBroken || !strings.HasPrefix(string(root), lake.GoldPrefix)
		goldBroken = goldBroken || strings.HasPrefix(string(root), lake.GoldPrefix)
	}
	if silverBroken {
		return nil
	}
	readable, err := c.silver(ctx)
	if err != nil || !readable || goldBroken {
		return err
	}
	return c.gold(ctx)
}

// silver compares every row with what Bronze gives. readable is false if the table could not be read, which is reported.
func (c *check) silver(ctx context.Context) (readable bool, err error) {
	rows, err := c.Tables.Invoices(ctx)
	if err != nil {
		return false, c.unreadable(ctx, lake.SilverTable, err)
	}
	if c.blind {
		return true, nil
	}
	there := make(map[lake.InvoiceKey]lake.Invoice, len(rows))
	ignored := map[lake.InvoiceKey]bool{}
	for _, row := range rows {
		there[row.Key] = row
		if slices.ContainsFunc(row.Documents, func(d lake.DocumentRef) bool { return c.tainted[d.Document] }) {
			ignored[row.Key] = true
		}
	}
	batches, err := c.batches(ctx, ignored)
	if err != nil {
		return true, err
	}
	for i, batch := range batches {
		c.update(lake.CheckProgress{Step: "silver", Done: i, Total: len(batches)})
		if err := c.compareBatch(ctx, batch, there, ignored); err != nil {
			return true, err
		}
	}
	for _, key := range slices.Sorted(maps.Keys(there)) {
		if !ignored[key] {
			c.reportRow(key, nil, there[key].Number)
		}
	}
	return true, nil
}

// compareBatch folds the documents, compares their rows, and takes the rows that it has seen out of there.
func (c *check) compareBatch(ctx context.Context, batch []lake.DocumentID, there map[lake.InvoiceKey]lake.Invoice, ignored map[lake.InvoiceKey]bool) error {
	facts := make([]lake.Facts, 0, len(batch))
	for _, id := range batch {
		f, err := c.bronze.Facts(ctx, id)
		if err != nil {
			return err
		}
		facts = append(facts, f)
	}
	for _, want := range silver.Fold(facts) {
		got, found := there[want.Key]
		delete(there, want.Key)
		if ignored[want.Key] {
			continue
		}
		same, err := sameRow(want, got)
		if err != nil {
			return err
		}
		if !found || !same {
			c.reportRow(want.Key, &want, want.Number)
		}
	}
	return nil
}

func (c *check) reportRow(key lake.InvoiceKey, want *lake.Invoice, number string) {
	c.report(lake.Problem{Code: lake.ProblemSilver, Key: lake.SilverTable, Detail: number, Invoice: key, Row: want})
}

// sameRow compares rows as they are written: an empty list is as good as none.
func sameRow(a, b lake.Invoice) (bool, error) {
	left, err := rowText(a)
	if err != nil {
		return false, err
	}
	right, err := rowText(b)
	return left == right, err
}

func rowText(row lake.Invoice) (string, error) {
	text, err := json.Marshal(row)
	if err != nil {
		return "", fmt.Errorf("encode row: %w", err)
	}
	return strings.ReplaceAll(string(text), ":null", ":[]"), nil
}

// batches splits the documents so that all that may share a row are together, and adds the rows that damaged documents may
// have to ignored.
func (c *check) batches(ctx context.Context, ignored map[lake.InvoiceKey]bool) ([][]lake.DocumentID, error) {
	ids := slices.DeleteFunc(c.bronze.Documents(), func(id lake.DocumentID) bool { return c.bronze.Erased(id) })
	groups := newGroups()
	for i, id := range ids {
		c.update(lake.CheckProgress{Step: "silver", Done: i, Total: len(ids)})
		facts, err := c.bronze.Facts(ctx, id)
		if err != nil {
			return nil, err
		}
		for _, key := range silver.Keys(facts) {
			groups.join(id, key)
			if c.tainted[id] {
				ignored[key] = true
			}
		}
	}
	return groups.split(ids, foldBatch), nil
}

// gold compares the Gold tables with what Silver gives, unless they are of another version of it anyway.
func (c *check) gold(ctx context.Context) error {
	c.update(lake.CheckProgress{Step: "gold"})
	version, err := c.Tables.SilverVersion(ctx)
	if err != nil {
		return fmt.Errorf("silver version: %w", err)
	}
	built, err := c.Tables.GoldBuiltFrom(ctx)
	if err != nil {
		return fmt.Errorf("gold version: %w", err)
	}
	if version != built {
		c.report(lake.Problem{Code: lake.ProblemGoldOutdated, Key: lake.GoldPrefix, Detail: fmt.Sprintf("built from version %d, Silver has %d", built, version)})
		return nil
	}
	differing, err := c.Tables.GoldDifferences(ctx)
	if err != nil {
		return c.unreadable(ctx, lake.GoldPrefix, err)
	}
	for _, root := range differing {
		c.report(lake.Problem{Code: lake.ProblemGold, Key: root})
	}
	return nil
}

// unreadable reports a table that cannot be read although its log is whole.
func (c *check) unreadable(ctx context.Context, root lake.Key, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	c.broken[root] = true
	c.report(lake.Problem{Code: lake.ProblemUnreadable, Key: root, Detail: err.Error()})
	return nil
}
