package present

import (
	"slices"

	"wattlake/lake"
	"wattlake/pipeline"
)

// Link leads from an invoice to another one.
type Link struct {
	Document lake.DocumentID // "" when it is not here
	Part     int
	Label    string
}

// Relations is what belongs to an invoice, in words.
type Relations struct {
	Links      []Link
	Change     Grid   // of a correction: what was, what is now, the difference; no rows otherwise
	Duplicates []Link // other documents with the same invoice
	Winner     bool   // this document is the one that counts
	Chosen     bool   // because a person said so, or said it of another one
}

// NewRelations puts into words what belongs to an invoice of a document.
func NewRelations(l *Locale, r pipeline.Related, document lake.DocumentID) Relations {
	var out Relations
	if r.Invoice == nil {
		return out
	}
	for _, original := range r.Originals {
		out.Links = append(out.Links, linkTo(original, l.T("related.original", "number", original.Number)))
	}
	for _, number := range r.Missing {
		out.Links = append(out.Links, Link{Label: l.T("related.missing", "number", number)})
	}
	for _, c := range r.Corrections {
		out.Links = append(out.Links, linkTo(c, l.T("related.correction", "number", c.Number)))
	}
	for _, d := range r.Duplicates {
		out.Duplicates = append(out.Duplicates, Link{Document: d.Document, Part: d.Part})
	}
	out.Chosen = r.Chosen
	out.Winner = r.Invoice.CountsFrom(document)
	if r.Invoice.Kind == lake.Correction {
		out.Change = changeGrid(l, *r.Invoice, r.Originals)
	}
	return out
}

func linkTo(row lake.Invoice, label string) Link {
	link := Link{Label: label}
	if len(row.Documents) > 0 {
		link.Document, link.Part = row.Documents[0].Document, row.Documents[0].Part
	}
	return link
}

// changeGrid compares a correction with what it corrects. A correction's amounts are the difference; its consumption is the
// value after it.
func changeGrid(l *Locale, c lake.Invoice, originals []lake.Invoice) Grid {
	g := Grid{Columns: []Column{
		flexColumn(l, "what", "Zużycie (kWh)", 0), numberColumn(l, "before", "12 345,67", 0), numberColumn(l, "after", "12 345,67", 0),
		numberColumn(l, "difference", "12 345,67", 0),
	}}
	for _, m := range []struct {
		name lake.FieldName
		of   func(lake.Invoice) lake.Opt[lake.Money]
	}{
		{lake.FieldNet, func(i lake.Invoice) lake.Opt[lake.Money] { return i.Net }},
		{lake.FieldVAT, func(i lake.Invoice) lake.Opt[lake.Money] { return i.VAT }},
		{lake.FieldGross, func(i lake.Invoice) lake.Opt[lake.Money] { return i.Gross }},
	} {
		difference := m.of(c)
		before, known := addUp(originals, m.of)
		cells := []Cell{{Text: l.T("field." + string(m.name))}, {}, {}, {}}
		if known {
			cells[1].Text = l.Amount(before)
		}
		if known && difference.Known {
			cells[2].Text = l.Amount(before + difference.Value)
		}
		if difference.Known {
			cells[3].Text = l.Amount(difference.Value)
		}
		g.Rows = append(g.Rows, cells)
	}
	before, after, known := energyChange(c)
	if known {
		g.Rows = append(g.Rows, []Cell{{Text: l.T("column.kwh")}, {Text: l.Energy(before)}, {Text: l.Energy(after)}, {Text: l.Energy(after - before)}})
	}
	return g
}

func addUp(rows []lake.Invoice, of func(lake.Invoice) lake.Opt[lake.Money]) (total lake.Money, known bool) {
	for _, row := range rows {
		v := of(row)
		if !v.Known {
			return 0, false
		}
		total += v.Value
	}
	return total, len(rows) > 0
}

func energyChange(c lake.Invoice) (before, after lake.Energy, known bool) {
	for _, p := range c.Points {
		if !p.Consumption.Known || !p.ConsumptionBefore.Known {
			return 0, 0, false
		}
		before, after = before+p.ConsumptionBefore.Value, after+p.Consumption.Value
	}
	return before, after, len(c.Points) > 0
}

// Compare puts the values of two documents that carry one invoice side by side: what differs first. It tells how many differ.
func Compare(l *Locale, this, other map[string]string) (g Grid, different int) {
	g = Grid{Columns: []Column{
		flexColumn(l, "what", "Data wystawienia", 0), flexColumn(l, "this", "Prąd i Światło S.A.", 0), flexColumn(l, "other", "Prąd i Światło S.A.", 0),
	}}
	var same [][]Cell
	for _, group := range groupFields {
		for _, name := range group.names {
			a, b := this[string(name)], other[string(name)]
			if a == "" && b == "" {
				continue
			}
			row := []Cell{{Text: l.T("field." + string(name)), Tone: Muted}, {Text: FieldText(l, string(name), a)}, {Text: FieldText(l, string(name), b)}}
			if a == b {
				same = append(same, row)
				continue
			}
			row[1].Tone, row[2].Tone = Attention, Attention
			row[0].Text = "≠ " + row[0].Text
			g.Rows = append(g.Rows, row)
		}
	}
	different = len(g.Rows)
	g.Rows = slices.Concat(g.Rows, same)
	return g, different
}
