package ksef

import (
	"strings"

	"wattlake/lake"
)

// state is one of the two sides of a correction. Everything on an ordinary invoice is after.
type state int

const (
	after state = iota
	before
)

// row is one charged item: a line of the invoice or a row of a table in the attachment.
type row struct {
	point    *point // nil if it is not known which
	state    state
	name     string
	zone     string
	unit     string
	quantity lake.Opt[lake.Quantity]
	energy   lake.Opt[lake.Energy] // what the quantity is, if the unit is one of energy
	price    lake.Opt[lake.Price]
	net      lake.Opt[lake.Money]
	rate     string
	fee      fee
}

// measure reads the quantity, in the unit that is already there.
func (r *row) measure(amount string) {
	r.quantity = quantity(amount)
	if wh, ok := energy(amount, r.unit); ok {
		r.energy = lake.Some(wh)
	}
}

// line is the row as the reading keeps it. What was before a correction is reversed, so that the lines add up to the difference.
func (r *row) line() lake.Line {
	line := lake.Line{
		Name: r.name, Zone: r.zone, Quantity: r.quantity, Unit: r.unit, UnitPrice: r.price, Net: r.net, VATRate: r.rate,
	}
	if r.point != nil {
		line.PPE = r.point.ppe
	}
	if r.state == before {
		line.Quantity.Value, line.Net.Value = -line.Quantity.Value, -line.Net.Value
	}
	return line
}

// billRows reads the lines of the invoice.
func (d *document) billRows() {
	for _, n := range d.fa.all("FaWiersz") {
		r := &row{
			unit: n.value("P_8A"), price: price(n.value("P_9A")), net: money(n.value("P_11")), rate: n.value("P_12"),
		}
		if n.value("StanPrzed") == "1" {
			r.state = before
		}
		r.measure(n.value("P_8B"))
		label := splitName(n.value("P_7"))
		if label.ppe == "" {
			label.ppe = findPPE(n.value("Indeks"))
		}
		if label.ppe == "" {
			label.ppe = d.ppeOfLine[n.value("NrWierszaFa")]
		}
		r.name, r.zone, r.fee = label.name, findZone(fold(label.name)), feeOf(fold(label.name))
		if label.ppe != "" {
			r.point = d.point(label.ppe, "Fa/FaWiersz/P_7")
			r.point.take(label.facts)
		} else {
			d.common.take(label.facts)
		}
		d.rows = append(d.rows, r)
	}
}

// lineName is a line name taken apart.
type lineName struct {
	facts

	name string
	ppe  string
}

// splitName takes a name apart: "text|point|tariff|from|to" in any order, or a text that contains a code, a tariff, dates.
func splitName(p7 string) lineName {
	l := lineName{name: p7}
	if strings.Contains(p7, "|") {
		l.name = ""
		for segment := range strings.SplitSeq(p7, "|") {
			l.segment(strings.TrimSpace(segment))
		}
		return l
	}
	if l.ppe = findPPE(p7); l.ppe != "" {
		l.name = tidyName(strings.Replace(strings.Replace(p7, "8018"+l.ppe, "", 1), l.ppe, "", 1))
	}
	l.tariff = findTariff(p7)
	if found := dates(p7); len(found) == 2 {
		l.from, l.to = found[0], found[1]
	}
	return l
}

func (l *lineName) segment(s string) {
	switch day := date(s); {
	case l.ppe == "" && unlabelledPPE(s) != "":
		l.ppe = unlabelledPPE(s)
	case l.tariff == "" && findTariff(s) == s && s != "":
		l.tariff = s
	case !day.IsZero() && l.from.IsZero():
		l.from = day
	case !day.IsZero() && l.to.IsZero():
		l.to = day
	case l.name == "":
		l.name = s
	case s != "":
		l.name += " " + s
	}
}

// tidyName removes what is left of a code's label.
func tidyName(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	for _, rest := range []string{"Kod PPE", "Numer PPE", "Nr PPE", "PPE"} {
		s = strings.TrimSpace(strings.Replace(s, rest, "", 1))
	}
	return strings.Trim(s, " -–:;,|()")
}
