package warehouse

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"wattlake/lake"
)

// pageOrders are the expressions that pages can be sorted by.
var pageOrders = map[lake.InvoiceOrder]string{
	lake.OrderIssued: "issue_date", lake.OrderNumber: "number", lake.OrderSeller: "seller_name", lake.OrderPeriod: "period_start",
	lake.OrderNet: "net", lake.OrderGross: "gross", lake.OrderConsumption: "consumption_kwh", lake.OrderStatus: "status",
}

// Page returns the rows of Silver that pass the filter, in its order, as many as it asks for, and how many pass in all. Rows
// that are not on the page are not read but for the columns that filter and sort them.
func (w *Warehouse) Page(ctx context.Context, filter lake.InvoiceFilter) (rows []lake.Invoice, total int, err error) {
	order, known := pageOrders[filter.Order]
	if !known {
		return nil, 0, badOrder(filter.Order)
	}
	snapshot, err := w.silver.log.Snapshot(ctx)
	if err != nil || len(snapshot.Files) == 0 {
		return nil, 0, failed("read page", err)
	}
	relation, err := w.silver.relation(ctx, snapshot)
	if err != nil {
		return nil, 0, failed("read page", err)
	}
	conditions, args := pageConditions(filter)
	direction := "ASC NULLS FIRST"
	if filter.Descending {
		direction = "DESC NULLS LAST"
	}
	//nolint:gosec // names and numbers of this package; what people typed is bound
	query := fmt.Sprintf(`SELECT invoice_key, year, count(*) OVER () AS total FROM (SELECT invoice_key, year, %[1]s AS sorted FROM %[2]s WHERE %[3]s)
		ORDER BY sorted %[4]s, invoice_key LIMIT %[5]d OFFSET %[6]d`, order, relation, conditions, direction, filter.Limit, filter.Offset)
	found, err := w.db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, 0, failed("read page", err)
	}
	defer func() { _ = found.Close() }()
	var keys []string
	var years []int
	for found.Next() {
		var key string
		var year int
		if err := found.Scan(&key, &year, &total); err != nil {
			return nil, 0, failed("read page", err)
		}
		keys, years = append(keys, quote(key)), append(years, year)
	}
	if err := found.Err(); err != nil || len(keys) == 0 {
		return nil, 0, failed("read page", err)
	}
	rows, err = w.byKeys(ctx, keys, years)
	return rows, total, failed("read page", err)
}

// byKeys reads the rows with the quoted keys, in their order, from the files of their years.
func (w *Warehouse) byKeys(ctx context.Context, keys []string, years []int) ([]lake.Invoice, error) {
	snapshot, err := w.silver.log.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	files := snapshot.Files[:0:0]
	for _, file := range snapshot.Files {
		if slices.Contains(years, yearOf(file)) {
			files = append(files, file)
		}
	}
	snapshot.Files = files
	relation, err := w.silver.relation(ctx, snapshot)
	if err != nil {
		return nil, err
	}
	list := strings.Join(keys, ", ")
	rows, err := fetch[lake.Invoice](ctx, w.db, relation, fmt.Sprintf("WHERE invoice_key IN (%[1]s) ORDER BY list_position([%[1]s], invoice_key)", list), schemaOf(silverColumns).Fields)
	for i := range rows {
		dropEmptyLists(&rows[i])
	}
	return rows, err
}

func pageConditions(filter lake.InvoiceFilter) (conditions string, args []any) {
	all := []string{"true"}
	add := func(condition string, values ...any) {
		all, args = append(all, condition), append(args, values...)
	}
	if !filter.From.IsZero() {
		add("issue_date >= ?::DATE", filter.From.String())
	}
	if !filter.To.IsZero() {
		add("issue_date <= ?::DATE", filter.To.String())
	}
	if filter.Kind != "" {
		add("kind = ?", string(filter.Kind))
	}
	if filter.Status != "" {
		add("status = ?", string(filter.Status))
	}
	if filter.SellerNIP != "" {
		add("seller_nip = ?", filter.SellerNIP)
	}
	if filter.PPE != "" {
		add("list_contains(list_transform(points, lambda p: p.ppe), ?)", filter.PPE)
	}
	if filter.Text != "" {
		add("(contains(lower(number), lower(?)) OR contains(lower(seller_name), lower(?)) OR contains(lower(buyer_name), lower(?)))", filter.Text, filter.Text, filter.Text)
	}
	return strings.Join(all, " AND "), args
}

func badOrder(order lake.InvoiceOrder) error {
	return &lake.Error{
		Code: lake.CodeUsage, Op: "warehouse: read page",
		Message: lake.Text{PL: fmt.Sprintf("Faktur nie można ułożyć według „%s”.", order), EN: fmt.Sprintf("Invoices cannot be sorted by %q.", order)},
	}
}
