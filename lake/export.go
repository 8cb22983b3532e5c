package lake

import (
	"strings"
	"unicode/utf8"
)

// ExportFormat is the kind of file that an export makes.
type ExportFormat string

// The formats of exports.
const (
	ExportCSV     ExportFormat = "csv"
	ExportXLSX    ExportFormat = "xlsx"
	ExportParquet ExportFormat = "parquet"
)

// What can be exported: Silver as invoices, their lines or their points, and the Gold tables.
const (
	ExportInvoices    = "invoices"
	ExportLines       = "lines"
	ExportPoints      = "points"
	ExportCosts       = "costs"
	ExportConsumption = "consumption"
	ExportCorrections = "corrections"
	ExportAudit       = "audit"
	ExportBreakdown   = "breakdown"
	ExportRegister    = "register" // the PPE register
)

// ExportNames lists what can be exported.
func ExportNames() []string {
	return []string{
		ExportInvoices, ExportLines, ExportPoints, ExportCosts, ExportBreakdown, ExportConsumption, ExportCorrections, ExportAudit,
	}
}

// Export says what to write into a file. Invoices, lines and points are narrowed by the month of issue and by metering point, the rest
// as the queries of the Gold tables are.
type Export struct {
	What         string
	Format       ExportFormat
	Filter       MetricFilter
	Invoices     []InvoiceKey // only these, for invoices, lines and points; nil means all
	Titles       Lang         // of the header; "" means the columns' names
	BOM          bool         // CSV: begins with a byte order mark, so that older Excels see UTF-8
	DecimalComma bool         // CSV: 1234,56
	Separator    rune         // CSV: 0 means a comma, or a semicolon where commas stand in numbers
}

// formulaStarts are the characters with which a spreadsheet takes a text for a formula (OWASP, CSV injection), the full-width
// ones included.
const formulaStarts = "=+-@\t\r\n＝＋－＠"

// SpreadsheetText keeps a spreadsheet from computing a text that came from a document: an apostrophe makes it a text. It is for
// columns of text; numbers may begin with a minus.
func SpreadsheetText(text string) string {
	if first, _ := utf8.DecodeRuneInString(text); text != "" && strings.ContainsRune(formulaStarts, first) {
		return "'" + text
	}
	return text
}
