package present

import (
	"cmp"

	"wattlake/lake"
)

// maxHeatRows is how many metering points get a row of their own; the rest is added up. With the one more that may be shown it is
// what an overview names.
const maxHeatRows = lake.MostPoints - 1

// HeatChart shapes consumption into a field of metering points × months: one series per point, the biggest first. The others have a
// scale of their own.
func HeatChart(l *Locale, sums []lake.EnergySum) Chart {
	return pointsChart(l, "chart.heat", sums, maxHeatRows, func(s lake.EnergySum, _ int) Series {
		if s.Place == 0 {
			return Series{Name: l.T("chart.others"), Slot: 1}
		}
		return Series{Name: cmp.Or(s.PointName, ppeName(l, s.PPE))}
	})
}
