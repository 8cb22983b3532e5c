package ksef

import (
	"fmt"
	"strconv"

	"wattlake/lake"
)

// judge says what a person should look at. Amounts of an e-invoice are what its seller declared, so most of it is a warning.
func (v *invoice) judge(r lake.Reading) []lake.Finding {
	var found []lake.Finding
	add := func(code lake.FindingCode, severity lake.Severity, field lake.FieldName, pl, en string) {
		found = append(found, lake.Finding{Code: code, Severity: severity, Field: field, Message: lake.Text{PL: pl, EN: en}})
	}
	if v.is == lake.Other {
		add(lake.FindingNotEnergy, lake.Info, lake.FieldKind, "To nie jest faktura za energię elektryczną.", "This is not an electricity invoice.")
		return found
	}
	v.judgeFields(add)
	v.judgeSums(add)
	v.judgeEnergy(add)
	v.judgePoints(r, add)
	return found
}

type addFinding func(code lake.FindingCode, severity lake.Severity, field lake.FieldName, pl, en string)

func (v *invoice) judgeFields(add addFinding) {
	required := []struct {
		field  lake.FieldName
		needed bool
		pl, en string
	}{
		{lake.FieldNumber, true, "numeru faktury (P_2)", "no invoice number (P_2)"},
		{lake.FieldIssueDate, true, "daty wystawienia (P_1)", "no issue date (P_1)"},
		{lake.FieldGross, true, "kwoty należności (P_15)", "no total (P_15)"},
		{lake.FieldNet, true, "kwoty netto (P_13)", "no net amount (P_13)"},
		{lake.FieldSellerNIP, true, "NIP sprzedawcy", "no tax number of the seller"},
		{lake.FieldPeriodStart, !v.corrects(), "okresu rozliczeniowego", "no billing period"},
		{lake.FieldCorrects, v.corrects(), "numeru korygowanej faktury", "no number of a corrected invoice"},
	}
	for _, r := range required {
		if r.needed && v.fields.Value(r.field) == "" {
			add(lake.FindingMissing, lake.NeedsReview, r.field, "Faktura nie podaje "+r.pl+".", "The invoice states "+r.en+".")
		}
	}
}

// judgeSums checks the arithmetic that the invoice must keep to.
func (v *invoice) judgeSums(add addFinding) {
	a := v.amounts
	if a.net.Known && a.gross.Known && a.net.Value+a.vat.Value != a.gross.Value {
		add(lake.FindingSumMismatch, lake.NeedsReview, lake.FieldGross,
			fmt.Sprintf("Netto %s i VAT %s nie dają brutto %s.", a.net, a.vat, a.gross),
			fmt.Sprintf("Net %s and VAT %s do not add up to gross %s.", a.net, a.vat, a.gross))
	}
	for _, r := range a.rows {
		percent, err := strconv.Atoi(r.Rate)
		if err != nil {
			continue
		}
		if off := (r.Net.MulRate(percent) - r.VAT).Abs(); off > v.rounding() {
			add(lake.FindingVATMismatch, lake.Warning, lake.FieldVAT,
				fmt.Sprintf("VAT %s nie jest %s%% kwoty %s.", r.VAT, r.Rate, r.Net),
				fmt.Sprintf("VAT %s is not %s%% of %s.", r.VAT, r.Rate, r.Net))
		}
	}
	if expected, told := v.expectedDue(a.gross.Value); told && a.gross.Known && a.due.Known && a.due.Value != expected && !v.paid() {
		add(lake.FindingVendorTotal, lake.NeedsReview, lake.FieldAmountDue,
			fmt.Sprintf("Do zapłaty jest %s, a z rozliczenia wynika %s.", a.due, expected),
			fmt.Sprintf("%s is to be paid, but the settlement comes to %s.", a.due, expected))
	}
	v.judgeLines(add)
}

