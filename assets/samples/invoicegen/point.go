package invoicegen

import (
	"slices"

	"wattlake/lake"
)

// part tells whether a line belongs to the sale or to the distribution of energy.
type part int

const (
	saleOf part = iota
	distributionOf
)

// line is one row of a settlement: quantity × price = net.
type line struct {
	part       part
	name, zone string
	quantity   lake.Quantity
	unit       string
	price      lake.Price
	net        lake.Money
	active     bool // its quantity is the billed energy
	start, end lake.Date
}

// point is one metering point with its consumption in the billing period.
type point struct {
	place
	ppe, tariff, meter string
	power              int // contracted, tenths of a kW
	used               []lake.Energy
	rates              rates
	months             int
	lines              []line
	net                lake.Money
}

// newPoint returns a point of the place in a tariff with a consumption for so many months.
func (r random) newPoint(at place, tariff, operator string, months int) point {
	p := point{
		place: at, ppe: r.ppe(operator), tariff: tariff, meter: r.digits(8), months: months, rates: r.rates(tariff),
	}
	s := sizes[tariff]
	p.power = r.between(s.powerLow, s.powerHigh)
	if p.power > 400 {
		p.power -= p.power % 10
	}
	left := r.between(s.kwhLow, s.kwhHigh) * months
	zones := zonesOf[tariff]
	for i := range zones {
		kwh := left
		if i < len(zones)-1 {
			kwh = left * r.between(28, 66) / 100
		}
		left -= kwh
		p.used = append(p.used, lake.Energy(kwh)*1000)
	}
	return p
}

func (p *point) kwh() lake.Energy {
	sum := lake.Energy(0)
	for _, e := range p.used {
		sum += e
	}
	return sum
}

// settle computes the lines for the scope; unit is kWh or MWh.
func (p *point) settle(scope lake.Scope, unit string, start, end lake.Date) {
	p.lines, p.net = nil, 0
	b := liner{p, unit, start, end}
	if scope != lake.Distribution {
		b.add(saleOf, "Opłata handlowa", "", lake.Quantity(p.months)*1000, "m-c", p.rates.trade)
		for i, zone := range zonesOf[p.tariff] {
			b.energy(saleOf, "Energia czynna", zone, p.used[i], p.rates.energy[i], true)
		}
	}
	if scope != lake.Sale {
		b.distribution(scope)
	}
	for _, l := range p.lines {
		p.net += l.net
	}
}

// clone returns a copy with its own consumption, for the state before a correction.
func (p *point) clone() point {
	c := *p
	c.used, c.lines = slices.Clone(p.used), nil
	return c
}

// liner adds lines to a point.
type liner struct {
	*point
	unit       string
	start, end lake.Date
}

func (b *liner) distribution(scope lake.Scope) {
	r := &b.rates
	months := lake.Quantity(b.months) * 1000
	perPower, unit := months, "m-c"
	if large(b.tariff) {
		perPower, unit = months*lake.Quantity(b.power)/10, "kW"
	}
	for i, zone := range zonesOf[b.tariff] {
		b.energy(distributionOf, "Opłata sieciowa zmienna", zone, b.used[i], r.network[i], scope == lake.Distribution)
	}
	b.energy(distributionOf, "Opłata jakościowa", "", b.kwh(), r.quality, false)
	if r.renewable > 0 {
		b.energy(distributionOf, "Opłata OZE", "", b.kwh(), r.renewable, false)
	}
	b.energy(distributionOf, "Opłata kogeneracyjna", "", b.kwh(), r.cogeneration, false)
	b.add(distributionOf, "Opłata sieciowa stała", "", perPower, unit, r.fixed)
	b.add(distributionOf, "Opłata przejściowa", "", perPower, unit, r.transition)
	b.add(distributionOf, "Opłata abonamentowa", "", months, "m-c", r.subscription)
	b.add(distributionOf, "Opłata mocowa", "", months, "m-c", r.capacity)
}

// energy adds a row per kWh, or per MWh when the bill is in MWh.
func (b *liner) energy(of part, name, zone string, used lake.Energy, price lake.Price, active bool) {
	quantity := lake.Quantity(used)
	if b.unit == "MWh" {
		quantity, price = lake.Quantity(used/1000), price*1000
	}
	b.add(of, name, zone, quantity, b.unit, price)
	b.lines[len(b.lines)-1].active = active
}

func (b *liner) add(of part, name, zone string, quantity lake.Quantity, unit string, price lake.Price) {
	b.lines = append(b.lines, line{
		part: of, name: name, zone: zone, quantity: quantity, unit: unit, price: price, net: times(quantity, price),
		start: b.start, end: b.end,
	})
}
