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
	start, end lake.Date
	rate       int // VAT, percent
}

// point is one metering point with its consumption in the billing period.
type point struct {
	place
	ppe, tariff, meter string
	power              int // contracted, tenths of a kW
	used               []lake.Energy
	rates              rates
	change             *change
	months             int
	lines              []line
	net                lake.Money
}

// change is a new price list in the middle of a billing period.
type change struct {
	rates rates
	from  lake.Date
	share int  // percent of the energy that was used before it
	fees  bool // monthly fees are split as well; the period is then two months
}

// vatRate is the rate for energy delivered until a day.
func vatRate(end lake.Date) int {
	if end.Year == reducedVATYear {
		return 5
	}
	return 23
}

// reducedVATYear is the year in which electricity was taxed with 5 %.
const reducedVATYear = 2022

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
		b.fee(saleOf, "Opłata handlowa", lake.Quantity(p.months)*1000, "m-c", func(r *rates) lake.Price { return r.trade })
		for i, zone := range zonesOf[p.tariff] {
			b.energy(saleOf, "Energia czynna", zone, p.used[i], func(r *rates) lake.Price { return r.energy[i] })
		}
	}
	if scope != lake.Sale {
		b.distribution()
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

func (b *liner) distribution() {
	months := lake.Quantity(b.months) * 1000
	perPower, unit := months, "m-c"
	if large(b.tariff) {
		perPower, unit = months*lake.Quantity(b.power)/10, "kW"
	}
	for i, zone := range zonesOf[b.tariff] {
		b.energy(distributionOf, "Opłata sieciowa zmienna", zone, b.used[i], func(r *rates) lake.Price { return r.network[i] })
	}
	b.energy(distributionOf, "Opłata jakościowa", "", b.kwh(), func(r *rates) lake.Price { return r.quality })
	if b.rates.renewable > 0 {
		b.energy(distributionOf, "Opłata OZE", "", b.kwh(), func(r *rates) lake.Price { return r.renewable })
	}
	b.energy(distributionOf, "Opłata kogeneracyjna", "", b.kwh(), func(r *rates) lake.Price { return r.cogeneration })
	b.fee(distributionOf, "Opłata sieciowa stała", perPower, unit, func(r *rates) lake.Price { return r.fixed })
	b.fee(distributionOf, "Opłata przejściowa", perPower, unit, func(r *rates) lake.Price { return r.transition })
	b.fee(distributionOf, "Opłata abonamentowa", months, "m-c", func(r *rates) lake.Price { return r.subscription })
	b.fee(distributionOf, "Opłata mocowa", months, "m-c", func(r *rates) lake.Price { return r.capacity })
}

// energy adds a row per kWh, or per MWh when the bill is in MWh; two rows when the prices changed.
func (b *liner) energy(of part, name, zone string, used lake.Energy, price func(*rates) lake.Price) {
	const kWh = 1000
	if b.change == nil {
		b.measured(line{part: of, name: name, zone: zone, start: b.start, end: b.end}, used, price(&b.rates))
		return
	}
	before := used * lake.Energy(b.change.share) / 100 / kWh * kWh
	b.measured(line{part: of, name: name, zone: zone, start: b.start, end: b.change.from.AddDays(-1)}, before, price(&b.rates))
	b.measured(line{part: of, name: name, zone: zone, start: b.change.from, end: b.end}, used-before, price(&b.change.rates))
}

func (b *liner) measured(l line, used lake.Energy, price lake.Price) {
	l.quantity, l.unit, l.price = lake.Quantity(used), b.unit, price
	if b.unit == "MWh" {
		l.quantity, l.price = lake.Quantity(used/1000), price*1000
	}
	b.add(l)
}

// fee adds a row that does not depend on consumption.
func (b *liner) fee(of part, name string, quantity lake.Quantity, unit string, price func(*rates) lake.Price) {
	if b.change == nil || !b.change.fees {
		b.add(line{part: of, name: name, quantity: quantity, unit: unit, price: price(&b.rates), start: b.start, end: b.end})
		return
	}
	half := quantity / 2
	b.add(line{part: of, name: name, quantity: half, unit: unit, price: price(&b.rates), start: b.start, end: b.change.from.AddDays(-1)})
	b.add(line{part: of, name: name, quantity: quantity - half, unit: unit, price: price(&b.change.rates), start: b.change.from, end: b.end})
}

func (b *liner) add(l line) {
	l.net, l.rate = times(l.quantity, l.price), vatRate(l.end)
	b.lines = append(b.lines, l)
}
