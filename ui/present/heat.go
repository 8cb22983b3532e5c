package present

import (
	"cmp"
	"maps"
	"slices"

	"wattlake/lake"
)

// maxHeatRows is how many metering points get a row of their own; the rest is added up.
const maxHeatRows = 14

// HeatChart shapes consumption into a field of metering points × months: one series per point, the biggest first.
func HeatChart(l *Locale, rows []lake.Consumption) Chart {
	values, totals, axis := usageOf(rows)
	names := map[string]string{}
	for _, c := range rows {
		names[c.PPE] = cmp.Or(c.PointName, ppeName(l, c.PPE))
	}
	chart := Chart{
		Title: l.T("chart.heat"), Scale: energyScale, Unit: "kWh", Empty: l.T("chart.empty"), Axis: l.Int,
		Format: func(v int64) string { return l.KWh(lake.Energy(v)) },
	}
	for _, m := range axis {
		chart.Categories = append(chart.Categories, l.monthCategory(m))
	}
	points := slices.SortedFunc(maps.Keys(totals), func(a, b string) int { return cmp.Or(cmp.Compare(totals[b], totals[a]), cmp.Compare(a, b)) })
	shown := points
	if len(points) > maxHeatRows {
		shown = points[:maxHeatRows-1]
	}
	for _, ppe := range shown {
		chart.Series = append(chart.Series, lineOf(axis, names[ppe], 0, func(m lake.Date) (int64, bool) {
			v, ok := values[pointMonth{ppe, m}]
			return v, ok
		}))
	}
	if len(shown) < len(points) {
		chart.Series = append(chart.Series, lineOf(axis, l.T("chart.others"), 1, othersOf(values, shown)))
	}
	return chart
}
