package present

import "wattlake/lake"

// PriceChart shapes what a kWh cost on average, net, in each month: one line for all metering points together. Months without
// consumption are gaps.
func PriceChart(l *Locale, sums []lake.EnergySum) Chart {
	type month struct {
		net    lake.Money
		energy lake.Energy
	}
	byMonth := map[lake.Date]month{}
	var first, last lake.Date
	for _, s := range sums {
		if s.PricedEnergy > 0 {
			first, last = widen(first, last, s.Month)
			m := byMonth[s.Month]
			byMonth[s.Month] = month{m.net + s.PricedNet, m.energy + s.PricedEnergy}
		}
	}
	chart := Chart{
		Title: l.T("chart.price"), Note: l.T("chart.price.note"), Scale: priceScale, Unit: l.T("unit.price"), Empty: l.T("chart.empty"), Axis: l.Int,
		Format: func(v int64) string { return l.T("price.per_kwh", "price", l.Price(lake.Price(v*priceScale))) },
	}
	axis := months(first, last)
	for _, m := range axis {
		chart.Categories = append(chart.Categories, l.monthCategory(m))
	}
	if len(axis) > 0 {
		line := Series{Name: l.T("chart.price.average"), Values: make([]int64, len(axis)), Known: make([]bool, len(axis))}
		for i, m := range axis {
			if sum, ok := byMonth[m]; ok {
				line.Values[i], line.Known[i] = pricePerKWh(sum.net, sum.energy), true
			}
		}
		chart.Series = []Series{line}
	}
	return chart
}
