package present

import (
	"slices"

	"wattlake/lake"
)

// CorrectionsChart shapes corrections into pairs of bars: the original and what it became. The latest come last. Corrections
// whose original is not in the lake have nothing to be compared with; the note counts them.
func CorrectionsChart(l *Locale, sums lake.CorrectionSums, measure Measure) Chart {
	chart := moneyChart(l, l.T("chart.corrections."+string(measure)))
	chart.Empty = l.T("chart.no_corrections")
	before := Series{Name: l.T("chart.before"), Slot: 0}
	after := Series{Name: l.T("chart.after"), Slot: 1}
	all := sums.NetPairs
	if measure == Gross {
		all = sums.GrossPairs
	}
	if missing := sums.Originals - all; missing > 0 {
		chart.Note = l.N("chart.missing_originals", missing)
		chart.Empty = l.T("chart.no_originals")
	}
	pairs := slices.DeleteFunc(slices.Clone(sums.Latest), func(c lake.CorrectionSummary) bool {
		original, resulting := pairOf(c, measure)
		return !original.Known || !resulting.Known
	})
	pairs = pairs[max(0, len(pairs)-lake.MostPairs):]
	chart.More = func(n int) string { return l.N("chart.more", n+all-len(pairs)) }
	for _, c := range pairs {
		original, resulting := pairOf(c, measure)
		chart.Categories = append(chart.Categories, Category{Label: c.OriginalNumber, Name: c.OriginalNumber})
		before.Values = append(before.Values, int64(original.Value))
		after.Values = append(after.Values, int64(resulting.Value))
	}
	if len(pairs) > 0 {
		chart.Series = []Series{before, after}
	}
	return chart
}

func pairOf(c lake.CorrectionSummary, measure Measure) (original, resulting lake.Opt[lake.Money]) {
	if measure == Gross {
		return c.OriginalGross, c.ResultingGross
	}
	return c.OriginalNet, c.ResultingNet
}

// CorrectionsGrid is the table behind the corrections chart, in the order of the rows.
func CorrectionsGrid(l *Locale, rows []lake.CorrectionSummary) Grid {
	g := Grid{Columns: []Column{
		flexColumn(l, "original", "FV/00000/2026", 0), flexColumn(l, "seller", "Energia Polska", 4), numberColumn(l, "original_net", "123 456,78", 0),
		numberColumn(l, "difference_net", "123 456,78", 1), numberColumn(l, "resulting_net", "123 456,78", 0),
		numberColumn(l, "difference_gross", "123 456,78", 5), numberColumn(l, "corrections", "12", 3), textColumn(l, "last_date", dateSample(l), 6),
		flexColumn(l, "last_number", "FK/00000/2026", 7), flexColumn(l, "reason", "błędny odczyt", 8),
	}}
	for i := range rows {
		c := &rows[i]
		number := textCell(c.OriginalNumber)
		if !c.OriginalFound {
			number.shown, number.tone = l.T("correction.no_original", "number", c.OriginalNumber), Attention
		}
		count := l.Int(int64(c.Corrections))
		g.add(number, textCell(c.SellerName), l.moneyCell(c.OriginalNet), l.moneyCell(lake.Some(c.DifferenceNet)), l.moneyCell(c.ResultingNet),
			l.moneyCell(lake.Some(c.DifferenceGross)), textCell(count), l.dateCell(c.LastDate), textCell(c.LastNumber), textCell(c.LastReason))
	}
	return g
}
