package present

import "wattlake/lake"

// Figures are what the dashboard is made of: the sums of Gold under its filters, and what is due soon.
type Figures struct {
	lake.Overview

	Due lake.Due // within [DueDays], whatever the period
}

// Dashboard is everything that the dashboard page shows.
type Dashboard struct {
	Cards    []Card
	Panels   map[Panel]Chart
	Findings []FindingRow      // the first [lake.MostFindings]
	Found    int               // findings in all
	Empty    bool              // the lake has no figures at all, whatever the filters say
	SQL      map[string]string // that was run, by the table that it is about
	Stale    Notice            // why the figures are not up to date; no message when they are
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

// NewDashboard shapes the figures.
func NewDashboard(l *Locale, f Figures, options CostOptions) Dashboard {
	return Dashboard{
		Cards: cards(l, f, options.Measure),
		Panels: map[Panel]Chart{
			CostsPanel:       CostsChart(l, f.Costs, options),
			CorrectionsPanel: CorrectionsChart(l, f.Corrections, options.Measure),
			ConsumptionPanel: ConsumptionChart(l, f.Consumption),
			PricePanel:       PriceChart(l, f.Consumption),
			HeatPanel:        HeatChart(l, f.Consumption),
		},
		Findings: FindingRows(l, f.Findings.First),
		Found:    f.Findings.All,
		SQL:      f.Queries,
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
