package present

import "wattlake/lake"

// sortKey is a row's place in one column: numbers and dates by number, text by its folded form.
type sortKey struct {
	unknown bool
	number  int64
	text    string
}

// sortKeys tells how each column orders rows.
var sortKeys = map[ColumnID]func(Row, foldedSellers) sortKey{
	ColumnStatus: func(r Row, _ foldedSellers) sortKey { return sortKey{number: statusRank[r.Status]} },
	ColumnNumber: onInvoice(func(i *lake.Brief) sortKey { return textKey(fold(i.Number)) }),
	ColumnSeller: func(r Row, sellers foldedSellers) sortKey {
		if r.Invoice == nil {
			return sortKey{unknown: true}
		}
		return textKey(sellers.of(r.Invoice.BriefTraits))
	},
	ColumnFile: func(r Row, _ foldedSellers) sortKey { return textKey(fold(r.FileName)) },
	ColumnKind: onInvoice(func(i *lake.Brief) sortKey { return textKey(string(i.Kind)) }),
	ColumnPPE: onInvoice(func(i *lake.Brief) sortKey {
		return sortKey{unknown: i.Points == 0, number: int64(i.Points), text: i.PPE}
	}),
	ColumnPeriod: onInvoice(func(i *lake.Brief) sortKey { return dateKey(i.PeriodStart, i.PeriodEnd) }),
	ColumnIssued: onInvoice(func(i *lake.Brief) sortKey { return dateKey(i.IssueDate, lake.Date{}) }),
	ColumnDue:    onInvoice(func(i *lake.Brief) sortKey { return dateKey(i.DueDate, lake.Date{}) }),
	ColumnKWh: onInvoice(func(i *lake.Brief) sortKey {
		return sortKey{unknown: !i.Consumption.Known, number: int64(i.Consumption.Value)}
	}),
	ColumnNet:      onInvoice(func(i *lake.Brief) sortKey { return moneyKey(i.Net) }),
	ColumnGross:    onInvoice(func(i *lake.Brief) sortKey { return moneyKey(i.Gross) }),
	ColumnVAT:      onInvoice(func(i *lake.Brief) sortKey { return moneyKey(i.VAT) }),
	ColumnDropped:  func(r Row, _ foldedSellers) sortKey { return textKey(r.DroppedAt) },
	ColumnComputed: func(r Row, _ foldedSellers) sortKey { return moneyKey(r.Computed()) },
}

// textColumns are those of which sort keys have a text.
var textColumns = map[ColumnID]bool{ColumnNumber: true, ColumnSeller: true, ColumnFile: true, ColumnKind: true, ColumnPPE: true, ColumnDropped: true}

// statusRank puts first what needs a person.
var statusRank = map[lake.Status]int64{
	lake.Failed: 1, lake.StatusReview: 2, lake.Processing: 3, lake.Waiting: 4, lake.Ready: 5, lake.Reviewed: 6, lake.StatusDoubled: 7,
}

func onInvoice(key func(*lake.Brief) sortKey) func(Row, foldedSellers) sortKey {
	return func(r Row, _ foldedSellers) sortKey {
		if r.Invoice == nil {
			return sortKey{unknown: true}
		}
		return key(r.Invoice)
	}
}

func textKey(s string) sortKey { return sortKey{unknown: s == "", text: s} }

func moneyKey(m lake.Opt[lake.Money]) sortKey {
	return sortKey{unknown: !m.Known, number: int64(m.Value)}
}

// dateKey orders by start, then end: eight digits each.
func dateKey(start, end lake.Date) sortKey {
	const dayBase = 100_000_000
	return sortKey{unknown: start.IsZero(), number: dayNumber(start)*dayBase + dayNumber(end)}
}

func dayNumber(d lake.Date) int64 { return int64(d.Year)*10000 + int64(d.Month)*100 + int64(d.Day) }
