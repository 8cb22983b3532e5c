package present

import (
	"sync"

	"wattlake/lake"
)

// Figures are the Gold rows behind the dashboard, as the filters narrow them.
type Figures struct {
	Costs       []lake.MonthlyCost
	Consumption []lake.Consumption
	Corrections []lake.CorrectionSummary
	Audit       []lake.AuditFinding
	Before      *Figures // of the period before; nil if there is none
	Due         Due      // whatever the period
}

// Within keeps the costs and the consumption of the months and the metering point of a filter, as the queries would.
func (f Figures) Within(filter lake.MetricFilter) Figures {
	if filter.From.IsZero() && filter.To.IsZero() && filter.PPE == "" {
		return Figures{Costs: f.Costs, Consumption: f.Consumption}
	}
	fits := func(month lake.Date, ppe string) bool {
		known := !month.IsZero() || filter.From.IsZero() && filter.To.IsZero()
		return known && !month.Before(filter.From) && (filter.To.IsZero() || !filter.To.Before(month)) && (filter.PPE == "" || filter.PPE == ppe)
	}
	var within Figures
	for i := range f.Costs {
		if c := &f.Costs[i]; fits(c.Month, c.PPE) {
			within.Costs = append(within.Costs, *c)
		}
	}
	for i := range f.Consumption {
		if c := &f.Consumption[i]; fits(c.Month, c.PPE) {
			within.Consumption = append(within.Consumption, *c)
		}
	}
	return within
}

// Dashboard is everything that the dashboard page shows.
type Dashboard struct {
	Cards    []Card
	Panels   map[Panel]Figure
	Findings []FindingRow // the first [MostFindings]
	Found    int          // findings in all
	Empty    bool         // the lake has no figures at all, whatever the filters say
	Stale    Notice       // why the figures are not up to date; no message when they are
}

// Panel names one chart of the page.
type Panel string

// The charts in the order in which they stand on the page.
const (
	CostsPanel       Panel = "costs"
	CorrectionsPanel Panel = "corrections"
	ConsumptionPanel Panel = "consumption"
	PricePanel       Panel = "price"
	HeatPanel        Panel = "heat"
)

// Panels lists all of them.
func Panels() []Panel {
	return []Panel{CostsPanel, CorrectionsPanel, ConsumptionPanel, PricePanel, HeatPanel}
}

// Figure is one chart with the table behind it. A table may have a hundred thousand lines and is seldom looked at: it is made
// when somebody does.
type Figure struct {
	Chart Chart
	grid  func() Grid
}

// Grid is the table behind the chart.
func (f Figure) Grid() Grid {
	if f.grid == nil {
		return Grid{}
	}
	return f.grid()
}

// NewDashboard shapes the figures.
func NewDashboard(l *Locale, f Figures, options CostOptions) Dashboard {
	usage := sync.OnceValue(func() Grid { return ConsumptionGrid(l, f.Consumption) })
	costs := sync.OnceValue(func() Grid { return CostsGrid(l, f.Costs) })
	corrections := sync.OnceValue(func() Grid { return CorrectionsGrid(l, f.Corrections) })
	return Dashboard{
		Cards: cards(l, f, options.Measure),
		Panels: map[Panel]Figure{
			CostsPanel:       {CostsChart(l, f.Costs, options), costs},
			CorrectionsPanel: {CorrectionsChart(l, f.Corrections, options.Measure), corrections},
			ConsumptionPanel: {ConsumptionChart(l, f.Consumption), usage},
			PricePanel:       {PriceChart(l, f.Consumption), usage},
			HeatPanel:        {HeatChart(l, f.Consumption), usage},
		},
		Findings: FindingRows(l, f.Audit, MostFindings),
		Found:    len(f.Audit),
	}
}

// StaleNotice says that the figures are those of before, and why.
func StaleNotice(l *Locale, trouble error) Notice {
	if trouble == nil {
		return Notice{}
	}
	message, hint := l.Explain(trouble)
	return Notice{Tone: Bad, Message: l.T("dashboard.stale"), Hint: join(message, hint)}
}
