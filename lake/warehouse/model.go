package warehouse

import (
	"embed"
	"fmt"
	"strings"

	"wattlake/lake/delta"
)

// models holds one SQL file per Gold table, and the steps that they share.
//
//go:embed gold/*.sql
var models embed.FS

// macros runs before the steps, and before a part is looked for.
const macros = "step_0_macros"

// steps run before the models, in this order.
var steps = []string{"step_0_sellers", "step_1_live", "step_2_chains", "step_3_shares", "step_4_days"}

// model is a Gold table: its SQL file gold/{name}.sql makes new_{name}, a temporary table or view, with the columns and the year.
type model struct {
	name    string
	columns []delta.Field // without the year
	// part is the condition for a row, old or new, to belong to the part that is computed after a change, see
	// step_0_affected.sql and gold_part.go.
	part string
	// order is the order of the rows in a data file: no two of them are equal in it, so that equal rows make equal files, and what is asked for
	// together lies together.
	order string
	// ranks give the same order in numbers, which sort in half the time; only computed rows have them. "" if there are none.
	ranks string
}

// goldModels are built in this order. The last one is committed last and always, so that it tells from which Silver
// version all of Gold was built.
var goldModels = []model{
	{"corrections_vs_originals", []delta.Field{
		column("original_number", delta.String), column("original_key", delta.String), column("original_found", delta.Boolean),
		column("seller_name", delta.String), column("seller_nip", delta.String),
		column("original_net", moneyType), column("original_vat", moneyType), column("original_gross", moneyType),
		column("original_consumption_kwh", energyType), column("corrections", delta.Integer),
		column("difference_net", moneyType), column("difference_vat", moneyType), column("difference_gross", moneyType),
		column("resulting_net", moneyType), column("resulting_vat", moneyType), column("resulting_gross", moneyType),
		column("resulting_consumption_kwh", energyType), column("last_correction_number", delta.String),
		column("last_correction_date", delta.Date), column("last_correction_reason", delta.String),
		column("corrections_unreviewed", delta.Integer), column("difference_net_unreviewed", moneyType),
		column("difference_vat_unreviewed", moneyType), column("difference_gross_unreviewed", moneyType),
		column("ppes", delta.List(delta.String)), column("correction_keys", delta.List(delta.String)),
	}, partOfChains, "original_number, original_key, correction_keys", ""},
	{"consumption_per_ppe", []delta.Field{
		column("ppe", delta.String), column("point_name", delta.String), column("point_group", delta.String), column("month", delta.Date),
		column("consumption_kwh", energyType),
		column("consumption_unreviewed_kwh", energyType), column("net", moneyType), column("gross", moneyType),
		column("net_per_kwh", priceType), column("consumption_year_ago_kwh", energyType),
	}, partOfPoint, "ppe, month", ""},
	{"bill_audit", []delta.Field{
		column("finding_id", delta.String), column("code", delta.String), column("severity", delta.String),
		column("decision", delta.String), column("decided_by", delta.String), column("decided_at", delta.String), column("month", delta.Date), column("ppe", delta.String), column("scope", delta.String),
		column("seller_name", delta.String), column("seller_nip", delta.String),
		column("invoice_keys", delta.List(delta.String)), column("numbers", delta.List(delta.String)),
		column("message_pl", delta.String), column("message_en", delta.String),
	}, partOfAudit, "ppe, month, finding_id", ""},
	{"cost_breakdown", []delta.Field{
		column("month", delta.Date), column("ppe", delta.String), column("point_name", delta.String), column("point_group", delta.String),
		column("seller_nip", delta.String), column("seller_name", delta.String), column("scope", delta.String),
		column("component", delta.String), column("net", moneyType), column("consumption_kwh", energyType), column("net_per_kwh", priceType),
	}, partOfPlace, "ppe, month, seller_nip, seller_name, scope, component", "ppe_rank, month, seller_rank, scope_rank, component_rank"},
	{"monthly_energy_costs", []delta.Field{
		column("month", delta.Date), column("ppe", delta.String), column("point_name", delta.String), column("point_group", delta.String),
		column("seller_nip", delta.String),
		column("seller_name", delta.String), column("scope", delta.String),
		column("net", moneyType), column("vat", moneyType), column("gross", moneyType), column("consumption_kwh", energyType),
		column("net_unreviewed", moneyType), column("vat_unreviewed", moneyType), column("gross_unreviewed", moneyType),
		column("invoices", delta.Integer),
	}, partOfPlace, "ppe, month, seller_nip, seller_name, scope", "ppe_rank, month, seller_rank, scope_rank"},
}

// check is a query that must return no rows.
type check struct {
	name  string
	query string
}

// checkMark begins a check in a model's file; what stands before the first one builds the table.
const checkMark = "-- check: "

// source returns the statements of a SQL file and its checks.
func source(name string) (build string, checks []check, err error) {
	content, err := models.ReadFile("gold/" + name + ".sql")
	if err != nil {
		return "", nil, fmt.Errorf("gold model %s: %w", name, err)
	}
	parts := strings.Split(string(content), checkMark)
	for _, part := range parts[1:] {
		title, query, _ := strings.Cut(part, "\n")
		checks = append(checks, check{title, strings.TrimSuffix(strings.TrimSpace(query), ";")})
	}
	return parts[0], checks, nil
}
