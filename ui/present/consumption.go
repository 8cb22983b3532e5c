package present

import (
	"cmp"
	"slices"

	"wattlake/lake"
)

// maxLines is how many metering points get a line of their own; the rest is added up.
const maxLines = 5

// ConsumptionChart shapes consumption into one line per metering point; the smaller ones together are "others".
func ConsumptionChart(l *Locale, sums []lake.EnergySum) Chart {
	return pointsChart(l, "chart.consumption", sums, maxLines, func(s lake.EnergySum, at int) Series {
		if s.Place == 0 {
			return Series{Name: l.T("chart.others"), Slot: at}
		}
		return Series{Name: ppeName(l, s.PPE), Slot: at}
	})
}

// pointsChart has a series for each of the greatest metering points and one for the others, whose place is 0. One point more than
// most is shown rather than called "others".
func pointsChart(l *Locale, title string, sums []lake.EnergySum, most int, series func(s lake.EnergySum, at int) Series) Chart {
	chart := Chart{
		Title: l.T(title), Scale: energyScale, Unit: "kWh", Empty: l.T("chart.empty"), Axis: l.Int,
		Format: func(v int64) string { return l.KWh(lake.Energy(v)) },
	}
	var first, last lake.Date
	others := false
	for _, s := range sums {
		first, last = widen(first, last, s.Month)
		others = others || s.Place == 0 || s.Place > most+1
	}
	if !others {
		most++
	}
	axis := months(first, last)
	for _, m := range axis {
		chart.Categories = append(chart.Categories, l.monthCategory(m))
	}
	for _, s := range sums { // in the order of their places, the others last
		at := s.Place - 1
		if s.Place == 0 || at >= most {
			at, s = most, lake.EnergySum{Month: s.Month, Energy: s.Energy}
		}
		if at == len(chart.Series) {
			made := series(s, at)
			made.Values, made.Known = make([]int64, len(axis)), make([]bool, len(axis))
			chart.Series = append(chart.Series, made)
		}
		if i := slices.Index(axis, s.Month); i >= 0 {
			chart.Series[at].Values[i] += int64(s.Energy)
			chart.Series[at].Known[i] = true
		}
	}
	return chart
}

func ppeName(l *Locale, ppe string) string { return cmp.Or(ppe, l.T("ppe.unknown")) }

// ConsumptionGrid is the table behind the consumption chart, in the order of the rows.
func ConsumptionGrid(l *Locale, rows []lake.Consumption) Grid {
	g := Grid{Columns: []Column{
		textColumn(l, "month", monthSample(l), 0), flexColumn(l, "ppe", "590000000000000000", 0), numberColumn(l, "kwh", "123 456", 0),
		numberColumn(l, "kwh_unreviewed", "123 456", 5), numberColumn(l, "year_ago", "123 456", 4), numberColumn(l, "net", "123 456,78", 2),
		numberColumn(l, "gross", "123 456,78", 3), numberColumn(l, "price", "0,123456", 6),
	}}
	decimals := 0
	for i := range rows {
		decimals = max(decimals, mostDecimals(rows[i].Consumption, rows[i].Unreviewed, rows[i].SameMonthYearAgo.Value))
	}
	for i := range rows {
		c := &rows[i]
		price := gridCell{}
		if c.NetPerKWh.Known {
			price = gridCell{shown: l.Price(c.NetPerKWh.Value), raw: l.Plain(c.NetPerKWh.String())}
		}
		g.add(l.monthCell(c.Month), textCell(ppeName(l, c.PPE)), l.energyCell(lake.Some(c.Consumption), decimals), l.energyCell(lake.Some(c.Unreviewed), decimals),
			l.energyCell(c.SameMonthYearAgo, decimals), l.moneyCell(lake.Some(c.Net)), l.moneyCell(lake.Some(c.Gross)), price)
	}
	return g
}
