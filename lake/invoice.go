package lake

import (
	"slices"
	"strconv"
	"strings"
)

// Kind is what an invoice is for.
type Kind string

// The kinds of documents. Other is everything that is no electricity invoice; it never enters Gold.
const (
	Settlement Kind = "settlement"
	Forecast   Kind = "forecast"
	Correction Kind = "correction"
	Other      Kind = "other"
)

// Scope is which part of the electricity bill an invoice covers.
type Scope string

// The scopes.
const (
	Comprehensive Scope = "comprehensive" // sale and distribution
	Sale          Scope = "sale"
	Distribution  Scope = "distribution"
)

// InvoiceKey identifies an invoice across documents.
type InvoiceKey string

// NewInvoiceKey hashes the seller (tax number, else folded name) and the folded number. When either is missing, the
// document and part identify the invoice.
func NewInvoiceKey(sellerNIP, sellerName, number string, document DocumentID, part int) InvoiceKey {
	seller := sellerNIP
	if seller == "" {
		seller = FoldName(sellerName)
	}
	if seller == "" || FoldNumber(number) == "" {
		return InvoiceKey(hexSum([]byte(strings.Join([]string{"document", string(document), strconv.Itoa(part)}, "\x00")))[:documentIDLength])
	}
	return InvoiceKey(hexSum([]byte(strings.Join([]string{"invoice", seller, FoldNumber(number)}, "\x00")))[:documentIDLength])
}

// Invoice is one row of Silver: the winner among the documents that carry it, with people's decisions applied.
// For a correction net, vat and gross are the difference, and consumption is the value after it.
type Invoice struct {
	Key         InvoiceKey    `json:"invoice_key"`
	Number      string        `json:"number"`
	Kind        Kind          `json:"kind"`
	Scope       Scope         `json:"scope"`
	Corrects    []Reference   `json:"corrects"`
	Reason      string        `json:"reason"`
	SellerName  string        `json:"seller_name"`
	SellerNIP   string        `json:"seller_nip"`
	BuyerName   string        `json:"buyer_name"`
	BuyerNIP    string        `json:"buyer_nip"`
	IssueDate   Date          `json:"issue_date"`
	SaleDate    Date          `json:"sale_date"`
	DueDate     Date          `json:"due_date"`
	PeriodStart Date          `json:"period_start"`
	PeriodEnd   Date          `json:"period_end"` // included
	Currency    string        `json:"currency"`
	Net         Opt[Money]    `json:"net"`
	VAT         Opt[Money]    `json:"vat"`
	Gross       Opt[Money]    `json:"gross"`
	AmountDue   Opt[Money]    `json:"amount_due"`
	VATRows     []VATRow      `json:"vat_breakdown"`
	Consumption Opt[Energy]   `json:"consumption_kwh"`
	Points      []Point       `json:"points"`
	Lines       []Line        `json:"lines"`
	KSeFNumber  string        `json:"ksef_number"`
	Documents   []DocumentRef `json:"documents"`
	TextSource  TextSource    `json:"text_source"`
	Confidence  float64       `json:"confidence"`
	Status      Status        `json:"status"` // ready, needs_review or reviewed
	Findings    []Finding     `json:"findings"`
	Parser      int           `json:"parser"`
	Year        int           `json:"year"` // of the issue date; 0 when unknown
}

// Reference names the invoice that a correction corrects.
type Reference struct {
	Number    string     `json:"number"`
	Key       InvoiceKey `json:"key,omitempty"` // computed by the fold: same seller, that number
	IssueDate Date       `json:"issue_date,omitzero"`
}

// VATRow is one rate of the VAT summary. Rate is as printed without the percent sign: "23", "5", "zw".
type VATRow struct {
	Rate  string `json:"rate"`
	Net   Money  `json:"net"`
	VAT   Money  `json:"vat"`
	Gross Money  `json:"gross"`
}

// Point is what an invoice says about one metering point.
type Point struct {
	PPE               string      `json:"ppe"`
	Tariff            string      `json:"tariff"`
	Address           string      `json:"address"`
	PeriodStart       Date        `json:"period_start"`
	PeriodEnd         Date        `json:"period_end"`
	Consumption       Opt[Energy] `json:"consumption_kwh"`        // of a correction: after it
	ConsumptionBefore Opt[Energy] `json:"consumption_before_kwh"` // of a correction: before it
	Net               Opt[Money]  `json:"net"`                    // of a correction: the difference
}

// Line is one line item.
type Line struct {
	PPE       string        `json:"ppe"`
	Name      string        `json:"name"`
	Zone      string        `json:"zone"`
	Quantity  Opt[Quantity] `json:"quantity"`
	Unit      string        `json:"unit"`
	UnitPrice Opt[Price]    `json:"unit_price"`
	Net       Opt[Money]    `json:"net"`
	VATRate   string        `json:"vat_rate"`
}

// Role tells why a document is listed in an invoice.
type Role string

// The roles.
const (
	Winner    Role = "winner"
	Duplicate Role = "duplicate"
)

// Złoty is the currency of all sums. An invoice that names none is in it, too.
const Złoty = "PLN"

// Foreign reports whether the invoice is in another currency, so that it must not be added to anything.
func (i Invoice) Foreign() bool { return i.Currency != "" && i.Currency != Złoty }

// CountsFrom reports whether the row's values are those of the document; a duplicate has a row that is another document's.
func (i Invoice) CountsFrom(id DocumentID) bool {
	return slices.ContainsFunc(i.Documents, func(d DocumentRef) bool { return d.Document == id && d.Role == Winner })
}

// DocumentRef links an invoice to a document part that carries it.
type DocumentRef struct {
	Document DocumentID `json:"document_id"`
	Part     int        `json:"part"`
	Parsed   Key        `json:"parsed_key"`
	Role     Role       `json:"role"`
}
