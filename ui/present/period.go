package present

import (
	"maps"
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
func FirstPeriod(costs []lake.MonthlyCost, consumption []lake.Consumption, today time.Time) Period {
	recent := DashboardFilter{Period: LastTwelveMonths}.MetricFilter(today)
	within := func(month lake.Date) bool { return !month.Before(recent.From) && !recent.To.Before(month) }
	if slices.ContainsFunc(costs, func(c lake.MonthlyCost) bool { return within(c.Month) }) ||
		slices.ContainsFunc(consumption, func(c lake.Consumption) bool { return within(c.Month) }) {
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

// Narrow keeps the figures of the seller and of the group. Consumption knows no seller: what counts are the months of the
// points that the seller billed.
func (f DashboardFilter) Narrow(figures Figures) Figures {
	if f.Seller == "" && f.Group == "" {
		return figures
	}
	type pointMonth struct {
		ppe   string
		month lake.Date
	}
	billed, points := map[pointMonth]bool{}, map[string]bool{}
	narrow := Figures{Due: figures.Due}
	for _, c := range figures.Costs {
		if (f.Seller == "" || c.SellerName == f.Seller) && (f.Group == "" || c.PointGroup == f.Group) {
			narrow.Costs = append(narrow.Costs, c)
			billed[pointMonth{c.PPE, c.Month}], points[c.PPE] = true, true
		}
	}
	for _, c := range figures.Consumption {
		if (f.Seller == "" || billed[pointMonth{c.PPE, c.Month}]) && (f.Group == "" || c.PointGroup == f.Group) {
			narrow.Consumption = append(narrow.Consumption, c)
		}
	}
	for _, c := range figures.Corrections {
		if f.Group == "" && c.SellerName == f.Seller { // a correction of several points belongs to no one group
			narrow.Corrections = append(narrow.Corrections, c)
		}
	}
	for _, a := range figures.Audit {
		if (f.Seller == "" || a.SellerName == f.Seller) && (f.Group == "" || points[a.PPE]) {
			narrow.Audit = append(narrow.Audit, a)
		}
	}
	return narrow
}

// MetricFilter turns the choice into what the Gold queries take; today decides what the last twelve months are.
func (f DashboardFilter) MetricFilter(today time.Time) lake.MetricFilter {
	filter := lake.MetricFilter{PPE: f.PPE}
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

// NewFilterChoices lists the years, newest first, and the metering points of all costs and consumption.
func NewFilterChoices(l *Locale, costs []lake.MonthlyCost, consumption []lake.Consumption) FilterChoices {
	years, points, sellers, groups := map[int]bool{}, map[string]string{}, map[string]bool{}, map[string]bool{}
	for _, c := range costs {
		years[c.Month.Year], points[c.PPE], sellers[c.SellerName], groups[c.PointGroup] = true, c.PointName, true, true
	}
	for _, c := range consumption {
		years[c.Month.Year], points[c.PPE], groups[c.PointGroup] = true, c.PointName, true
	}
	delete(years, 0)
	delete(points, "")
	delete(sellers, "")
	delete(groups, "")
	choices := FilterChoices{
		Periods: []Choice{{string(AllTime), l.T("period.all")}, {string(LastTwelveMonths), l.T("period.12m")}},
		Points:  []Choice{{"", l.T("ppe.all")}},
		Sellers: []Choice{{"", l.T("seller.all")}},
		Groups:  []Choice{{"", l.T("ppe_group.all")}},
	}
	for _, y := range slices.Backward(slices.Sorted(maps.Keys(years))) {
		choices.Periods = append(choices.Periods, Choice{strconv.Itoa(y), strconv.Itoa(y)})
	}
	for _, p := range slices.Sorted(maps.Keys(points)) {
		choices.Points = append(choices.Points, Choice{p, strings.TrimSpace(p + "  " + points[p])})
	}
	for _, s := range slices.Sorted(maps.Keys(sellers)) {
		choices.Sellers = append(choices.Sellers, Choice{s, s})
	}
	for _, g := range slices.Sorted(maps.Keys(groups)) {
		choices.Groups = append(choices.Groups, Choice{g, g})
	}
	return choices
}
