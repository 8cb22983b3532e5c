package present

import (
	"wattlake/lake"
)

// Tone says how a text is meant; the theme gives it a colour. A tone never stands alone: there is a word or a mark with it.
type Tone int

// The tones.
const (
	Plain Tone = iota
	Muted
	Good
	Attention
	Bad
	Busy
)

// Cell is the content of one table cell.
type Cell struct {
	Text string
	Tone Tone
	Icon string // name of an icon; "" for none
	Wide bool   // the text may run on over the empty cells behind it
}

// mark stands behind a computed gross that is not the invoice's own.
const mark = nbsp + "≠"

// StatusCell is a status as icon, word and tone.
func StatusCell(l *Locale, status lake.Status, stage lake.Stage) Cell {
	c := Cell{Text: l.T("status." + string(status)), Icon: string(status)}
	switch status {
	case lake.Ready, lake.Reviewed:
		c.Tone = Good
	case lake.StatusReview:
		c.Tone = Attention
	case lake.Failed:
		c.Tone = Bad
	case lake.Processing:
		c.Tone = Busy
		if stage != "" {
			c.Text = l.T("stage." + string(stage))
		}
	default:
		c.Tone = Muted
	}
	return c
}

// InvoiceCell is the content of a row in a column, written like the others of the selection.
func InvoiceCell(l *Locale, r Row, id ColumnID, w Widest) Cell {
	switch id {
	case ColumnStatus:
		return StatusCell(l, r.Status, r.Stage)
	case ColumnFile:
		return Cell{Text: r.FileName, Tone: Muted}
	case ColumnDropped:
		return Cell{Text: l.Date(dropDay(r.DroppedAt)), Tone: Muted}
	case ColumnNumber:
		if r.Invoice == nil || r.Invoice.Number == "" {
			return Cell{Text: r.FileName, Tone: Muted, Wide: r.Invoice == nil && r.Failure == nil}
		}
	case ColumnSeller:
		if r.Invoice == nil && r.Failure != nil { // why there is no invoice
			return Cell{Text: l.Say(r.Failure.Message), Tone: Bad, Wide: true}
		}
	default:
	}
	if r.Invoice == nil {
		return Cell{}
	}
	return figureCell(l, r, id, w)
}

func figureCell(l *Locale, r Row, id ColumnID, w Widest) Cell {
	invoice := r.Invoice
	switch id {
	case ColumnNumber:
		return Cell{Text: invoice.Number}
	case ColumnSeller:
		return Cell{Text: invoice.SellerName}
	case ColumnKind:
		return Cell{Text: kindWord(l, invoice.Kind)}
	case ColumnPPE:
		return pointsCell(l, r)
	case ColumnPeriod:
		return Cell{Text: l.Period(invoice.PeriodStart, invoice.PeriodEnd)}
	case ColumnIssued:
		return Cell{Text: l.Date(invoice.IssueDate)}
	case ColumnDue:
		return Cell{Text: l.Date(invoice.DueDate)}
	case ColumnKWh:
		if !invoice.Consumption.Known {
			return Cell{}
		}
		return Cell{Text: l.EnergyAt(invoice.Consumption.Value, w.Decimals)}
	case ColumnNet:
		return amountCell(l, invoice.Net, invoice.Currency)
	case ColumnGross:
		return amountCell(l, invoice.Gross, invoice.Currency)
	case ColumnVAT:
		return amountCell(l, invoice.VAT, invoice.Currency)
	case ColumnComputed:
		c := amountCell(l, r.Computed(), invoice.Currency)
		if r.Differs() {
			c.Text += mark
			c.Tone = Attention
		}
		return c
	default:
		return Cell{}
	}
}

func pointsCell(l *Locale, r Row) Cell {
	switch {
	case r.Invoice.Points > 1:
		return Cell{Text: l.N("points", r.Invoice.Points)}
	case r.PPE() != "":
		return Cell{Text: r.PPE()}
	default:
		return Cell{}
	}
}

// amountCell leaves the currency out when it is złoty, which the column title says.
func amountCell(l *Locale, m lake.Opt[lake.Money], currency string) Cell {
	switch {
	case !m.Known:
		return Cell{}
	case currency == "" || currency == lake.Złoty:
		return Cell{Text: l.Amount(m.Value)}
	default:
		return Cell{Text: l.Money(m.Value, currency)}
	}
}

// dropDay is the day of an RFC 3339 time.
func dropDay(at string) lake.Date {
	const dayLength = len("2006-01-02")
	d, _ := lake.ParseDate(at[:min(len(at), dayLength)]) // what is no time is shown as nothing
	return d
}

func kindWord(l *Locale, kind lake.Kind) string {
	if kind == "" {
		return ""
	}
	return l.T("kind." + string(kind))
}
