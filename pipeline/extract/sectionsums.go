package extract

import "slices"

// ruleSections marks amounts that are the sum over the sections of an invoice.
const ruleSections = "sum over the sections"

// sectionsTotal returns the sum over the totals of the sections of an invoice that prints none for the whole, where it is what is to pay.
func (p *part) sectionsTotal(forecast bool, dues []payable) (s sums, ok bool) {
	parts := p.sectionTotals()
	if len(parts) < 2 {
		return sums{}, false
	}
	for _, t := range parts {
		s.net, s.vat, s.gross = s.net+t.net, s.vat+t.vat, s.gross+t.gross
		for i, o := range t.sums(1).fields {
			o.rule, o.score = ruleSections, 0.95
			s.fields[i] = s.fields[i].plus(o, o.money())
		}
	}
	s.score = classScore(classTotal, forecast)
	return s, slices.ContainsFunc(dues, func(d payable) bool { return d.amount == s.gross && !d.refund })
}

// sectionTotals returns the rows of three amounts that say total, each once.
func (p *part) sectionTotals() []triple {
	var found []triple
	for _, l := range p.lines {
		for _, t := range triples(l) {
			known := slices.ContainsFunc(found, func(o triple) bool { return o.line == l || (o.net == t.net && o.gross == t.gross) })
			if !known && !p.allNet(t) && p.classOf(l, min(t.n.Start, t.v.Start, t.g.Start)) == classTotal {
				found = append(found, t)
			}
		}
	}
	return found
}
