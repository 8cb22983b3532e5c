package verify

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"wattlake/lake"
)

// Mend takes away what stands in the way of a sound lake: damaged objects and tables are set aside, lost objects come from
// the second copy where it has them, and wrong rows are replaced. The bytes of a document are only ever replaced by bytes that
// its name vouches for. What is missing then is made again by the next node on the lake when it starts and, for the
// documents that are returned, when a replay reads them again.
func (v *Verifier) Mend(ctx context.Context, problems []lake.Problem, at time.Time) (again []lake.DocumentID, err error) {
	m := &mending{Verifier: v, at: at, aside: lake.QuarantinePrefix + lake.Key(at.UTC().Format("20060102T150405.000Z")) + "/", moved: map[lake.Key]bool{}}
	for _, p := range problems {
		if err := m.mend(ctx, p); err != nil {
			return nil, fmt.Errorf("mend %s: %w", cmp.Or(p.Key, lake.Key(p.Document)), err)
		}
	}
	if err := m.replaceRows(ctx); err != nil {
		return nil, fmt.Errorf("mend rows: %w", err)
	}
	slices.Sort(m.again)
	return slices.Compact(m.again), nil
}

type mending struct {
	*Verifier
	at     time.Time
	aside  lake.Key
	moved  map[lake.Key]bool
	index  map[lake.DocumentID][]lake.Key // what was there before; nil until it is needed
	again  []lake.DocumentID              // to be read again
	remove []lake.InvoiceKey
	rows   []lake.Invoice
}

func (m *mending) mend(ctx context.Context, p lake.Problem) error {
	switch p.Code {
	case lake.ProblemRawDamaged:
		return m.replaceRaw(ctx, p.Key)
	case lake.ProblemRawMissing:
		return m.adoptOrphan(ctx, p)
	case lake.ProblemDamaged:
		return m.replaceObject(ctx, p)
	case lake.ProblemNoText:
		m.again = append(m.again, p.Document)
	case lake.ProblemNoOrigin:
		return m.writeOrigin(ctx, p.Key)
	case lake.ProblemUnknown:
		return m.setAside(ctx, p.Key)
	case lake.ProblemTable, lake.ProblemUnreadable, lake.ProblemGold:
		return m.dropTable(ctx, p.Key)
	case lake.ProblemCheckpoint:
		return m.dropCheckpoint(ctx, p.Key)
	case lake.ProblemSilver:
		m.remove = append(m.remove, p.Invoice)
		if p.Row != nil {
			m.rows = append(m.rows, *p.Row)
		}
	case lake.ProblemUnfinished, lake.ProblemErased, lake.ProblemGoldOutdated: // the next node finishes them when it starts
	}
	return nil
}

// setAside moves an object into quarantine. It is there before it is gone here.
func (m *mending) setAside(ctx context.Context, key lake.Key) error {
	if m.moved[key] {
		return nil
	}
	content, err := m.Objects.Get(ctx, key)
	if lake.CodeOf(err) == lake.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := m.Objects.PutIfAbsent(ctx, m.aside+key, content); err != nil {
		return err
	}
	m.moved[key] = true
	return m.Objects.Delete(ctx, key)
}

// replaceRows commits the rows that Bronze gives in the place of wrong ones, unless the table was set aside.
func (m *mending) replaceRows(ctx context.Context) error {
	if len(m.remove) == 0 {
		return nil
	}
	version, err := m.Tables.SilverVersion(ctx)
	if err != nil {
		return err
	}
	_, err = m.Tables.CommitSilver(ctx, version, m.remove, m.rows)
	return err
}
