package present

import (
	"cmp"
	"slices"

	"wattlake/lake"
)

// maxLines is how many metering points get a line of their own; the rest is added up.
const maxLines = 5

// pointMonth is one place of one line.
type pointMonth struct {
	ppe   string
	month lake.Date
}

// usageOf adds up the energy of each metering point and month, reviewed or not, over the months from the first to the last.
func usageOf(rows []lake.Consumption) (values map[pointMonth]int64, totals map[string]int64, axis []lake.Date) {
	values, totals = map[pointMonth]int64{}, map[string]int64{}
	var first, last lake.Date
	for _, c := range rows {
		month := monthOf(c.Month)
		first, last = widen(first, last, month)
		value := int64(c.Consumption + c.Unreviewed)
		values[pointMonth{c.PPE, month}] += value
		totals[c.PPE] += value
	}
	return values, totals, months(first, last)
}

// ConsumptionChart shapes consumption into one line per metering point; the smaller ones together are "others".
func ConsumptionChart(l *Locale, rows []lake.Consumption) Chart {
	values, totals, axis := usageOf(rows)
	chart := Chart{
		Title: l.T("chart.consumption"), Scale: energyScale, Unit: "kWh", Empty: l.T("chart.empty"), Axis: l.Int,
		Format: func(v int64) string { return l.KWh(lake.Energy(v)) },
	}
	for _, m := range axis {
		chart.Categories = append(chart.Categories, l.monthCategory(m))
	}
	named := biggest(totals, maxLines)
	for slot, ppe := range named {
		chart.Series = append(chart.Series, lineOf(axis, ppeName(l, ppe), slot, func(m lake.Date) (int64, bool) {
			v, ok := values[pointMonth{ppe, m}]
			return v, ok
		}))
	}
	if len(named) < len(totals) {
		chart.Series = append(chart.Series, lineOf(axis, l.T("chart.others"), len(named), othersOf(values, named)))
	}
	return chart
}

func lineOf(axis []lake.Date, name string, slot int, at func(lake.Date) (int64, bool)) Series {
	s := Series{Name: name, Slot: slot, Values: make([]int64, len(axis)), Known: make([]bool, len(axis))}
	for i, m := range axis {
		s.Values[i], s.Known[i] = at(m)
	}
	return s
}

func othersOf(values map[pointMonth]int64, named []string) func(lake.Date) (int64, bool) {
	sums := map[lake.Date]int64{}
	for key, v := range values {
		if !slices.Contains(named, key.ppe) {
			sums[key.month] += v
		}
	}
	return func(m lake.Date) (int64, bool) {
		v, ok := sums[m]
		return v, ok
	}
}

func ppeName(l *Locale, ppe string) string { return cmp.Or(ppe, l.T("ppe.unknown")) }

// ConsumptionGrid is the table behind the consumption chart.
func ConsumptionGrid(l *Locale, rows []lake.Consumption) Grid {
	g := Grid{Columns: []Column{
		textColumn(l, "month", "wrz 2026", 0), flexColumn(l, "ppe", "590000000000000000", 0), numberColumn(l, "kwh", "123 456", 0),
		numberColumn(l, "kwh_unreviewed", "123 456", 5), numberColumn(l, "year_ago", "123 456", 4), numberColumn(l, "net", "123 456,78", 2),
		numberColumn(l, "gross", "123 456,78", 3), numberColumn(l, "price", "0,123456", 6),
	}}
	sorted := pointers(rows)
	slices.SortStableFunc(sorted, func(a, b *lake.Consumption) int {
		return cmp.Or(b.Month.Compare(a.Month), cmp.Compare(a.PPE, b.PPE))
	})
	for _, c := range sorted {
		price := gridCell{}
		if c.NetPerKWh.Known {
			price = gridCell{shown: l.Price(c.NetPerKWh.Value), raw: l.Plain(c.NetPerKWh.String())}
		}
		g.add(l.monthCell(c.Month), textCell(ppeName(l, c.PPE)), l.energyCell(lake.Some(c.Consumption)), l.energyCell(lake.Some(c.Unreviewed)),
			l.energyCell(c.SameMonthYearAgo), l.moneyCell(lake.Some(c.Net)), l.moneyCell(lake.Some(c.Gross)), price)
	}
	return g
}
