package present

import (
	"slices"

	"wattlake/lake"
)

// SumCheck is one sum that the figures of an invoice must give, with what is typed at the moment.
type SumCheck struct {
	Text string // "1 000,00 + 230,00 = 1 230,00"
	Note string // "różnica 0,10" when it does not come out; what is summed otherwise
	OK   bool
}

// Sums checks what is typed: net and VAT against gross, and the points and the lines against the invoice. A sum of which a
// part is not known is left out.
func (s *Sheet) Sums() []SumCheck {
	var list []SumCheck
	net, vat, gross := s.money(lake.FieldNet), s.money(lake.FieldVAT), s.money(lake.FieldGross)
	if net.Known && vat.Known && gross.Known {
		list = append(list, s.sum(s.l.T("sum.gross"), s.l.Plus(net.Value, vat.Value), s.l.Amount(gross.Value),
			int64(net.Value+vat.Value-gross.Value), func(d int64) string { return s.l.Amount(lake.Money(d)) }))
	}
	if total, ok := s.pointsNet(); ok && net.Known {
		list = append(list, s.sum(s.l.T("sum.points_net"), s.l.Amount(total), s.l.Amount(net.Value), int64(total-net.Value),
			func(d int64) string { return s.l.Amount(lake.Money(d)) }))
	}
	consumption, err := lake.ParseEnergy(s.live(string(lake.FieldConsumption)))
	if total, ok := s.pointsEnergy(); ok && err == nil {
		list = append(list, s.sum(s.l.T("sum.points_kwh"), s.l.KWh(total), s.l.KWh(consumption), int64(total-consumption),
			func(d int64) string { return s.l.KWh(lake.Energy(d)) }))
	}
	return list
}

func (s *Sheet) sum(name, left, right string, difference int64, write func(int64) string) SumCheck {
	if difference == 0 {
		return SumCheck{Text: left + " = " + right, Note: name, OK: true}
	}
	return SumCheck{Text: left + " ≠ " + right, Note: name + " · " + s.l.T("sum.difference", "amount", write(difference))}
}

func (s *Sheet) money(name lake.FieldName) lake.Opt[lake.Money] { return s.moneyOf(string(name)) }

func (s *Sheet) moneyOf(name string) lake.Opt[lake.Money] {
	m, err := lake.ParseMoney(s.live(name))
	return lake.Opt[lake.Money]{Value: m, Known: err == nil}
}

// pointsNet adds up the points; ok is false if one of them has no amount.
func (s *Sheet) pointsNet() (total lake.Money, ok bool) {
	for n := range s.Points {
		m := s.moneyOf(lake.PointField(n, lake.FieldNet))
		if !m.Known {
			return 0, false
		}
		total += m.Value
	}
	return total, len(s.Points) > 1
}

func (s *Sheet) pointsEnergy() (total lake.Energy, ok bool) {
	for n := range s.Points {
		e, err := lake.ParseEnergy(s.live(lake.PointField(n, lake.FieldConsumption)))
		if err != nil {
			return 0, false
		}
		total += e
	}
	return total, len(s.Points) > 1
}

// PageBox is a field's place on a page.
type PageBox struct {
	Name      string
	Box       lake.Box
	Certainty Certainty
}

// Boxes lists the places of the fields on a page.
func (s *Sheet) Boxes(page int) []PageBox {
	var boxes []PageBox
	for _, name := range s.order {
		f := s.fields[name]
		if f.Read.Page == page && f.Read.Box != (lake.Box{}) {
			boxes = append(boxes, PageBox{Name: name, Box: f.Read.Box, Certainty: f.Certainty})
		}
	}
	return boxes
}

// PickBox returns the field at a place of a page: of several boxes the smallest.
func PickBox(boxes []PageBox, x, y float64) (name string, ok bool) {
	const slack = 3 // points around a box that still mean it
	area := func(b PageBox) float64 { return (b.Box.X1 - b.Box.X0) * (b.Box.Y1 - b.Box.Y0) }
	var hit []PageBox
	for _, b := range boxes {
		if x >= b.Box.X0-slack && x <= b.Box.X1+slack && y >= b.Box.Y0-slack && y <= b.Box.Y1+slack {
			hit = append(hit, b)
		}
	}
	if len(hit) == 0 {
		return "", false
	}
	return slices.MinFunc(hit, func(a, b PageBox) int {
		switch {
		case area(a) < area(b):
			return -1
		case area(a) > area(b):
			return 1
		}
		return 0
	}).Name, true
}

// TurnBox turns a box on a page of this size clockwise by quarters.
func TurnBox(b lake.Box, width, height float64, quarters int) lake.Box {
	for range ((quarters % 4) + 4) % 4 {
		b = lake.Box{X0: height - b.Y1, Y0: b.X0, X1: height - b.Y0, Y1: b.X1}
		width, height = height, width
	}
	return b
}

// vatGrid lists the VAT summary as it was read.
func vatGrid(l *Locale, r lake.Reading) Grid {
	g := Grid{Columns: []Column{
		flexColumn(l, "rate", "23", 0), numberColumn(l, "net", "12 345,67", 0), numberColumn(l, "vat", "12 345,67", 0), numberColumn(l, "gross", "12 345,67", 0),
	}}
	for _, v := range r.VATRows {
		g.Rows = append(g.Rows, []Cell{{Text: v.Rate}, {Text: l.Amount(v.Net)}, {Text: l.Amount(v.VAT)}, {Text: l.Amount(v.Gross)}})
	}
	return g
}
