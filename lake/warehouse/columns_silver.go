package warehouse

import "wattlake/lake/delta"

// silverColumns are the columns of 02_silver/invoices without the year, named as the JSON of [lake.Invoice].
var silverColumns = []delta.Field{
	column("invoice_key", delta.String),
	column("number", delta.String),
	column("kind", delta.String),
	column("scope", delta.String),
	column("corrects", listOf(column("number", delta.String), column("key", delta.String))),
	column("reason", delta.String),
	column("seller_name", delta.String),
	column("seller_nip", delta.String),
	column("buyer_name", delta.String),
	column("buyer_nip", delta.String),
	column("issue_date", delta.Date),
	column("sale_date", delta.Date),
	column("due_date", delta.Date),
	column("period_start", delta.Date),
	column("period_end", delta.Date),
	column("currency", delta.String),
	column("net", moneyType),
	column("vat", moneyType),
	column("gross", moneyType),
	column("amount_due", moneyType),
	column("vat_breakdown", listOf(
		column("rate", delta.String), column("net", moneyType), column("vat", moneyType), column("gross", moneyType),
	)),
	column("consumption_kwh", energyType),
	column("points", listOf(
		column("ppe", delta.String), column("tariff", delta.String), column("address", delta.String),
		column("period_start", delta.Date), column("period_end", delta.Date),
		column("consumption_kwh", energyType), column("consumption_before_kwh", energyType), column("net", moneyType),
	)),
	column("lines", listOf(
		column("ppe", delta.String), column("name", delta.String), column("zone", delta.String),
		column("quantity", quantityType), column("unit", delta.String), column("unit_price", priceType),
		column("net", moneyType), column("vat_rate", delta.String),
	)),
	column("ksef_number", delta.String),
	column("documents", listOf(
		column("document_id", delta.String), column("part", delta.Integer),
		column("parsed_key", delta.String), column("role", delta.String),
	)),
	column("text_source", delta.String),
	column("confidence", delta.Double),
	column("status", delta.String),
	column("findings", listOf(
		column("code", delta.String), column("severity", delta.String), column("field", delta.String),
		column("message", delta.Struct(column("pl", delta.String), column("en", delta.String))),
	)),
	column("parser", delta.Integer),
}

func listOf(members ...delta.Field) delta.Type { return delta.List(delta.Struct(members...)) }
