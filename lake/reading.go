package lake

// FieldName names a field of an invoice in readings, findings and review decisions.
type FieldName string

// The fields of an invoice. Values are canonical strings: ISO dates, money "1234.56", plain decimal kWh, identifiers without spaces.
const (
	FieldNumber      FieldName = "number"
	FieldKind        FieldName = "kind"     // a [Kind]
	FieldScope       FieldName = "scope"    // a [Scope]
	FieldCorrects    FieldName = "corrects" // the corrected number; evidence of Reading.Corrects[0]
	FieldReason      FieldName = "reason"
	FieldSellerName  FieldName = "seller_name"
	FieldSellerNIP   FieldName = "seller_nip"
	FieldBuyerName   FieldName = "buyer_name"
	FieldBuyerNIP    FieldName = "buyer_nip"
	FieldIssueDate   FieldName = "issue_date"
	FieldSaleDate    FieldName = "sale_date"
	FieldDueDate     FieldName = "due_date"
	FieldPeriodStart FieldName = "period_start"
	FieldPeriodEnd   FieldName = "period_end"
	FieldCurrency    FieldName = "currency" // ISO 4217
	FieldNet         FieldName = "net"
	FieldVAT         FieldName = "vat"
	FieldGross       FieldName = "gross"
	FieldAmountDue   FieldName = "amount_due"
	FieldConsumption FieldName = "consumption_kwh"
	FieldKSeFNumber  FieldName = "ksef_number"
)

// The fields of a metering point; they share the names of the invoice's fields where they mean the same.
const (
	FieldPPE               FieldName = "ppe"
	FieldTariff            FieldName = "tariff"
	FieldAddress           FieldName = "address"
	FieldConsumptionBefore FieldName = "consumption_before_kwh"
)

// Field is one value with the evidence for it.
type Field struct {
	Value      string  `json:"value"`            // canonical; "" if it was not found
	Raw        string  `json:"raw,omitempty"`    // as printed
	Page       int     `json:"page,omitempty"`   // from 1; 0 if computed
	Box        Box     `json:"box,omitzero"`     // on that page
	Confidence float64 `json:"confidence"`       // 0 to 1: how often such a value is right
	Rule       string  `json:"rule,omitempty"`   // which rule found it
	Absent     bool    `json:"absent,omitempty"` // the document does not state it, as opposed to "not found"
}

// Fields maps names to values; a missing name means "not found".
type Fields map[FieldName]Field

// Value returns the canonical value, or "".
func (f Fields) Value(name FieldName) string { return f[name].Value }

// Reading is one invoice as it was read from a document: strings with evidence, before any person looked at it.
type Reading struct {
	Part     int         `json:"part"`  // from 1; a document may hold several invoices
	Pages    []int       `json:"pages"` // from 1
	Fields   Fields      `json:"fields"`
	Corrects []Reference `json:"corrects,omitempty"`
	Points   []Fields    `json:"points,omitempty"` // one per metering point, in the document's order
	VATRows  []VATRow    `json:"vat_breakdown,omitempty"`
	Lines    []Line      `json:"lines,omitempty"`
	Findings []Finding   `json:"findings,omitempty"`
}

// Ready reports whether nothing in the reading needs a person: see [Severity].
func (r Reading) Ready() bool {
	for _, f := range r.Findings {
		if f.Severity == NeedsReview {
			return false
		}
	}
	return true
}

// Confidence is the lowest confidence of the fields that were found.
func (r Reading) Confidence() float64 {
	lowest := 1.0
	for _, f := range r.Fields {
		if f.Value != "" {
			lowest = min(lowest, f.Confidence)
		}
	}
	return lowest
}

// Parsed is what the parse stage keeps of one document as {name}.{c}.json. It is deterministic.
type Parsed struct {
	Document DocumentID   `json:"document_id"`
	Parser   int          `json:"parser"` // ordinal of the parser's version: higher is newer and better
	Source   TextSource   `json:"source"`
	Words    ContentID    `json:"words,omitempty"` // the words object that it was made from; empty for XML
	Rules    RulesVersion `json:"rules,omitzero"`  // of the decisions on profiles that concern it
	Invoices []Reading    `json:"invoices"`
}
