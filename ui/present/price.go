package present

import "wattlake/lake"

// PriceChart shapes what a kWh cost on average, net, in each month: one line for all metering points together. Months without
// consumption are gaps.
func PriceChart(l *Locale, rows []lake.Consumption) Chart {
	type month struct {
		net    lake.Money
		energy lake.Energy
	}
	byMonth := map[lake.Date]month{}
	var first, last lake.Date
	for _, c := range rows {
		if c.Consumption <= 0 {
			continue
		}
		at := monthOf(c.Month)
		first, last = widen(first, last, at)
		m := byMonth[at]
		byMonth[at] = month{m.net + c.Net, m.energy + c.Consumption}
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
		chart.Series = []Series{lineOf(axis, l.T("chart.price.average"), 0, func(m lake.Date) (int64, bool) {
			sum, ok := byMonth[m]
			if !ok {
				return 0, false
			}
			return pricePerKWh(sum.net, sum.energy), true
		})}
	}
	return chart
}
