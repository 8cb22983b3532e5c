package present

import "wattlake/lake"

// Chart is what a chart widget draws: categories along the x axis and one or more series of whole numbers (grosze or Wh).
type Chart struct {
	Title      string
	Categories []Category
	Series     []Series
	Scale      int64              // units per 1 on the value axis: 100 for grosze, 1000 for Wh
	Unit       string             // of the value axis: "zł", "kWh"
	Format     func(int64) string // a value in full, for the tooltip
	Axis       func(int64) string // a round number of axis units
	Note       string             // a remark under the title; may be empty
	Empty      string             // what to say when there is nothing to draw
	More       func(n int) string // says that n categories found no room; nil if that cannot be
}

// Category is one place on the x axis.
type Category struct {
	Label string // short: "sty"
	Group string // what neighbours share, written once: "2026"
	Name  string // in full, for the tooltip

	Month lake.Date // that it stands for; zero if it is no month
}

// Series is one value per category.
type Series struct {
	Name   string
	Values []int64
	Known  []bool // false where there is nothing to draw; nil means all are known
	Muted  bool   // figures that nobody has reviewed: drawn paler
	Slot   int    // which colour of the palette
}

// At returns the value at a category and whether there is one.
func (s Series) At(i int) (value int64, known bool) {
	if i < 0 || i >= len(s.Values) || (s.Known != nil && !s.Known[i]) {
		return 0, false
	}
	return s.Values[i], true
}

// IsEmpty reports whether there is nothing to draw.
func (c Chart) IsEmpty() bool { return len(c.Categories) == 0 || len(c.Series) == 0 }

// Total adds up the known values of a category.
func (c Chart) Total(i int) int64 {
	var total int64
	for _, s := range c.Series {
		v, _ := s.At(i)
		total += v
	}
	return total
}

// The scales of the axes.
const (
	moneyScale  = 100
	energyScale = 1000
)

// monthCategory makes the place of a month.
func (l *Locale) monthCategory(month lake.Date) Category {
	return Category{Label: l.MonthName(month.Month), Group: l.T("year", "year", yearString(month.Year)), Name: l.Month(month), Month: month}
}

func yearString(year int) string { return lake.Date{Year: year, Month: 1, Day: 1}.String()[:4] }

// months lists every month from the first to the last, so that a gap in the data is a gap on the axis.
func months(first, last lake.Date) []lake.Date {
	if first.IsZero() || last.Before(first) {
		return nil
	}
	var list []lake.Date
	for m := first; !last.Before(m) && len(list) < maxMonths; m = nextMonth(m) {
		list = append(list, m)
	}
	return list
}

// maxMonths bounds the x axis: a wrong year in one invoice must not draw thousands of months.
const maxMonths = 240

func nextMonth(m lake.Date) lake.Date {
	if m.Month == 12 {
		return lake.Date{Year: m.Year + 1, Month: 1, Day: 1}
	}
	return lake.Date{Year: m.Year, Month: m.Month + 1, Day: 1}
}

func monthOf(d lake.Date) lake.Date { return lake.Date{Year: d.Year, Month: d.Month, Day: 1} }
