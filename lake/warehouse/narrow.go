package warehouse

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"wattlake/lake"
	"wattlake/lake/delta"
)

// goldSource is a Gold table as its readers see it.
type goldSource struct {
	table              string
	month              string // a day of the month that a row is about
	ppe, seller, group string // conditions; %s is the value; "" where they do not apply
	order, newest      string // of the rows
}

// The names of tables that are not Gold's in queries.
const (
	registeredPoints = "registered_points" // the PPE register
	silverInvoices   = "silver_invoices"
)

var (
	costs = goldSource{
		table: "monthly_energy_costs", month: "month", ppe: "ppe = %s", seller: "seller_name = %s", group: "point_group = %s",
		order: "month NULLS FIRST, ppe, seller_nip, seller_name, scope", newest: "month DESC NULLS LAST, ppe, seller_name, seller_nip, scope",
	}
	breakdown = goldSource{
		table: "cost_breakdown", month: "month", ppe: "ppe = %s", seller: "seller_name = %s", group: "point_group = %s",
		order:  "month NULLS FIRST, ppe, seller_nip, seller_name, scope, component",
		newest: "month DESC NULLS LAST, ppe, seller_name, seller_nip, scope, component",
	}
	consumption = goldSource{
		table: "consumption_per_ppe", month: "month", ppe: "ppe = %s", group: "point_group = %s",
		seller: "(ppe, month) IN (SELECT (ppe, month) FROM monthly_energy_costs WHERE seller_name = %s)",
		order:  "ppe, month", newest: "month DESC, ppe",
	}
	corrections = goldSource{
		table: "corrections_vs_originals", month: "last_correction_date", ppe: "list_contains(ppes, %s)", seller: "seller_name = %s",
		group:  `list_has_any(ppes, (SELECT coalesce(list(ppe), []) FROM ` + registeredPoints + ` WHERE "group" = %s))`,
		order:  "last_correction_date NULLS FIRST, original_number, original_key, last_correction_number",
		newest: "last_correction_date DESC NULLS LAST, original_number, original_key, last_correction_number",
	}
	audit = goldSource{
		table: "bill_audit", month: "month", ppe: "ppe = %s", seller: "seller_name = %s",
		group:  `ppe IN (SELECT ppe FROM ` + registeredPoints + ` WHERE "group" = %s)`,
		order:  "decision, " + severityRank + ", month NULLS LAST, code, ppe, finding_id",
		newest: "decision, " + severityRank + ", month DESC NULLS LAST, finding_id",
	}
)

const severityRank = "CASE severity WHEN 'needs_review' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END"

// where is the clause that keeps what passes the filter; "" if that is everything.
func (w *Warehouse) where(ctx context.Context, s goldSource, filter lake.MetricFilter) (string, error) {
	if filter.PPE != "" {
		var err error
		if filter.PPE, err = w.register.present(ctx, filter.PPE); err != nil {
			return "", err
		}
	}
	conditions := s.conditions(filter)
	if len(conditions) == 0 {
		return "", nil
	}
	return " WHERE " + strings.Join(conditions, " AND "), nil
}

func (s goldSource) conditions(filter lake.MetricFilter) []string {
	conditions := monthConditions(s.month, filter)
	for _, c := range []struct{ condition, value string }{{s.ppe, filter.PPE}, {s.seller, filter.Seller}, {s.group, filter.Group}} {
		if c.value != "" && c.condition != "" {
			conditions = append(conditions, fmt.Sprintf(c.condition, quote(c.value)))
		}
	}
	return conditions
}

// monthConditions keep the days from the first to the last month.
func monthConditions(day string, filter lake.MetricFilter) (conditions []string) {
	if !filter.From.IsZero() {
		conditions = append(conditions, fmt.Sprintf("%s >= date_trunc('month', DATE %s)", day, quote(filter.From.String())))
	}
	if !filter.To.IsZero() {
		conditions = append(conditions, fmt.Sprintf("%s <= last_day(DATE %s)", day, quote(filter.To.String())))
	}
	return conditions
}

// complete puts the tables that a query names in front of it, so that it reads as if the database had them. Of tables by month
// there are only the years of the filter.
func (w *Warehouse) complete(ctx context.Context, filter lake.MetricFilter, query string) (string, error) {
	var with []string
	add := func(name string, t *table, years lake.MetricFilter) error {
		if !strings.Contains(query, name) {
			return nil
		}
		snapshot, err := t.at(ctx, filter.Past)
		if err != nil {
			return err
		}
		snapshot.Files = filesOfYears(snapshot.Files, years)
		relation, err := t.relation(ctx, snapshot)
		with = append(with, name+" AS NOT MATERIALIZED "+relation)
		return err
	}
	for _, g := range w.gold {
		years := filter
		if g.name == corrections.table { // its years are those of the originals
			years = lake.MetricFilter{}
		}
		if err := add(g.name, g.table, years); err != nil {
			return "", err
		}
	}
	for name, t := range map[string]*table{registeredPoints: w.register.points, silverInvoices: w.silver} {
		if err := add(name, t, lake.MetricFilter{}); err != nil {
			return "", err
		}
	}
	return "WITH " + strings.Join(with, ",\n") + "\n" + query, nil
}

func filesOfYears(files []delta.File, filter lake.MetricFilter) []delta.File {
	return slices.DeleteFunc(slices.Clone(files), func(f delta.File) bool {
		year := yearOf(f)
		return year < filter.From.Year || !filter.To.IsZero() && year > filter.To.Year
	})
}

func (w *Warehouse) goldTable(name string) goldTable {
	return w.gold[slices.IndexFunc(w.gold, func(g goldTable) bool { return g.name == name })]
}
