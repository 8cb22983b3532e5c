package extract

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

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
// its text is hardly there, a recognised one, or that of an invoice.
func (p *part) isUnknown(f *facts) bool {
	const fewLines = 3
	if f.own.note || p.has(otherGoods...) || p.has(strangers...) {
		return false
	}
	return len(p.lines) < fewLines || p.lines[0].ocr || f.has.sums
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
	if f.has.period && !f.has.periodClear {
		add(lake.FindingLowConfidence, lake.NeedsReview, lake.FieldPeriodStart,
			"Na dokumencie jest kilka różnych okresów; sprawdź okres rozliczeniowy.", "The document states several different periods; check the billing period.")
	}
	p.judgeReadability(f, add)
}

// mentionsIssue reports whether anything announces the invoice's own issue date, or whether a reader may have missed it.
func (p *part) mentionsIssue() bool {
	return slices.ContainsFunc(p.lines, func(l *line) bool { return l.ocr }) ||
		slices.ContainsFunc(p.hits(labelIssued), func(h hit) bool { return !otherInvoice(h) })
}

// judgeReadability asks for review of recognised words that nothing proves: the number, unless it is printed twice, and the date.
func (p *part) judgeReadability(f *facts, add addFinding) {
	unsure := func(field lake.FieldName, e evidence) {
		if e.value != "" && (e.confidence < sureWord || (e.confidence < 1 && isNumberField(field) && hasLookalike(e.value))) {
			text := cmp.Or(e.raw, e.value)
			add(lake.FindingLowConfidence, lake.NeedsReview, field,
				fmt.Sprintf("Tekst „%s” jest słabo czytelny.", text), fmt.Sprintf("The text “%s” is hard to read.", text))
		}
	}
	if doubt, repeated := p.numberReadings(f); doubt != "" {
		add(lake.FindingLowConfidence, lake.NeedsReview, lake.FieldNumber,
			fmt.Sprintf("Numer faktury odczytano też jako „%s”.", doubt), fmt.Sprintf("The invoice number was also read as “%s”.", doubt))
	} else if !repeated {
		unsure(lake.FieldNumber, f.own.number)
	}
	unsure(lake.FieldIssueDate, f.issued)
	if f.kind == lake.Other {
		return
	}
	if f.has.period {
		unsure(lake.FieldPeriodStart, newEvidence(f.period.line, f.period.start, f.period.end, f.period.from.String(), "", 1))
	}
	if !f.usage.proven {
		unsure(lake.FieldConsumption, f.usage.evidence)
	}
	for _, ref := range f.refs {
		unsure(lake.FieldCorrects, ref.number)
	}
	for _, pt := range f.points {
		if !lake.ValidPPE(pt.code.value) { // old codes have no check digit that could prove them
			unsure(lake.FieldPPE, pt.code)
		}
	}
}

func isNumberField(field lake.FieldName) bool {
	return field == lake.FieldNumber || field == lake.FieldCorrects
}

// hasLookalike reports whether a letter that resembles a digit stands beside a digit, where it may be a misread one.
func hasLookalike(number string) bool {
	folded := fold(number)
	for i := 1; i < len(folded); i++ {
		a, b := folded[i-1], folded[i]
		if (isDigit(a) && resemblesDigit(b)) || (resemblesDigit(a) && isDigit(b)) {
			return true
		}
	}
	return false
}

func resemblesDigit(b byte) bool { return strings.IndexByte("oqdilsbzg", b) >= 0 }

// numberReadings looks for other readings of the invoice's number on the page: one that differs in a few characters is a
// doubt, an equal one in another place is a confirmation.
func (p *part) numberReadings(f *facts) (doubt string, repeated bool) {
	own := f.own.number
	if own.value == "" || own.confidence == 1 {
		return "", false
	}
	number := lake.FoldNumber(own.value)
	for _, l := range p.lines {
		for i, piece := range l.pieces {
			if l.page == own.page && shifted(piece.printed, l.skew).Union(own.box) == own.box {
				continue
			}
			other, equal := readingLike(l, i, number)
			switch {
			case equal:
				repeated = true
			case other != "" && !f.refersTo(other):
				doubt = other
			}
		}
	}
	return doubt, repeated
}

// readingLike compares the i-th word of a line with an invoice number: the word without marks, as it stands, and with the prefix
// before it ("F 1234K20/12"). If none is equal, the word is a reading of it when it differs in a few characters.
func readingLike(l *line, i int, number string) (other string, equal bool) {
	const closeBy = 2 // characters
	p := l.pieces[i]
	start, end := trimMarks(l.fold, p.start, p.end)
	if end-start < 5 || !hasDigit(l.fold[start:end]) {
		return "", false
	}
	starts := []int{start, p.start}
	if i > 0 {
		starts = append(starts, l.pieces[i-1].start)
	}
	for _, from := range starts {
		if lake.FoldNumber(l.text(from, end)) == number {
			return "", true
		}
	}
	other = lake.FoldNumber(l.text(start, end))
	if distance(number, other, closeBy) > closeBy {
		return "", false
	}
	return other, false
}

// refersTo reports whether the number is that of a corrected invoice, which often resembles the invoice's own.
func (f *facts) refersTo(number string) bool {
	for _, ref := range f.refs {
		if distance(lake.FoldNumber(ref.number.value), number, 0) == 0 {
			return true
		}
	}
	return false
}

