package ksef

import (
	"strings"

	"wattlake/lake"
)

func (v *invoice) dates() {
	v.day(lake.FieldIssueDate, "P_1")
	v.day(lake.FieldSaleDate, "P_6")
	v.day(lake.FieldPeriodStart, "OkresFa", "P_6_Od")
	v.day(lake.FieldPeriodEnd, "OkresFa", "P_6_Do")
	if v.fields.Value(lake.FieldPeriodStart) == "" || v.fields.Value(lake.FieldPeriodEnd) == "" {
		from, to := v.periodOfPoints()
		v.set(lake.FieldPeriodStart, from.String(), from.String(), "points")
		v.set(lake.FieldPeriodEnd, to.String(), to.String(), "points")
	}
	due := lake.Date{}
	for _, n := range v.fa.child("Platnosc").all("TerminPlatnosci") {
		if day := date(n.value("Termin")); !day.IsZero() && (due.IsZero() || day.Before(due)) {
			due = day
		}
	}
	v.set(lake.FieldDueDate, due.String(), due.String(), "Fa/Platnosc/TerminPlatnosci/Termin")
}

func (v *invoice) day(name lake.FieldName, path ...string) {
	raw := v.fa.value(path...)
	v.set(name, date(raw).String(), raw, "Fa/"+strings.Join(path, "/"))
}

// periodOfPoints returns the days from the first that any point states to the last, nothing if only one end is known.
func (v *invoice) periodOfPoints() (from, to lake.Date) {
	all := v.common
	for _, p := range v.points {
		all.take(facts{from: p.from, to: p.to})
	}
	if all.from.IsZero() || all.to.IsZero() || all.to.Before(all.from) {
		return lake.Date{}, lake.Date{}
	}
	return all.from, all.to
}
