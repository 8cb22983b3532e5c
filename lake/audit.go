package lake

// AuditFinding is one row of 03_gold/bill_audit: something about bills that a person should look at.
type AuditFinding struct {
	ID          string       `json:"finding_id"` // the same for the same finding in every rebuild
	Code        FindingCode  `json:"code"`
	Severity    Severity     `json:"severity"`
	Decision    string       `json:"decision"`   // [AuditAccepted], or "" while nobody decided
	DecidedBy   string       `json:"decided_by"` // who accepted this finding; "" if only its code was accepted for the invoice
	DecidedAt   string       `json:"decided_at"` // RFC 3339, UTC
	Month       Date         `json:"month"`      // first day of the month that it is about; zero if unknown
	PPE         string       `json:"ppe"`
	Scope       Scope        `json:"scope"`
	SellerName  string       `json:"seller_name"`
	SellerNIP   string       `json:"seller_nip"`
	InvoiceKeys []InvoiceKey `json:"invoice_keys"` // the invoice first that it is about
	Numbers     []string     `json:"numbers"`      // of these invoices
	MessagePL   string       `json:"message_pl"`
	MessageEN   string       `json:"message_en"`
	Year        int          `json:"year"`
}

// AuditAccepted is the decision of a person who looked at a finding and lives with it.
const AuditAccepted = "accepted"

// The findings of the audit, beside those of parsing and of the fold.
const (
	AuditDuplicate       FindingCode = "duplicate"                // the same bill under another number
	AuditGap             FindingCode = "gap"                      // days of a point that no bill is about
	AuditOverlap         FindingCode = "overlap"                  // days of a point that two settlements are about
	AuditDisagreement    FindingCode = "consumption_disagreement" // of sale and distribution about the same days
	AuditMissingOriginal FindingCode = "missing_original"         // of a correction
	AuditConsumption     FindingCode = "consumption_outlier"      // far from the point's other months
	AuditUnregistered    FindingCode = "unregistered_point"       // on invoices, but not in the PPE register
	AuditUnbilled        FindingCode = "point_without_invoices"   // in the PPE register, but on no invoice
	AuditCheckFailed     FindingCode = "gold_check_failed"        // the metrics broke a rule of their own and stay as they were
	AuditPrice           FindingCode = "price_outlier"            // far from what the point paid per kWh before
)
