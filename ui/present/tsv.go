package present

import (
	"strings"

	"wattlake/lake"
)

// InvoicesTSV writes rows for a spreadsheet: one line each, columns separated by tabs, numbers without grouping, ISO dates.
func InvoicesTSV(l *Locale, rows []Row, columns []Column) string {
	var b strings.Builder
	titles := make([]string, len(columns))
	for i, c := range columns {
		titles[i] = c.Title
	}
	writeTSV(&b, columns, titles)
	cells := make([]string, len(columns))
	for _, r := range rows {
		for i, c := range columns {
			cells[i] = spreadsheetCell(l, r, c.ID)
		}
		writeTSV(&b, columns, cells)
	}
	return b.String()
}

func spreadsheetCell(l *Locale, r Row, id ColumnID) string {
	invoice := r.Invoice
	if invoice == nil {
		return InvoiceCell(l, r, id, Widest{}).Text
	}
	switch id {
	case ColumnKWh:
		return l.Plain(invoice.Consumption.String())
	case ColumnNet:
		return l.Plain(invoice.Net.String())
	case ColumnGross:
		return l.Plain(invoice.Gross.String())
	case ColumnVAT:
		return l.Plain(invoice.VAT.String())
	case ColumnComputed:
		return l.Plain(r.Computed().String())
	case ColumnPeriod:
		return invoice.PeriodStart.String() + "/" + invoice.PeriodEnd.String()
	case ColumnIssued:
		return invoice.IssueDate.String()
	case ColumnDue:
		return invoice.DueDate.String()
	case ColumnPPE:
		return invoice.PPE
	default:
		return InvoiceCell(l, r, id, Widest{}).Text
	}
}

// cellBreaks would tear a line of tab-separated values apart.
var cellBreaks = strings.NewReplacer("\t", " ", "\n", " ", "\r", " ")

func writeTSV(b *strings.Builder, columns []Column, cells []string) {
	for i, c := range cells {
		if i > 0 {
			b.WriteByte('\t')
		}
		if !columns[i].Right { // numbers may begin with a minus
			c = lake.SpreadsheetText(c)
		}
		b.WriteString(cellBreaks.Replace(c))
	}
	b.WriteByte('\n')
}
