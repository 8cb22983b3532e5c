package present

import (
	"strings"

	"wattlake/lake"
)

// InvoiceJSON is an invoice as programs get it from every face: ISO dates, money with two places, plain kWh, "" where the
// document does not state it. The order of the fields is part of the contract.
type InvoiceJSON struct {
	Number      string      `json:"number"`
	Kind        string      `json:"kind" doc:"settlement, forecast, correction or other; empty when unknown"`
	Scope       string      `json:"scope" doc:"comprehensive, sale or distribution; empty when unknown"`
	Corrects    string      `json:"corrects" doc:"Numbers of the corrected invoices, separated by comma and space"`
	SellerName  string      `json:"seller_name"`
	SellerNIP   string      `json:"seller_nip"`
	BuyerNIP    string      `json:"buyer_nip"`
	IssueDate   string      `json:"issue_date" doc:"YYYY-MM-DD"`
	DueDate     string      `json:"due_date" doc:"YYYY-MM-DD"`
	PeriodStart string      `json:"period_start" doc:"YYYY-MM-DD, included"`
	PeriodEnd   string      `json:"period_end" doc:"YYYY-MM-DD, included"`
	Net         string      `json:"net" example:"1234.50" doc:"Of a correction: the difference"`
	VAT         string      `json:"vat"`
	Gross       string      `json:"gross"`
	AmountDue   string      `json:"amount_due"`
	Currency    string      `json:"currency" example:"PLN"`
	Consumption string      `json:"consumption_kwh" example:"789.37" doc:"Of a correction: after it"`
	Points      []PointJSON `json:"points" nullable:"false"`
}

// PointJSON is what an invoice says about one metering point.
type PointJSON struct {
	PPE         string `json:"ppe" example:"590310600000001023"`
	Tariff      string `json:"tariff"`
	PeriodStart string `json:"period_start"`
	PeriodEnd   string `json:"period_end"`
	Consumption string `json:"consumption_kwh"`
	Net         string `json:"net"`
}

// NewReadingJSON gives the invoice as it was read.
func NewReadingJSON(r lake.Reading) InvoiceJSON {
	v := r.Fields.Value
	i := InvoiceJSON{
		Number: v(lake.FieldNumber), Kind: v(lake.FieldKind), Scope: v(lake.FieldScope), Corrects: corrected(r.Corrects),
		SellerName: v(lake.FieldSellerName), SellerNIP: v(lake.FieldSellerNIP), BuyerNIP: v(lake.FieldBuyerNIP),
		IssueDate: v(lake.FieldIssueDate), DueDate: v(lake.FieldDueDate),
		PeriodStart: v(lake.FieldPeriodStart), PeriodEnd: v(lake.FieldPeriodEnd),
		Net: v(lake.FieldNet), VAT: v(lake.FieldVAT), Gross: v(lake.FieldGross), AmountDue: v(lake.FieldAmountDue),
		Currency: v(lake.FieldCurrency), Consumption: v(lake.FieldConsumption), Points: []PointJSON{},
	}
	for _, p := range r.Points {
		i.Points = append(i.Points, PointJSON{
			PPE: p.Value(lake.FieldPPE), Tariff: p.Value(lake.FieldTariff),
			PeriodStart: p.Value(lake.FieldPeriodStart), PeriodEnd: p.Value(lake.FieldPeriodEnd),
			Consumption: p.Value(lake.FieldConsumption), Net: p.Value(lake.FieldNet),
		})
	}
	return i
}

// NewInvoiceJSON gives the invoice as Silver has it: with what people decided.
func NewInvoiceJSON(r lake.Invoice) InvoiceJSON {
	i := InvoiceJSON{
		Number: r.Number, Kind: string(r.Kind), Scope: string(r.Scope), Corrects: corrected(r.Corrects),
		SellerName: r.SellerName, SellerNIP: r.SellerNIP, BuyerNIP: r.BuyerNIP,
		IssueDate: r.IssueDate.String(), DueDate: r.DueDate.String(), PeriodStart: r.PeriodStart.String(), PeriodEnd: r.PeriodEnd.String(),
		Net: r.Net.String(), VAT: r.VAT.String(), Gross: r.Gross.String(), AmountDue: r.AmountDue.String(),
		Currency: r.Currency, Consumption: r.Consumption.String(), Points: []PointJSON{},
	}
	for _, p := range r.Points {
		i.Points = append(i.Points, PointJSON{
			PPE: p.PPE, Tariff: p.Tariff, PeriodStart: p.PeriodStart.String(), PeriodEnd: p.PeriodEnd.String(),
			Consumption: p.Consumption.String(), Net: p.Net.String(),
		})
	}
	return i
}

// ReviewReason joins the sentences of the findings that need a person.
func ReviewReason(findings []lake.Finding, lang lake.Lang) string {
	var sentences []string
	for _, f := range findings {
		if f.Severity == lake.NeedsReview {
			sentences = append(sentences, f.Message.In(lang))
		}
	}
	return strings.Join(sentences, " ")
}

func corrected(references []lake.Reference) string {
	numbers := make([]string, 0, len(references))
	for _, r := range references {
		numbers = append(numbers, r.Number)
	}
	return strings.Join(numbers, ", ")
}
