package present

import "wattlake/lake"

// Figures are the Gold rows behind the dashboard, as the filters narrow them.
type Figures struct {
	Costs       []lake.MonthlyCost
	Consumption []lake.Consumption
	Corrections []lake.CorrectionSummary
	Audit       []lake.AuditFinding
	Before      *Figures // of the period before; nil if there is none
	Due         Due      // whatever the period
}

// Dashboard is everything that the dashboard page shows.
type Dashboard struct {
	Cards    []Card
	Panels   map[Panel]Figure
	Findings []FindingRow
	Empty    bool   // the lake has no figures at all, whatever the filters say
	Stale    Notice // why the figures are not up to date; no message when they are
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

// Figure is one chart with the table behind it.
type Figure struct {
	Chart Chart
	Grid  Grid
}

// NewDashboard shapes the figures.
func NewDashboard(l *Locale, f Figures, options CostOptions) Dashboard {
	usage := ConsumptionGrid(l, f.Consumption)
	return Dashboard{
		Cards: cards(l, f, options.Measure),
		Panels: map[Panel]Figure{
			CostsPanel:       {CostsChart(l, f.Costs, options), CostsGrid(l, f.Costs)},
			CorrectionsPanel: {CorrectionsChart(l, f.Corrections, options.Measure), CorrectionsGrid(l, f.Corrections)},
			ConsumptionPanel: {ConsumptionChart(l, f.Consumption), usage},
			PricePanel:       {PriceChart(l, f.Consumption), usage},
			HeatPanel:        {HeatChart(l, f.Consumption), usage},
		},
		Findings: FindingRows(l, f.Audit),
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
