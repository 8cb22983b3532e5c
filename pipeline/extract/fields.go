package extract

import (
	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

// fields returns the invoice's fields.
func (f *facts) fields() lake.Fields {
	fields := lake.Fields{}
	put := func(name lake.FieldName, e evidence) {
		if e.value != "" {
			fields[name] = e.field()
		}
	}
	put(lake.FieldNumber, f.own.number)
	fields[lake.FieldKind] = lake.Field{Value: string(f.kind), Page: f.own.number.page, Box: f.own.number.box, Confidence: 0.97, Rule: "heading"}
	put(lake.FieldIssueDate, f.issued)
	put(lake.FieldSaleDate, f.sold)
	put(lake.FieldDueDate, f.dueDate)
	put(lake.FieldSellerName, f.seller.name)
	put(lake.FieldSellerNIP, f.seller.nip)
	put(lake.FieldBuyerName, f.buyer.name)
	put(lake.FieldBuyerNIP, f.buyer.nip)
	put(lake.FieldKSeFNumber, f.ksef)
	put(lake.FieldAmountDue, f.due)
	put(lake.FieldReason, f.reason)
	if f.scope != "" {
		fields[lake.FieldScope] = lake.Field{Value: string(f.scope), Confidence: 0.9, Rule: "heading or fees"}
	}
	if (f.kind == lake.Correction || f.own.correcting) && len(f.refs) > 0 {
		put(lake.FieldCorrects, f.refs[0].number)
	}
	if f.has.period {
		from := newEvidence(f.period.line, f.period.start, f.period.end, f.period.from.String(), f.period.rule, f.period.score)
		to := from
		to.value = f.period.to.String()
		put(lake.FieldPeriodStart, from)
		put(lake.FieldPeriodEnd, to)
	}
	if f.has.sums {
		put(lake.FieldNet, f.sums.fields[0])
		put(lake.FieldVAT, f.sums.fields[1])
		put(lake.FieldGross, f.sums.fields[2])
	}
	if f.currency.value != "" {
		put(lake.FieldCurrency, f.currency.evidence)
	}
	if f.kind == lake.Other {
		return fields
	}
	put(lake.FieldConsumption, f.usage.evidence)
	if !f.has.usage && !f.speaksOf {
		fields[lake.FieldConsumption] = lake.Field{Absent: true, Rule: "no energy on this document"}
	}
	if len(f.points) == 0 && !f.speaksOf {
		fields[lake.FieldPPE] = lake.Field{Absent: true, Rule: "no metering point on this document"}
	}
	return fields
}

// ppeOf returns the code of the point whose section holds the item.
func (f *facts) ppeOf(it item, only string) string {
	if only != "" {
		return only
	}
	for _, pt := range f.points {
		if len(pt.lines) > 0 && it.line.index >= pt.lines[0].index && it.line.index <= pt.lines[len(pt.lines)-1].index {
			return pt.code.value
		}
	}
	return ""
}

// reference returns the corrected invoice that a heading names, with its date if that follows.
func (p *part) reference(h heading) lake.Reference {
	ref := lake.Reference{Number: h.number.value}
	for i := h.line.index; i <= min(h.line.index+1, len(p.lines)-1); i++ {
		l := p.lines[i]
		for _, d := range l.dates {
			if !d.IsMonth() && (l != h.line || d.Start > h.end) && (l == h.line || lineBegins(l, d.Start)) {
				ref.IssueDate = d.From
				return ref
			}
		}
	}
	return ref
}

// lineBegins reports whether only "z dnia" or similar words stand in front of the position.
func lineBegins(l *line, at int) bool {
	return token.Leads(l.fold[:at]) || len(l.labels) > 0 && l.labels[0].is(labelIssued) && l.labels[0].start < 3 && l.labels[0].end <= at
}
