package present

import "wattlake/lake"

// Figures are the Gold rows behind the dashboard, as the filters narrow them.
type Figures struct {
	Costs       []lake.MonthlyCost
	Consumption []lake.Consumption
	Corrections []lake.CorrectionSummary
}

// Card is one key figure.
type Card struct {
	Title string
	Value string
	Hint  string
}

// Dashboard is everything that the dashboard page shows.
type Dashboard struct {
	Cards       []Card
	Costs       Chart
	Consumption Chart
	Corrections Chart
	CostsGrid   Grid
	UsageGrid   Grid
	ChangesGrid Grid
	Empty       bool // the lake has no figures at all, whatever the filters say
}

// NewDashboard shapes the figures.
func NewDashboard(l *Locale, f Figures, options CostOptions) Dashboard {
	return Dashboard{
		Cards:       cards(l, f, options.Measure),
		Costs:       CostsChart(l, f.Costs, options),
		Consumption: ConsumptionChart(l, f.Consumption),
		Corrections: CorrectionsChart(l, f.Corrections, options.Measure),
		CostsGrid:   CostsGrid(l, f.Costs),
		UsageGrid:   ConsumptionGrid(l, f.Consumption),
		ChangesGrid: CorrectionsGrid(l, f.Corrections),
	}
}

func cards(l *Locale, f Figures, measure Measure) []Card {
	var cost, open, changes lake.Money
	for _, c := range f.Costs {
		if measure == Gross {
			cost, open = cost+c.Gross, open+c.GrossUnreviewed
		} else {
			cost, open = cost+c.Net, open+c.NetUnreviewed
		}
	}
	var energy, net lake.Energy
	var priced lake.Money
	for _, c := range f.Consumption {
		energy += c.Consumption + c.Unreviewed
		if c.Consumption > 0 {
			net, priced = net+c.Consumption, priced+c.Net
		}
	}
	for _, c := range f.Corrections {
		if measure == Gross {
			changes += c.DifferenceGross
		} else {
			changes += c.DifferenceNet
		}
	}
	list := []Card{
		{Title: l.T("card.cost." + string(measure)), Value: l.Money(cost, Złoty)},
		{Title: l.T("card.energy"), Value: l.KWh(wholeKWh(energy))},
		{Title: l.T("card.price"), Value: priceWords(l, priced, net), Hint: l.T("card.price.hint")},
		{Title: l.T("card.corrections"), Value: l.Money(changes, Złoty), Hint: l.N("card.corrections.hint", len(f.Corrections))},
	}
	if open != 0 {
		list[0].Hint = l.T("card.open", "amount", l.Money(open, Złoty))
	}
	return list
}

// wholeKWh rounds to kWh: a key figure needs no decimals.
func wholeKWh(e lake.Energy) lake.Energy {
	const kWh, half = 1000, 500
	if e < 0 {
		return (e - half) / kWh * kWh
	}
	return (e + half) / kWh * kWh
}

// priceWords is the average net price per kWh to the grosz, or a dash when nothing was consumed.
func priceWords(l *Locale, net lake.Money, energy lake.Energy) string {
	if energy <= 0 {
		return "–"
	}
	grosze := (int64(net)*energyScale + int64(energy)/2) / int64(energy)
	return l.Money(lake.Money(grosze), Złoty)
}