// distance returns the edit distance of two texts, or more than limit if it is greater.
func distance(a, b string, limit int) int {
	if diff := len(a) - len(b); diff > limit || -diff > limit {
		return limit + 1
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
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

func (p *part) judgePoints(f *facts, add addFinding) {
	coded := 0
	for _, pt := range f.points {
		if pt.code.value == "" {
			continue
		}
		coded++
		if pt.bad {
			add(lake.FindingPPECheck, lake.NeedsReview, lake.FieldPPE,
				fmt.Sprintf("Kod PPE %s ma złą cyfrę kontrolną.", pt.code.value), fmt.Sprintf("The check digit of metering point %s is wrong.", pt.code.value))
		}
	}
	switch {
	case coded < len(f.points):
		add(lake.FindingPointsUncoded, lake.NeedsReview, lake.FieldPPE,
			fmt.Sprintf("%d z %d punktów poboru ma kod PPE.", coded, len(f.points)), fmt.Sprintf("%d of %d metering points have a code.", coded, len(f.points)))
	case len(f.points) == 0 && f.speaksOf:
		add(lake.FindingNoMeteringPoint, lake.NeedsReview, lake.FieldPPE, "Nie znaleziono kodu PPE.", "No metering point code was found.")
	case len(f.points) == 0:
		add(lake.FindingNoMeteringPoint, lake.Warning, lake.FieldPPE,
			"Dokument nie podaje punktu poboru energii.", "The document does not state a metering point.")
	}
	p.judgePointSums(f, add)
	if f.rowsMissing {
		add(lake.FindingPointsUncoded, lake.NeedsReview, lake.FieldPPE,
			"Pozycja z kodem PPE nie obejmuje całej faktury: brakuje kodów innych punktów.",
			"The row with a metering point code does not cover the whole invoice: codes of other points are missing.")
	}
}

// judgePointSums checks that the points add up to the invoice.
func (p *part) judgePointSums(f *facts, add addFinding) {
	if len(f.points) < 2 || !f.has.sums {
		return
	}
	var net lake.Money
	for _, pt := range f.points {
		if pt.net.value == "" {
			return
		}
		net += pt.netted
	}
	if net != f.sums.net {
		add(lake.FindingVendorTotal, lake.NeedsReview, lake.FieldNet,
			fmt.Sprintf("Suma netto punktów (%s) różni się od netto faktury (%s).", net, f.sums.net),
			fmt.Sprintf("The points add up to %s net, the invoice says %s.", net, f.sums.net))
	}
}

func (p *part) judgeUsage(f *facts, add addFinding) {
	switch {
	case !f.has.usage && f.change.only:
		add(lake.FindingNoConsumption, lake.Warning, lake.FieldConsumption,
			"Korekta podaje tylko zmianę zużycia, nie zużycie po korekcie.", "The correction states the change of the consumption only, not the consumption after it.")
	case !f.has.usage && f.kind == lake.Correction && !p.has(wordKWh, wordMWh):
		add(lake.FindingNoConsumption, lake.Warning, lake.FieldConsumption, "Korekta nie podaje zużycia energii.", "The correction does not state a consumption.")
	case !f.has.usage && f.speaksOf:
		add(lake.FindingNoConsumption, lake.NeedsReview, lake.FieldConsumption, "Nie znaleziono zużycia energii.", "No consumption was found.")
	case !f.has.usage:
		add(lake.FindingNoConsumption, lake.Warning, lake.FieldConsumption,
			"Dokument nie podaje zużycia energii.", "The document does not state a consumption.")
	case f.usage.disputed && f.usage.total == 0:
		add(lake.FindingLowConfidence, lake.NeedsReview, lake.FieldConsumption,
			"Na dokumencie są różne wartości zużycia; sprawdź zużycie.", "The document states different consumptions; check it.")
	case f.implausible():
		add(lake.FindingLowConfidence, lake.NeedsReview, lake.FieldConsumption,
			"Zużycie nie pasuje do kwoty; sprawdź zużycie.", "The consumption does not fit the amount; check it.")
	case f.usage.summed && !f.usage.proven && !f.usage.backed:
		add(lake.FindingLowConfidence, lake.NeedsReview, lake.FieldConsumption,
			"Zużycie jest tylko sumą kolumny i nic go nie potwierdza; sprawdź zużycie.", "The consumption is only the sum of a column, and nothing confirms it; check it.")
	case f.usage.energy < 0:
		add(lake.FindingLowConfidence, lake.NeedsReview, lake.FieldConsumption, "Zużycie jest ujemne.", "The consumption is negative.")
	case f.usage.total != 0 && f.usage.total != f.usage.energy:
		add(lake.FindingVendorTotal, lake.NeedsReview, lake.FieldConsumption,
			fmt.Sprintf("Wydrukowane zużycie %s kWh różni się od sumy pozycji %s kWh.", f.usage.energy, f.usage.total),
			fmt.Sprintf("The printed consumption %s kWh differs from the sum of the lines, %s kWh.", f.usage.energy, f.usage.total))
	}
}

// implausible reports whether a consumption that only one place tells costs an unlikely amount for each kWh.
func (f *facts) implausible() bool {
	const (
		wattHours          = 1000
		smallNet           = 100_00 // grosze: fixed fees alone may be as high
		dearest, cheapest  = 10_00, 2
		fewest, fewestCost = 100 * wattHours, 1_00
	)
	unlikely := func(u usage, net lake.Money) bool {
		if u.proven || u.energy <= 0 || net <= 0 {
			return false
		}
		perKWh := int64(net) * wattHours / int64(u.energy)
		return (net > smallNet && perKWh > dearest) || (u.energy > fewest && net > fewestCost && perKWh < cheapest)
	}
	if f.kind == lake.Correction {
		return false
	}
	return (f.has.sums && unlikely(f.usage, f.sums.net)) || slices.ContainsFunc(f.points, func(pt point) bool { return unlikely(pt.energy, pt.netted) })
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
