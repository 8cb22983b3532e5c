package lake

// Severity tells what a finding means for the invoice.
type Severity string

// The severities, worst first.
const (
	NeedsReview Severity = "needs_review" // a key figure is missing or may be wrong: a person must look
	Warning     Severity = "warning"      // worth knowing, the figures stand
	Info        Severity = "info"
)

// FindingCode names a kind of finding for programs.
type FindingCode string

// The findings of parsing and of the Silver fold.
const (
	FindingMissing          FindingCode = "missing_field"
	FindingLowConfidence    FindingCode = "low_confidence"
	FindingSumMismatch      FindingCode = "sum_mismatch"
	FindingVATMismatch      FindingCode = "vat_mismatch"
	FindingVendorTotal      FindingCode = "vendor_total_mismatch"
	FindingPPECheck         FindingCode = "ppe_check_digit"
	FindingPointsUncoded    FindingCode = "points_without_code"
	FindingPeriodGap        FindingCode = "period_gap"
	FindingCorrectionDiff   FindingCode = "correction_difference"
	FindingNotEnergy        FindingCode = "not_an_energy_invoice"
	FindingNoMeteringPoint  FindingCode = "no_metering_point"
	FindingNoConsumption    FindingCode = "no_consumption"
	FindingAmbiguousNumber  FindingCode = "ambiguous_number"
	FindingConflictingEdits FindingCode = "conflicting_edits"
	FindingReadOtherwise    FindingCode = "read_otherwise"   // than it was when a person approved or edited it
	FindingForeignCurrency  FindingCode = "foreign_currency" // its amounts and energy are in no sum
	FindingAccepted         FindingCode = "accepted_finding" // a person lives with the finding whose code stands in Field
)

// Finding is something about an invoice that a person should know, as a code and as a sentence.
type Finding struct {
	Code     FindingCode `json:"code"`
	Severity Severity    `json:"severity"`
	Field    FieldName   `json:"field,omitempty"`
	Message  Text        `json:"message"`
}
