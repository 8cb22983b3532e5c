package present

import (
	"strings"

	"wattlake/lake"
	"wattlake/pipeline"
)

// NewMetricFilter reads what a person or a program asks of a Gold table: months as YYYY-MM, or any day of them, both included;
// a metering point with or without spaces. Empty texts ask for nothing.
func NewMetricFilter(from, to, ppe string) (filter lake.MetricFilter, err error) {
	filter.PPE = strings.ReplaceAll(ppe, " ", "")
	if filter.From, err = parseMonth(from); err != nil {
		return lake.MetricFilter{}, err
	}
	if filter.To, err = parseMonth(to); err != nil {
		return lake.MetricFilter{}, err
	}
	return filter, nil
}

// parseMonth returns the first day of the month.
func parseMonth(text string) (lake.Date, error) {
	full := text
	if len(text) == len("2026-01") {
		full += "-01"
	}
	day, err := lake.ParseDate(full)
	if err != nil {
		return lake.Date{}, &lake.Error{
			Code: lake.CodeUsage, Op: "present: month", Err: err,
			Message: lake.Text{PL: "To nie jest miesiąc: " + text + ".", EN: "Not a month: " + text + "."},
			Hint:    lake.Text{PL: "Użyj RRRR-MM, na przykład 2026-03.", EN: "Use YYYY-MM, such as 2026-03."},
		}
	}
	if !day.IsZero() {
		day.Day = 1
	}
	return day, nil
}

// DocumentReason says why a document failed, why an invoice in it needs a person, or what document counts in its place; "" if
// nothing of that is so.
func DocumentReason(d pipeline.Document, lang lake.Lang) string {
	if d.Failure != nil {
		return d.Failure.Message.In(lang)
	}
	for _, row := range d.Invoices {
		if d.Status == lake.StatusDoubled {
			other := string(row.Documents[0].Document)
			return lake.Text{PL: "Liczy się inny dokument tej faktury: " + other, EN: "Another document of this invoice counts: " + other}.In(lang)
		}
		if row.Status != lake.StatusReview || !row.CountsFrom(d.ID) {
			continue
		}
		if reason := ReviewReason(row.Findings, lang); reason != "" {
			return reason
		}
	}
	return ""
}
