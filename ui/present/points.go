package present

import (
	"slices"
	"strings"

	"wattlake/lake"
	"wattlake/pipeline"
)

// PointRow is one line of the PPE register, or a code on invoices that the register does not have yet.
type PointRow struct {
	Point      lake.RegisteredPoint
	Registered bool
	Cells      []Cell
}

// PointColumns are the columns of the register.
func PointColumns(l *Locale) []Column {
	code := textColumn(l, "ppe", "590000000000000000", 0)
	code.Extra = iconRoom
	return []Column{
		code, flexColumn(l, "point_name", "Szkoła Podstawowa nr 1", 0), flexColumn(l, "address", "ul. Długa 12", 3), textColumn(l, "tariff", "C12a", 2),
		flexColumn(l, "group", "oświetlenie", 1), flexColumn(l, "note", "nie ma w ewidencji", 0),
	}
}

// PointRows lists the codes on invoices that nobody has registered, then the register; both by code.
func PointRows(l *Locale, points []lake.RegisteredPoint, report pipeline.RegisterReport) []PointRow {
	rows := make([]PointRow, 0, len(points)+len(report.Unregistered))
	for _, u := range report.Unregistered {
		row := PointRow{Point: lake.RegisteredPoint{PPE: u.PPE}}
		row.cells(Cell{Text: l.N("points.unregistered", len(u.Invoices)), Tone: Attention}, "needs_review", Attention)
		rows = append(rows, row)
	}
	for _, p := range points {
		row := PointRow{Point: p, Registered: true}
		note, icon, tone := Cell{}, "ready", Good
		switch {
		case slices.ContainsFunc(report.Doubtful, func(d lake.RegisteredPoint) bool { return d.PPE == p.PPE }):
			note, icon, tone = Cell{Text: l.T("points.doubtful"), Tone: Attention}, "needs_review", Attention
		case slices.ContainsFunc(report.Unbilled, func(d lake.RegisteredPoint) bool { return d.PPE == p.PPE }):
			note = Cell{Text: l.T("points.unbilled"), Tone: Muted}
		}
		row.cells(note, icon, tone)
		rows = append(rows, row)
	}
	return rows
}

func (r *PointRow) cells(note Cell, icon string, tone Tone) {
	p := r.Point
	code := Cell{Text: p.PPE, Icon: icon}
	if tone == Attention {
		code.Tone = Attention
	}
	r.Cells = []Cell{code, {Text: p.Name}, {Text: p.Address, Tone: Muted}, {Text: p.Tariff, Tone: Muted}, {Text: p.Group}, note}
}

// PointsWords says how many points the register has and how many codes on invoices it lacks.
func PointsWords(l *Locale, rows []PointRow) string {
	registered := 0
	for _, r := range rows {
		if r.Registered {
			registered++
		}
	}
	words := l.N("points.registered", registered)
	if missing := len(rows) - registered; missing > 0 {
		words += " · " + l.N("points.missing", missing)
	}
	return words
}

// PointDraft is a point as it is being typed.
type PointDraft struct {
	PPE, Name, Address, Tariff, Group, OldCodes string
}

// NewPointDraft begins with what is registered.
func NewPointDraft(p lake.RegisteredPoint) *PointDraft {
	return &PointDraft{PPE: p.PPE, Name: p.Name, Address: p.Address, Tariff: p.Tariff, Group: p.Group, OldCodes: strings.Join(p.OldCodes, ", ")}
}

// Point is what was typed.
func (d *PointDraft) Point() lake.RegisteredPoint {
	return lake.RegisteredPoint{
		PPE: d.PPE, Name: d.Name, Address: d.Address, Tariff: d.Tariff, Group: d.Group,
		OldCodes: strings.FieldsFunc(d.OldCodes, func(r rune) bool { return r == ',' || r == ';' || r == ' ' }),
	}.Normal()
}

// Check says what to look at in what was typed; the point can be saved unless it has no code.
func (d *PointDraft) Check(l *Locale) (notice Notice, saveable bool) {
	code := lake.NormalPPE(d.PPE)
	switch {
	case code == "":
		return Notice{Tone: Muted, Message: l.T("points.code_needed")}, false
	case !lake.ValidPPE(code):
		return Notice{Tone: Attention, Message: l.T("points.code_doubtful")}, true
	}
	return Notice{}, true
}

// ImportWords says what taking in a list of points would change, and which rows are left out and why.
func ImportWords(l *Locale, change pipeline.RegisterChange, rows []pipeline.PointRow) (summary string, problems []Notice) {
	summary = l.T("points.import.change", "added", l.Int(int64(change.Added)), "changed", l.Int(int64(change.Changed)), "same", l.Int(int64(change.Same)))
	for _, row := range rows {
		line := l.T("points.import.line", "n", l.Int(int64(row.Line)))
		if row.Refused != nil {
			problems = append(problems, Notice{Tone: Bad, Message: line + ": " + l.Say(*row.Refused)})
		}
		for _, w := range row.Warnings {
			problems = append(problems, Notice{Tone: Attention, Message: line + ": " + l.Say(w)})
		}
	}
	return summary, problems
}

// Taken are the points of the rows that can be taken.
func Taken(rows []pipeline.PointRow) []lake.RegisteredPoint {
	var points []lake.RegisteredPoint
	for _, row := range rows {
		if row.Refused == nil {
			points = append(points, row.Point)
		}
	}
	return points
}
