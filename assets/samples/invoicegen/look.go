package invoicegen

import (
	"fmt"
	"strings"

	"wattlake/lake"
)

// rgb is a colour.
type rgb struct{ r, g, b int }

var (
	black = rgb{20, 20, 24}
	grey  = rgb{105, 108, 114}
	pale  = rgb{232, 234, 238}
	white = rgb{255, 255, 255}
)

// minusForm is how a page prints a negative number.
type minusForm int

const (
	minusBefore minusForm = iota
	minusAfter
	minusSign // U+2212
	minusBrackets
	minusSpaced
)

// textOrder is the order in which the texts of a page stand in the file.
type textOrder int

const (
	orderNatural  textOrder = iota
	orderBlocks             // blocks in a random order
	orderColumns            // column by column inside a block
	orderReversed           // last block first
)

// look is how one bill is set: fonts, colours, number and date forms.
type look struct {
	family      string // go, medium or mono
	size        float64
	accent      rgb
	ruled       bool
	zebra       bool
	header      int
	logo        int
	order       textOrder
	orderSeed   uint64
	group       string // between thousands
	groupEnergy string
	minus       minusForm
	currency    string
	date        string // Go layout
	periodForm  int
	nipForm     int
	spacedPPE   bool
	lineDates   bool // every line says its period
	pricePlaces int
	shortHeads  bool // "Netto" for "Wartość netto"
	unitFirst   bool // the unit stands before the quantity
	ascii       bool // an old system without Polish letters
}

// thin marks a gap between thousands that is drawn but is no character of the text.
const thin = "\u2009"

func (r random) look() look {
	l := look{
		family: pick(r, "go", "go", "medium", "mono"), size: pick(r, 7.0, 7.5, 8.0),
		accent: pick(r, rgb{0, 92, 169}, rgb{196, 18, 48}, rgb{0, 122, 77}, rgb{228, 110, 0}, rgb{84, 45, 130}, rgb{60, 64, 72}),
		ruled:  r.chance(50), zebra: r.chance(35), header: r.IntN(3), logo: r.IntN(4),
		order: textOrder(r.IntN(4)), orderSeed: r.Uint64(),
		group: pick(r, " ", " ", "\u00a0", "\u00a0", thin, ".", ""), minus: minusForm(r.IntN(5)),
		currency: pick(r, "zł", "zł", "PLN"), date: pick(r, "02.01.2006", "02.01.2006", "2006-01-02", "02/01/2006", "02-01-2006"),
		periodForm: r.IntN(3), nipForm: r.IntN(4), spacedPPE: r.chance(15), unitFirst: r.chance(35),
		lineDates: r.chance(30), pricePlaces: pick(r, 4, 4, 5), shortHeads: r.chance(30),
	}
	l.groupEnergy = l.group
	if l.group != "." && r.chance(15) {
		l.groupEnergy = ""
	}
	return l
}

func (l look) fixed(s, group string) string {
	whole, frac, _ := strings.Cut(s, ".")
	var b strings.Builder
	for i, d := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(group)
		}
		b.WriteRune(d)
	}
	if frac != "" {
		b.WriteString("," + frac)
	}
	return b.String()
}

func (l look) negative(s string, minus bool) string {
	if !minus {
		return s
	}
	switch l.minus {
	case minusAfter:
		return s + "-"
	case minusSign:
		return "−" + s
	case minusBrackets:
		return "(" + s + ")"
	case minusSpaced:
		return "- " + s
	default:
		return "-" + s
	}
}

// money prints an amount without its currency.
func (l look) money(m lake.Money) string {
	return l.negative(l.fixed(m.Abs().String(), l.group), m < 0)
}

// amount prints an amount with its currency.
func (l look) amount(m lake.Money) string { return l.money(m) + " " + l.currency }

// energy prints a consumption in the unit, without it.
func (l look) energy(e lake.Energy, unit string) string {
	minus := e < 0
	e = max(e, -e)
	if unit == "MWh" {
		return l.negative(l.fixed(fmt.Sprintf("%d.%03d", e/1_000_000, e/1000%1000), l.groupEnergy), minus)
	}
	return l.negative(l.fixed(e.String(), l.groupEnergy), minus)
}

// quantity prints the amount of a line: whole for kWh, three places for MWh, else two.
func (l look) quantity(q lake.Quantity, unit string) string {
	switch unit {
	case "kWh":
		return l.energy(lake.Energy(q), unit)
	case "MWh":
		return l.energy(lake.Energy(q)*1000, unit)
	default:
		return l.fixed(fmt.Sprintf("%d.%02d", q/1000, q%1000/10), l.group)
	}
}

// price prints a unit price with four or five places.
func (l look) price(p lake.Price) string {
	whole, millionths := p/1_000_000, fmt.Sprintf("%06d", p%1_000_000)
	return l.fixed(fmt.Sprintf("%d.%s", whole, millionths[:l.pricePlaces]), l.group)
}

func (l look) day(d lake.Date) string { return d.Time().Format(l.date) }

// span prints a period.
func (l look) span(start, end lake.Date) string {
	switch l.periodForm {
	case 1:
		return "od " + l.day(start) + " do " + l.day(end)
	case 2:
		return l.day(start) + " – " + l.day(end)
	default:
		return l.day(start) + " - " + l.day(end)
	}
}

// kilowatts prints tenths of a kW.
func (l look) kilowatts(tenths int) string { return fmt.Sprintf("%d,%d", tenths/10, tenths%10) }
