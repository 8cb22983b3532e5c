package pipeline

import (
	"context"
	"slices"

	"wattlake/lake"
)

// Related is what else is known about an invoice of a document.
type Related struct {
	Invoice     *lake.Invoice      // its Silver row; nil when there is none
	Originals   []lake.Invoice     // that it corrects, as far as they are here
	Missing     []string           // numbers of originals that are not here
	Corrections []lake.Invoice     // of it
	Duplicates  []lake.DocumentRef // other documents with the same invoice
	Chosen      bool               // a person said which of these documents counts
}

// Related looks up the originals, the corrections and the duplicates of one invoice of a document.
func (l *Library) Related(ctx context.Context, id lake.DocumentID, part int) (Related, error) {
	rows, err := l.tables.Touching(ctx, []lake.DocumentID{id}, nil)
	if err != nil {
		return Related{}, err
	}
	own := slices.IndexFunc(rows, func(row lake.Invoice) bool {
		return slices.ContainsFunc(row.Documents, func(d lake.DocumentRef) bool { return d.Document == id && d.Part == part })
	})
	if own < 0 {
		return Related{}, nil
	}
	related := Related{Invoice: &rows[own]}
	for _, d := range rows[own].Documents {
		if d.Document != id || d.Part != part {
			related.Duplicates = append(related.Duplicates, d)
		}
	}
	related.Chosen = len(related.Duplicates) > 0 && l.preferred(rows[own].Documents[0])
	if related.Corrections, err = l.tables.Correcting(ctx, []lake.InvoiceKey{rows[own].Key}); err != nil {
		return Related{}, err
	}
	return related, l.addOriginals(ctx, &related)
}

// preferred reports whether a person chose the document among those with the same invoice, and nobody took that back.
func (l *Library) preferred(d lake.DocumentRef) bool {
	return slices.ContainsFunc(lake.LiveDecisions(l.bronze.Decisions(d.Document)), func(x lake.Decision) bool {
		return x.Kind == lake.DecidePrefer && (x.Part == 0 || x.Part == d.Part)
	})
}

func (l *Library) addOriginals(ctx context.Context, related *Related) error {
	var keys []lake.InvoiceKey
	for _, c := range related.Invoice.Corrects {
		if c.Key != "" {
			keys = append(keys, c.Key)
		}
	}
	found, err := l.tables.Touching(ctx, nil, keys)
	if err != nil {
		return err
	}
	related.Originals = found
	for _, c := range related.Invoice.Corrects {
		if !slices.ContainsFunc(found, func(o lake.Invoice) bool { return o.Key == c.Key }) {
			related.Missing = append(related.Missing, c.Number)
		}
	}
	return nil
}
