package silver

import (
	"cmp"
	"slices"
	"strings"

	"wattlake/lake"
)

// newRow makes the row of one reading with people's edits applied; Documents stays empty.
func newRow(f lake.Facts, best lake.StoredParsed, reading lake.Reading, e edits) lake.Invoice {
	row, bad := valuesOf(f, best, reading, e)
	row.Findings = findings(row, reading, e, bad)
	row.Status = status(row, e)
	return row
}

// valuesOf is newRow before anything is judged, with the values that are not in the form of their fields.
func valuesOf(f lake.Facts, best lake.StoredParsed, reading lake.Reading, e edits) (lake.Invoice, []unreadable) {
	fields, points := e.fields(reading.Fields), e.points(reading.Points)
	shareWithOnlyPoint(e, fields, points)

	var bad []unreadable
	v := values{fields, &bad}
	row := lake.Invoice{
		Number:      v.text(lake.FieldNumber),
		Kind:        lake.Kind(cmp.Or(v.get(lake.FieldKind, isKind), string(lake.Settlement))),
		Scope:       lake.Scope(v.get(lake.FieldScope, isScope)),
		Reason:      v.text(lake.FieldReason),
		SellerName:  v.text(lake.FieldSellerName),
		SellerNIP:   v.text(lake.FieldSellerNIP),
		BuyerName:   v.text(lake.FieldBuyerName),
		BuyerNIP:    v.text(lake.FieldBuyerNIP),
		IssueDate:   v.date(lake.FieldIssueDate),
		SaleDate:    v.date(lake.FieldSaleDate),
		DueDate:     v.date(lake.FieldDueDate),
		PeriodStart: v.date(lake.FieldPeriodStart),
		PeriodEnd:   v.date(lake.FieldPeriodEnd),
		Currency:    strings.ToUpper(strings.TrimSpace(v.text(lake.FieldCurrency))),
		Net:         v.money(lake.FieldNet),
		VAT:         v.money(lake.FieldVAT),
		Gross:       v.money(lake.FieldGross),
		AmountDue:   v.money(lake.FieldAmountDue),
		Consumption: v.energy(lake.FieldConsumption),
		KSeFNumber:  v.text(lake.FieldKSeFNumber),
		TextSource:  best.Source,
		Parser:      best.Parser,
		Confidence:  confidence(reading, e),
	}
	for _, p := range points {
		row.Points = append(row.Points, newPoint(values{p, &bad}))
	}
	row.VATRows = vatRows(reading.VATRows)
	row.Lines = lines(reading.Lines)
	row.Year = row.IssueDate.Year
	row.Key = lake.NewInvoiceKey(row.SellerNIP, row.SellerName, row.Number, f.ID, reading.Part)
	if e.separate {
		row.Key = lake.NewInvoiceKey("", "", "", f.ID, reading.Part)
	}
	row.Corrects = references(row, reading.Corrects, fields, e)
	return row, bad
}

func newPoint(v values) lake.Point {
	return lake.Point{
		PPE:               v.text(lake.FieldPPE),
		Tariff:            v.text(lake.FieldTariff),
		Address:           v.text(lake.FieldAddress),
		PeriodStart:       v.date(lake.FieldPeriodStart),
		PeriodEnd:         v.date(lake.FieldPeriodEnd),
		Consumption:       v.energy(lake.FieldConsumption),
		ConsumptionBefore: v.energy(lake.FieldConsumptionBefore),
		Net:               v.money(lake.FieldNet),
	}
}

// shareWithOnlyPoint carries an edit of the invoice's consumption or period to its only point and back, because the two
// mean the same and a person sees only one of them.
func shareWithOnlyPoint(e edits, fields map[lake.FieldName]string, points []map[lake.FieldName]string) {
	if len(points) != 1 {
		return
	}
	for _, name := range []lake.FieldName{lake.FieldConsumption, lake.FieldPeriodStart, lake.FieldPeriodEnd} {
		switch own, ofPoint := e.has(name), e.hasPoint(name); {
		case own && !ofPoint:
			points[0][name] = fields[name]
		case ofPoint && !own:
			fields[name] = points[0][name]
		}
	}
}

// references lists the corrected invoices, each number once, with the keys that they have if the same seller issued them.
// The dates of the references stay in Bronze.
func references(row lake.Invoice, read []lake.Reference, fields map[lake.FieldName]string, e edits) []lake.Reference {
	numbers := make([]string, 0, len(read)+1)
	for _, r := range read {
		numbers = append(numbers, r.Number)
	}
	if first := fields[lake.FieldCorrects]; e.has(lake.FieldCorrects) && len(numbers) > 0 {
		numbers[0] = first
	} else if len(numbers) == 0 {
		numbers = append(numbers, first)
	}
	var refs []lake.Reference
	seen := map[string]bool{"": true}
	for _, number := range numbers {
		number = clean(number)
		folded := lake.FoldNumber(number)
		if seen[folded] {
			continue
		}
		seen[folded] = true
		ref := lake.Reference{Number: number}
		if row.SellerNIP != "" || lake.FoldName(row.SellerName) != "" {
			ref.Key = lake.NewInvoiceKey(row.SellerNIP, row.SellerName, number, "", 0)
		}
		refs = append(refs, ref)
	}
	return refs
}

// vatRows drops rows with amounts that no table can hold.
func vatRows(read []lake.VATRow) []lake.VATRow {
	var rows []lake.VATRow
	for _, r := range read {
		if bounded(r.Net) && bounded(r.VAT) && bounded(r.Gross) {
			r.Rate = clean(r.Rate)
			rows = append(rows, r)
		}
	}
	return rows
}

func lines(read []lake.Line) []lake.Line {
	rows := slices.Clone(read)
	for i := range rows {
		l := &rows[i]
		for _, s := range []*string{&l.PPE, &l.Name, &l.Zone, &l.Unit, &l.VATRate} {
			*s = clean(*s)
		}
		l.Quantity = boundedOpt(l.Quantity)
		l.UnitPrice = boundedOpt(l.UnitPrice)
		l.Net = boundedOpt(l.Net)
	}
	if len(rows) == 0 {
		return nil
	}
	return rows
}

func boundedOpt[T interface {
	~int64
	String() string
}](o lake.Opt[T],
) lake.Opt[T] {
	if !o.Known || !bounded(o.Value) {
		return lake.Opt[T]{}
	}
	return o
}

// confidence is the lowest of the fields that the reading found and nobody edited.
func confidence(reading lake.Reading, e edits) float64 {
	lowest := 1.0
	for name, f := range reading.Fields {
		if f.Value != "" && !e.has(name) {
			lowest = min(lowest, f.Confidence)
		}
	}
	return lowest
}
