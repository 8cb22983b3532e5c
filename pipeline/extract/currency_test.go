package extract_test

import (
	"strings"
	"testing"

	"wattlake/assets/samples/invoicegen"
	"wattlake/lake"
	"wattlake/pipeline/extract"
)

// An amount in another currency must never pass for one in złote.
func TestCurrencyOfAnInvoice(t *testing.T) {
	const rows = "Energia czynna całodobowa  1 725 kWh   0,6890   1 188,53 23%  273,36  1 461,89\nZużycie energii elektrycznej: 1 725 kWh\n"
	for _, c := range []struct {
		name, text, want string
		doubtful         bool
	}{
		{"złote", rows + "Razem netto 1 188,53 zł  VAT 273,36 zł  Razem brutto 1 461,89 zł\nDo zapłaty: 1 461,89 zł", "PLN", false},
		{"no sign", rows + "Razem netto 1 188,53  VAT 273,36  Razem brutto 1 461,89\nDo zapłaty: 1 461,89", "", false},
		{"euro behind", rows + "Razem netto 1 188,53 EUR  VAT 273,36 EUR  Razem brutto 1 461,89 EUR\nDo zapłaty: 1 461,89 EUR", "EUR", false},
		{"euro sign", rows + "Razem netto 1 188,53 €  VAT 273,36 €  Razem brutto 1 461,89 €\nDo zapłaty: 1 461,89 €", "EUR", false},
		{"sign in front", rows + "Razem netto EUR 1 188,53  VAT EUR 273,36  Razem brutto EUR 1 461,89\nDo zapłaty: EUR 1 461,89", "EUR", false},
		{"koruna", rows + "Razem netto 1 188,53 CZK  VAT 273,36 CZK  Razem brutto 1 461,89 CZK\nDo zapłaty: 1 461,89 Kč", "CZK", false},
		{"named", "Waluta: EUR\n" + rows + "Razem netto 1 188,53  VAT 273,36  Razem brutto 1 461,89\nDo zapłaty: 1 461,89", "EUR", false},
		{"unknown, named", "Kod waluty: XYZ\n" + rows + "Razem netto 1 188,53  VAT 273,36  Razem brutto 1 461,89\nDo zapłaty: 1 461,89", "XYZ", false},
		{"heading", "Wartość netto [EUR]  Kwota VAT [EUR]  Wartość brutto [EUR]\n" + rows + "Razem netto 1 188,53  VAT 273,36  Razem brutto 1 461,89\n", "EUR", false},
		{
			"VAT in złote as the law wants it",
			rows + "Razem netto 1 188,53 €  VAT 273,36 €  Razem brutto 1 461,89 €\nKurs EUR 4,3000 z dnia 31.03.2026, VAT 1 175,45 PLN\nDo zapłaty: 1 461,89 €", "EUR", false,
		},
		{"excise", rows + "Akcyza: 5,00 zł\nRazem netto 1 188,53 €  VAT 273,36 €  Razem brutto 1 461,89 €\nDo zapłaty: 1 461,89 €", "EUR", false},
		{
			"charge for a late payment",
			rows + "Razem netto 1 188,53 zł  VAT 273,36 zł  Razem brutto 1 461,89 zł\nDo zapłaty: 1 461,89 zł\nRekompensata za koszty odzyskiwania należności: 40,00 EUR", "PLN", false,
		},
		{"share capital", rows + "Razem netto 1 188,53  VAT 273,36  Razem brutto 1 461,89\nkapitał zakładowy 505 000 000,00 EUR", "", false},
		{"rows in złote, to pay in euro", "Netto [zł]  1 188,53\nVAT [zł]  273,36\nBrutto [zł]  1 461,89\n" + rows + "Do zapłaty: 1 461,89 €", "PLN", true},
		{"seller's name", strings.ReplaceAll(rows, "Energia", "EURO Energia") + "Razem netto 1 188,53 zł  VAT 273,36 zł  Razem brutto 1 461,89 zł\n", "PLN", false},
		{"nothing tells which", rows + "Razem netto 1 188,53  VAT 273,36  Razem brutto 1 461,89\nOpłata 12,30 EUR\nOpłata 52,10 zł", "EUR", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := extract.New().Extract(typed(head + c.text))[0]
			if got := r.Fields.Value(lake.FieldCurrency); got != c.want {
				t.Errorf("currency %q, want %q", got, c.want)
			}
			if doubtful := hasFinding(r, lake.FindingLowConfidence, lake.FieldCurrency); doubtful != c.doubtful {
				t.Errorf("doubtful: %v, want %v: %v", doubtful, c.doubtful, r.Findings)
			}
		})
	}
}

func hasFinding(r lake.Reading, code lake.FindingCode, field lake.FieldName) bool {
	for _, f := range r.Findings {
		if f.Code == code && f.Field == field {
			return true
		}
	}
	return false
}

func TestEverySampleIsInZłote(t *testing.T) {
	for _, layout := range invoicegen.Layouts() {
		sample, err := invoicegen.Make(layout, 7, invoicegen.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range extract.New().Extract(wordsOf(t, sample)) {
			if got := r.Fields.Value(lake.FieldCurrency); got != "PLN" && got != "" || hasFinding(r, lake.FindingLowConfidence, lake.FieldCurrency) {
				t.Errorf("%s: currency %q, %v", layout, got, r.Findings)
			}
		}
	}
}
