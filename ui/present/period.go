package present

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"wattlake/lake"
)

// Period is a choice of the dashboard's period filter: "all", "12m" or a year.
type Period string

// The choices besides years. Nothing chosen means the last twelve months if there is anything in them, else all time.
const (
	Unchosen         Period = ""
	AllTime          Period = "all"
	LastTwelveMonths Period = "12m"
)

// FirstPeriod is what to show before anything was chosen.
func FirstPeriod(months []lake.Date, today time.Time) Period {
	recent := DashboardFilter{Period: LastTwelveMonths}.MetricFilter(today)
	if slices.ContainsFunc(months, func(m lake.Date) bool { return !m.Before(recent.From) && !recent.To.Before(m) }) {
		return LastTwelveMonths
	}
	return AllTime
}

// Choice is one entry of a drop-down list.
type Choice struct {
	Value string
	Label string
}

// DashboardFilter is what the user asks of the dashboard.
type DashboardFilter struct {
	Period Period
	PPE    string // "" for all
	Seller string // name; "" for all
	Group  string // of the PPE register; "" for all
}

// MetricFilter turns the choice into what the Gold queries take; today decides what the last twelve months are.
func (f DashboardFilter) MetricFilter(today time.Time) lake.MetricFilter {
	filter := lake.MetricFilter{PPE: f.PPE, Seller: f.Seller, Group: f.Group}
	if f.Period == LastTwelveMonths {
		month := monthOf(lake.DateOf(today))
		filter.To = month
		filter.From = lake.Date{Year: month.Year - 1, Month: month.Month, Day: 1}
		filter.From = nextMonth(filter.From)
		return filter
	}
	if year, err := strconv.Atoi(string(f.Period)); err == nil {
		filter.From = lake.Date{Year: year, Month: time.January, Day: 1}
		filter.To = lake.Date{Year: year, Month: time.December, Day: 1}
	}
	return filter
}

// FilterChoices are what the dashboard's filters offer: what the lake has figures for.
type FilterChoices struct {
	Periods []Choice
	Points  []Choice
	Sellers []Choice
	Groups  []Choice // only "all" while no metering point has a group
}

// NewFilterChoices offers what there are figures about, the newest year first.
func NewFilterChoices(l *Locale, e lake.Extent) FilterChoices {
	choices := FilterChoices{
		Periods: []Choice{{string(AllTime), l.T("period.all")}, {string(LastTwelveMonths), l.T("period.12m")}},
		Points:  []Choice{{"", l.T("ppe.all")}},
		Sellers: []Choice{{"", l.T("seller.all")}},
		Groups:  []Choice{{"", l.T("ppe_group.all")}},
	}
	year := 0
	for _, m := range slices.Backward(e.Months) {
		if m.Year != year && !m.IsZero() {
			year = m.Year
			choices.Periods = append(choices.Periods, Choice{strconv.Itoa(year), strconv.Itoa(year)})
		}
	}
	for _, p := range e.Points {
		choices.Points = append(choices.Points, Choice{p.PPE, strings.TrimSpace(p.PPE + "  " + p.Name)})
	}
	for _, s := range e.Sellers {
		choices.Sellers = append(choices.Sellers, Choice{s, s})
	}
	for _, g := range e.Groups {
		choices.Groups = append(choices.Groups, Choice{g, g})
	}
	return choices
}
