package extract

import (
	"slices"

	"wattlake/lake"
)

// sureWord is the confidence from which a recognised word counts as read.
const sureWord = 0.8

// doubtful is the highest confidence of a value that something on the page speaks against.
const doubtful = 0.5

// longestPeriod is the longest plausible billing period in days.
const longestPeriod = 400

// judge says what a person must look at. An invoice without a finding that needs review is ready.
func (p *part) judge(f *facts) []lake.Finding {
	var findings []lake.Finding
	add := func(code lake.FindingCode, severity lake.Severity, field lake.FieldName, pl, en string) {
		findings = append(findings, lake.Finding{Code: code, Severity: severity, Field: field, Message: lake.Text{PL: pl, EN: en}})
	}
	if f.kind == lake.Other {
		add(lake.FindingNotEnergy, lake.Info, lake.FieldKind, "To nie jest faktura za energię elektryczną.", "This is not an electricity invoice.")
		p.judgeReadability(f, add)
		f.judgeDue(add)
		if p.isUnknown(f) {
			add(lake.FindingLowConfidence, lake.NeedsReview, lake.FieldKind, "Nie rozpoznano rodzaju dokumentu.", "The kind of document was not recognised.")
		}
		return findings
	}
	if !f.speaksOf && len(f.points) == 0 && !p.rowNames(energyWords) {
		add(lake.FindingLowConfidence, lake.NeedsReview, lake.FieldKind, "Żadna pozycja nie mówi o energii elektrycznej; sprawdź rodzaj dokumentu.", "No item speaks of electricity; check the kind of document.")
	}
	p.judgeHeader(f, add)
	p.judgeSums(f, add)
	f.judgeCurrency(add)
	p.judgeRows(f, add)
	f.judgeDue(add)
	f.judgeWords(add)
	p.judgePoints(f, add)
	p.judgeUsage(f, add)
	if f.kind == lake.Correction {
		p.judgeCorrection(f, add)
	}
	return findings
}

// isUnknown reports whether a document counts as no electricity invoice only because it does not speak of electricity, although
// its text is hardly there, a recognised one, or that of an invoice: somebody must look at everything that asks for money.
func (p *part) isUnknown(f *facts) bool {
	const fewLines = 3
	if f.own.note || p.has(otherGoods...) || p.has(strangers...) {
		return false
	}
	return len(p.lines) < fewLines || p.lines[0].ocr || f.has.sums || f.has.number || len(f.dues) > 0
}

// addFinding adds a finding with its sentence in both languages.
type addFinding func(code lake.FindingCode, severity lake.Severity, field lake.FieldName, pl, en string)

func (p *part) judgeHeader(f *facts, add addFinding) {
	missing := func(ok bool, field lake.FieldName, pl, en string) {
		if !ok {
			add(lake.FindingMissing, lake.NeedsReview, field, "Nie znaleziono: "+pl+".", "Not found: "+en+".")
		}
	}
	missing(f.has.number, lake.FieldNumber, "numer faktury", "invoice number")
	if p.mentionsIssue() {
		missing(f.issued.value != "", lake.FieldIssueDate, "data wystawienia", "issue date")
	} else if f.issued.value == "" { // no figure rests on it
		add(lake.FindingMissing, lake.Warning, lake.FieldIssueDate, "Dokument nie podaje daty wystawienia.", "The document states no issue date.")
	}
	missing(f.has.period, lake.FieldPeriodStart, "okres rozliczeniowy", "billing period")
	if f.has.period && f.period.from.DaysUntil(f.period.to) > longestPeriod {
		add(lake.FindingLowConfidence, lake.NeedsReview, lake.FieldPeriodStart,
			"Okres rozliczeniowy jest dłuższy niż rok.", "The billing period is longer than a year.")
	}
	if issued, err := lake.ParseDate(f.issued.value); err == nil && f.has.period && f.kind != lake.Forecast && !issued.IsZero() && issued.Before(f.period.from) {
		add(lake.FindingLowConfidence, lake.NeedsReview, lake.FieldIssueDate,
			"Data wystawienia jest wcześniejsza niż okres rozliczeniowy.", "The issue date is before the billing period.")
	}
	if f.issuedEarly() {
		add(lake.FindingLowConfidence, lake.NeedsReview, lake.FieldKind,
			"Faktura jest wystawiona przed połową okresu rozliczeniowego; sprawdź, czy to nie prognoza.",
			"The invoice was issued before the middle of its billing period; check whether it is a forecast.")
	}
	if f.has.period && !f.has.periodClear {
		add(lake.FindingLowConfidence, lake.NeedsReview, lake.FieldPeriodStart,
			"Na dokumencie jest kilka różnych okresów; sprawdź okres rozliczeniowy.", "The document states several different periods; check the billing period.")
	}
	p.judgeReadability(f, add)
}

// issuedEarly reports whether what counts as a settlement was issued inside its period, before half of it was over: no meter could tell it.
func (f *facts) issuedEarly() bool {
	issued, err := lake.ParseDate(f.issued.value)
	if err != nil || issued.IsZero() || !f.has.period || f.kind != lake.Settlement || issued.Before(f.period.from) {
		return false
	}
	return f.period.from.DaysUntil(issued) < f.period.from.DaysUntil(f.period.to)/2
}

// mentionsIssue reports whether anything announces the invoice's own issue date, or whether a reader may have missed it.
func (p *part) mentionsIssue() bool {
	return slices.ContainsFunc(p.lines, func(l *line) bool { return l.ocr }) ||
		slices.ContainsFunc(p.hits(labelIssued), func(h hit) bool { return !otherInvoice(h) })
}

func (p *part) judgeSums(f *facts, add addFinding) {
	switch {
	case !f.has.sums:
		add(lake.FindingMissing, lake.NeedsReview, lake.FieldNet,
			"Nie znaleziono kwot netto, VAT i brutto, które się zgadzają.", "No net, VAT and gross amounts were found that add up.")
	case f.misprint.found:
		f.judgeMisprint(add)
	case !f.has.sumsClear && f.kind != lake.Correction:
		add(lake.FindingSumMismatch, lake.NeedsReview, lake.FieldGross,
			"Kilka kwot może być sumą faktury; sprawdź netto, VAT i brutto.", "Several amounts may be the total; check net, VAT and gross.")
	}
}

func (p *part) judgeCorrection(f *facts, add addFinding) {
	if len(f.refs) == 0 {
		add(lake.FindingMissing, lake.NeedsReview, lake.FieldCorrects, "Nie znaleziono numeru korygowanej faktury.", "The number of the corrected invoice was not found.")
	}
	if f.change.disputed {
		add(lake.FindingCorrectionDiff, lake.NeedsReview, lake.FieldGross,
			"Różnica nie zgadza się z wartościami przed korektą i po niej.", "The difference does not agree with the values before and after.")
	} else if f.change.known && !f.change.agreed {
		add(lake.FindingCorrectionDiff, lake.NeedsReview, lake.FieldGross,
			"Nic na dokumencie nie potwierdza kwoty ani znaku różnicy.", "Nothing on the document confirms the amount or the sign of the difference.")
	}
}
