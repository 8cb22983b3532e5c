package pipeline

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"wattlake/lake"
)

// rowCache keeps Silver's rows in memory for lists, so that a refresh of the window while a batch is running does not read
// the whole table again. Line items, the bulk of a row, are left out. Safe for concurrent use.
type rowCache struct {
	tables Tables

	mu      sync.Mutex
	version int64
	loaded  bool
	rows    map[lake.InvoiceKey]lake.Invoice
}

func newRowCache(tables Tables) *rowCache {
	return &rowCache{tables: tables}
}

// byDocument returns the rows in which each document is listed, at Silver's present version.
func (c *rowCache) byDocument(ctx context.Context) (map[lake.DocumentID][]lake.Invoice, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.refresh(ctx); err != nil {
		return nil, err
	}
	by := make(map[lake.DocumentID][]lake.Invoice, len(c.rows))
	for _, key := range slices.Sorted(maps.Keys(c.rows)) {
		row := c.rows[key]
		for _, d := range row.Documents {
			by[d.Document] = append(by[d.Document], row)
		}
	}
	return by, nil
}

func (c *rowCache) refresh(ctx context.Context) error {
	version, err := c.tables.SilverVersion(ctx)
	if err != nil {
		return fmt.Errorf("silver version: %w", err)
	}
	if c.loaded && version == c.version {
		return nil
	}
	rows, err := c.tables.Invoices(ctx)
	if err != nil {
		return fmt.Errorf("read silver: %w", err)
	}
	c.rows = make(map[lake.InvoiceKey]lake.Invoice, len(rows))
	c.put(rows)
	c.version, c.loaded = version, true
	return nil
}

// apply takes over a commit of this process: from is the version before it. A gap means that there was another commit in
// between, for example a compaction; then the next look reads the table.
func (c *rowCache) apply(from, version int64, removed []lake.InvoiceKey, rows []lake.Invoice) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.loaded || c.version != from || version > from+1 {
		c.loaded = c.loaded && version == from
		return
	}
	for _, key := range removed {
		delete(c.rows, key)
	}
	c.put(rows)
	c.version = version
}

func (c *rowCache) put(rows []lake.Invoice) {
	for _, row := range rows {
		row.Lines = nil
		c.rows[row.Key] = row
	}
}
