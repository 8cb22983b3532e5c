package warehouse

import (
	"context"
	"slices"

	"wattlake/lake"
	"wattlake/lake/delta"
)

// exportColumn is one column of an export.
type exportColumn struct {
	name       string
	expression string
	kind       exportKind
}

// exportKind tells how a cell is written.
type exportKind int

const (
	exportText exportKind = iota
	exportMoney
	exportEnergy // and quantities: three places
	exportPrice  // six places
	exportCount
	exportDate
)

func kindOf(t delta.Type) exportKind {
	switch {
	case t.Kind == delta.KindDate:
		return exportDate
	case t.Kind == delta.KindInteger, t.Kind == delta.KindLong:
		return exportCount
	case t.Kind == delta.KindDecimal && t.Scale == moneyType.Scale:
		return exportMoney
	case t.Kind == delta.KindDecimal && t.Scale == priceType.Scale:
		return exportPrice
	case t.Kind == delta.KindDecimal:
		return exportEnergy
	default:
		return exportText
	}
}

// goldExports name the Gold table of each export.
var goldExports = map[string]goldSource{
	lake.ExportCosts: costs, lake.ExportBreakdown: breakdown, lake.ExportConsumption: consumption, lake.ExportCorrections: corrections, lake.ExportAudit: audit,
}

func (w *Warehouse) exportSource(ctx context.Context, e lake.Export) (exportSource, error) {
	g, isGold := goldExports[e.What]
	if !isGold {
		return w.silverExport(ctx, e)
	}
	where, err := w.where(ctx, g, e.Filter)
	if err != nil {
		return exportSource{}, err
	}
	query, err := w.complete(ctx, e.Filter, "FROM "+g.table+where)
	source := exportSource{relation: "(" + query + ")", order: g.order}
	for _, c := range w.goldTable(g.table).columns {
		source.columns = append(source.columns, plainColumn(c))
	}
	return source, err
}

// newest is the relation of the newest version's rows.
func (t *table) newest(ctx context.Context) (string, error) {
	snapshot, err := t.log.Snapshot(ctx)
	if err != nil {
		return "", err
	}
	return t.relation(ctx, snapshot)
}

// plainColumn writes a list as its values with commas.
func plainColumn(c delta.Field) exportColumn {
	if c.Type.Kind == delta.KindList {
		return exportColumn{c.Name, "array_to_string(" + ident(c.Name) + ", ', ')", exportText}
	}
	return exportColumn{c.Name, ident(c.Name), kindOf(c.Type)}
}

// silverExport flattens Silver: one row per invoice, per line item, or per metering point.
func (w *Warehouse) silverExport(ctx context.Context, e lake.Export) (exportSource, error) {
	if e.What == lake.ExportRegister {
		return w.registerExport(ctx)
	}
	invoices, err := w.silver.newest(ctx)
	if err != nil {
		return exportSource{}, err
	}
	source := exportSource{relation: invoices + " i", order: "issue_date NULLS FIRST, number, invoice_key"}
	pointHas := "len(list_filter(points, lambda p: p.ppe = %s)) > 0"
	switch e.What {
	case lake.ExportInvoices:
		source.columns = invoiceExport()
	case lake.ExportLines:
		source.relation = "(SELECT i.* EXCLUDE (lines), unnest(lines) AS line, generate_subscripts(lines, 1) AS position FROM " + invoices + " i)"
		source.order += ", position"
		source.columns = lineExport()
		pointHas = "line.ppe = %s"
	case lake.ExportPoints:
		source.relation = "(SELECT i.* EXCLUDE (points), unnest(points) AS point, generate_subscripts(points, 1) AS position FROM " + invoices + " i)"
		source.order += ", position"
		source.columns = pointExport()
		pointHas = "point.ppe = %s"
	default:
		return exportSource{}, noSuchExport(e.What)
	}
	source.conditions = goldSource{month: "issue_date", ppe: pointHas}.conditions(e.Filter)
	if e.Invoices != nil {
		keys, err := jsonList(e.Invoices)
		if err != nil {
			return exportSource{}, err
		}
		source.conditions = append(source.conditions, `invoice_key IN (SELECT unnest(from_json(`+quote(keys)+`, '["VARCHAR"]')))`)
	}
	return source, nil
}

func (w *Warehouse) registerExport(ctx context.Context) (exportSource, error) {
	relation, err := w.register.points.newest(ctx)
	source := exportSource{relation: relation, order: "ppe"}
	for _, c := range pointColumns {
		source.columns = append(source.columns, plainColumn(c))
	}
	return source, err
}

// silverExportColumns are those of an invoice that every Silver export begins with.
func silverExportColumns(columns ...string) []exportColumn {
	list := make([]exportColumn, 0, len(columns))
	for _, name := range columns {
		i := slices.IndexFunc(silverColumns, func(f delta.Field) bool { return f.Name == name })
		list = append(list, plainColumn(silverColumns[i]))
	}
	return list
}

func invoiceExport() []exportColumn {
	list := silverExportColumns("number", "kind", "scope")
	list = append(list, exportColumn{"corrects", "array_to_string(list_transform(corrects, lambda c: c.number), ', ')", exportText})
	list = append(list, silverExportColumns("reason", "seller_name", "seller_nip", "buyer_name", "buyer_nip", "issue_date", "sale_date", "due_date",
		"period_start", "period_end", "currency", "net", "vat", "gross", "amount_due", "consumption_kwh")...)
	list = append(list, exportColumn{"ppe", "array_to_string(list_distinct(list_transform(points, lambda p: p.ppe)), ', ')", exportText})
	list = append(list, silverExportColumns("ksef_number", "status")...)
	return append(list,
		exportColumn{"document_id", "array_to_string(list_transform(documents, lambda d: d.document_id), ', ')", exportText},
		exportColumn{"invoice_key", "invoice_key", exportText})
}

func lineExport() []exportColumn {
	list := silverExportColumns("number", "kind", "issue_date", "seller_name", "seller_nip")
	return append(append(list, exportColumn{"position", "position", exportCount}), memberColumns("line", "lines")...)
}

func pointExport() []exportColumn {
	list := silverExportColumns("number", "kind", "scope", "issue_date", "seller_name", "seller_nip")
	return append(append(list, exportColumn{"position", "position", exportCount}), memberColumns("point", "points")...)
}

// memberColumns are the members of the structs in a list column, which the query has unnested under the name.
func memberColumns(unnested, list string) []exportColumn {
	i := slices.IndexFunc(silverColumns, func(f delta.Field) bool { return f.Name == list })
	var columns []exportColumn
	for _, member := range silverColumns[i].Type.Elem.Fields {
		columns = append(columns, exportColumn{member.Name, unnested + "." + ident(member.Name), kindOf(member.Type)})
	}
	return columns
}

func noSuchExport(what string) error {
	return &lake.Error{
		Code: lake.CodeUsage, Op: "warehouse: export",
		Message: lake.Text{PL: "Nie można wyeksportować „" + what + "”.", EN: "“" + what + "” cannot be exported."},
	}
}
