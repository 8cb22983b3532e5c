package present

import (
	"slices"
	"strings"
	"time"

	"wattlake/lake"
)

// ColumnID names a column of the invoices table; it is what settings remember.
type ColumnID string

// The columns of the invoices table.
const (
	ColumnStatus   ColumnID = "status"
	ColumnNumber   ColumnID = "number"
	ColumnSeller   ColumnID = "seller"
	ColumnKind     ColumnID = "kind"
	ColumnPPE      ColumnID = "ppe"
	ColumnPeriod   ColumnID = "period"
	ColumnKWh      ColumnID = "kwh"
	ColumnNet      ColumnID = "net"
	ColumnComputed ColumnID = "computed" // net × 1.23
	ColumnGross    ColumnID = "gross"
	ColumnIssued   ColumnID = "issued"
	ColumnDue      ColumnID = "due"
	ColumnFile     ColumnID = "file"
	ColumnVAT      ColumnID = "vat"
	ColumnDropped  ColumnID = "dropped"
)

// Column describes a column to the table widget. Widths follow from a sample of its widest usual content.
type Column struct {
	ID       ColumnID
	Title    string
	Sample   string  // what must fit without being cut; alternatives on lines of their own
	Right    bool    // numbers stand right
	Flex     float32 // share of the space that is left over
	Priority int     // the highest number goes first when the window is narrow; 0 always stays
	Extra    float32 // room for an icon or a mark
	Left     float32 // room at the left beyond the usual; the table gives it
	Width    float32 // what the user made of it; 0 follows Sample
	Wanted   bool    // the user asked for it: it stays however narrow the window is
	Ends     bool    // the end tells it apart: what is too long is cut in the middle
}

// OptionalColumn is the priority from which a column is shown only when the others have more than they need.
const OptionalColumn = 9

// iconRoom is what a status icon takes in a cell, in device-independent pixels.
const iconRoom = 22

// The least room for figures, so that columns do not jump while rows come in.
const (
	usualMoney  lake.Money  = 1_234_567
	usualEnergy lake.Energy = 12_345_000
)

// Columns returns the columns of the invoices table in their usual order, wide enough for the longest figures.
func Columns(l *Locale, w Widest) []Column {
	money := minus + l.Amount(max(w.Money, usualMoney))
	energy := l.EnergyAt(max(w.Energy, usualEnergy), w.Decimals)
	column := func(id ColumnID, sample string, priority int) Column {
		return Column{ID: id, Title: l.T("column." + string(id)), Sample: sample, Priority: priority}
	}
	right := func(id ColumnID, sample string, priority int) Column {
		c := column(id, sample, priority)
		c.Right = true
		return c
	}
	status := column(ColumnStatus, statusSample(l), 0)
	status.Extra = iconRoom
	number := column(ColumnNumber, "FV/00000/2026", 0)
	number.Flex, number.Ends = 1.4, true
	seller := column(ColumnSeller, "Energia Polska", 3)
	seller.Flex = 1
	file := column(ColumnFile, "faktura_2026_01.pdf", 11)
	file.Flex = 1.2
	return []Column{
		status, number, seller,
		column(ColumnKind, l.T("kind.settlement")+"\n"+l.T("kind.correction"), 6),
		column(ColumnPPE, "590000000000000000", 5),
		column(ColumnPeriod, periodSample(l), 4),
		right(ColumnKWh, energy, 2),
		right(ColumnNet, money, 1),
		right(ColumnComputed, money+mark, 7),
		right(ColumnGross, money, 0),
		column(ColumnIssued, dateSample(l), 9),
		column(ColumnDue, dateSample(l), 10),
		file,
		right(ColumnVAT, money, 12),
		column(ColumnDropped, dateSample(l), 13),
	}
}

// UsualColumns are shown until the user chooses; the others are there to be chosen.
func UsualColumns() []ColumnID {
	return []ColumnID{
		ColumnStatus, ColumnNumber, ColumnSeller, ColumnKind, ColumnPPE, ColumnPeriod, ColumnKWh, ColumnNet, ColumnComputed, ColumnGross,
		ColumnIssued, ColumnDue, ColumnFile,
	}
}

// Arrange returns the columns that the user wants, in their order and with their widths. Unknown names are dropped; no names
// mean the usual columns, of which those go first that matter least when the window is narrow.
func Arrange(columns []Column, wanted []ColumnID, widths map[ColumnID]float32) []Column {
	chosen := len(wanted) > 0
	if !chosen {
		wanted = UsualColumns()
	}
	arranged := make([]Column, 0, len(columns))
	for _, id := range wanted {
		i := slices.IndexFunc(columns, func(c Column) bool { return c.ID == id })
		if i < 0 || slices.ContainsFunc(arranged, func(c Column) bool { return c.ID == id }) {
			continue
		}
		c := columns[i]
		c.Width, c.Wanted = widths[id], chosen
		arranged = append(arranged, c)
	}
	if len(arranged) == 0 {
		return Arrange(columns, nil, widths)
	}
	return arranged
}

// statusSample lists the words that a status may have.
func statusSample(l *Locale) string {
	words := []string{l.T("stage.ingest"), l.T("stage.gold")}
	for status := range statusRank {
		words = append(words, l.T("status."+string(status)))
	}
	return strings.Join(words, "\n")
}

// dateSample lists a day of every month, whose names differ in width.
func dateSample(l *Locale) string { return ofEveryMonth(28, l.Date) }

// monthSample lists the months of a year.
func monthSample(l *Locale) string { return ofEveryMonth(1, l.Month) }

func ofEveryMonth(day int, write func(lake.Date) string) string {
	words := make([]string, 0, 12)
	for m := time.January; m <= time.December; m++ {
		words = append(words, write(lake.Date{Year: 2026, Month: m, Day: day}))
	}
	return strings.Join(words, "\n")
}

// momentSample are the widest moments of every month, see [Locale.Moment].
func momentSample(l *Locale) string {
	return ofEveryMonth(28, func(d lake.Date) string { return l.Date(d) + ", 23:58" })
}

// instantSample is [momentSample] to the second.
func instantSample(l *Locale) string { return strings.ReplaceAll(momentSample(l), "23:58", "23:58:58") }

func periodSample(l *Locale) string {
	first := lake.Date{Year: 2026, Month: time.March, Day: 28}
	return l.Period(first, lake.Date{Year: 2026, Month: time.May, Day: 28}) + "\n" + l.Period(first, lake.Date{Year: 2028, Month: time.May, Day: 28})
}