// judgeLines checks that the lines come to the net amount. Those of advance invoices hold the value of the order instead.
func (v *invoice) judgeLines(add addFinding) {
	sum, known := sumOf(v.rows)
	if !known || !v.amounts.net.Known || isOneOf(v.variety, "ZAL", "ROZ", "KOR_ZAL", "KOR_ROZ") {
		return
	}
	if (sum - v.amounts.net.Value).Abs() <= v.rounding() {
		return
	}
	if v.corrects() {
		add(lake.FindingCorrectionDiff, lake.Warning, lake.FieldNet,
			fmt.Sprintf("Wiersze dają różnicę netto %s, a faktura %s.", sum, v.amounts.net),
			fmt.Sprintf("The lines make a net difference of %s, the invoice says %s.", sum, v.amounts.net))
		return
	}
	add(lake.FindingSumMismatch, lake.Warning, lake.FieldNet,
		fmt.Sprintf("Wiersze dają netto %s, a faktura %s.", sum, v.amounts.net),
		fmt.Sprintf("The lines add up to %s net, the invoice says %s.", sum, v.amounts.net))
}

// rounding is how far sums may be off: each line was rounded to a grosz on its own.
func (v *invoice) rounding() lake.Money { return lake.Money(max(1, len(v.rows))) }

// sellersError is the part of a stated consumption by which the rows may differ from it: sellers do add up wrongly. A larger
// difference means that one of the two is something else.
const sellersError = 100

func (v *invoice) judgeEnergy(add addFinding) {
	switch u := v.usage; {
	case !u.wh.Known && v.differences:
		add(lake.FindingNoConsumption, lake.Info, lake.FieldConsumption,
			"Korekta nie podaje zużycia po zmianie.", "The correction does not state the consumption after it.")
	case !u.wh.Known:
		add(lake.FindingNoConsumption, lake.Warning, lake.FieldConsumption,
			"Faktura nie podaje zużycia energii.", "The invoice does not state a consumption.")
	case u.other.Known:
		code, severity := lake.FindingVendorTotal, lake.Warning
		if off := u.wh.Value - u.other.Value; max(off, -off) > u.wh.Value/sellersError {
			code, severity = lake.FindingLowConfidence, lake.NeedsReview
		}
		add(code, severity, lake.FieldConsumption,
			fmt.Sprintf("Podane zużycie %s kWh różni się od sumy pozycji %s kWh.", u.wh, u.other),
			fmt.Sprintf("The stated consumption %s kWh differs from the sum of the rows, %s kWh.", u.wh, u.other))
	}
}

func (v *invoice) judgePoints(r lake.Reading, add addFinding) {
	if len(r.Points) == 0 {
		add(lake.FindingNoMeteringPoint, lake.Warning, lake.FieldPPE,
			"Faktura nie podaje punktu poboru energii.", "The invoice does not state a metering point.")
		return
	}
	var sum lake.Money
	complete := v.amounts.net.Known
	for i, p := range v.points {
		if len(p.ppe) == len("590322400000000102") && onlyDigits(p.ppe) && !lake.ValidPPE(p.ppe) {
			add(lake.FindingPPECheck, lake.Warning, lake.FieldPPE,
				fmt.Sprintf("Kod PPE %s ma złą cyfrę kontrolną.", p.ppe), fmt.Sprintf("The check digit of metering point %s is wrong.", p.ppe))
		}
		if u := v.document.usage(p, after); u.other.Known && len(v.points) > 1 && !v.differences {
			add(lake.FindingVendorTotal, lake.Warning, lake.FieldConsumption,
				fmt.Sprintf("Punkt %s: podane zużycie %s kWh, suma pozycji %s kWh.", p.ppe, u.wh, u.other),
				fmt.Sprintf("Point %s: stated consumption %s kWh, sum of the rows %s kWh.", p.ppe, u.wh, u.other))
		}
		net := money(r.Points[i].Value(lake.FieldNet))
		sum, complete = sum+net.Value, complete && net.Known
	}
	if complete && (sum-v.amounts.net.Value).Abs() > v.rounding() {
		add(lake.FindingVendorTotal, lake.Warning, lake.FieldNet,
			fmt.Sprintf("Suma netto punktów (%s) różni się od netto faktury (%s).", sum, v.amounts.net),
			fmt.Sprintf("The points add up to %s net, the invoice says %s.", sum, v.amounts.net))
	}
}
