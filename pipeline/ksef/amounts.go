package ksef

import (
	"wattlake/lake"
)

// vatField is one sum of the VAT summary: net in P_13_x, tax in P_14_x if there is any.
type vatField struct {
	net, vat string
	rate     string
}

// vatFields are all sums of the summary. The net amount of the invoice is the sum of all of them, not the first alone.
var vatFields = []vatField{
	{"P_13_1", "P_14_1", "23"},
	{"P_13_2", "P_14_2", "8"},
	{"P_13_3", "P_14_3", "5"},
	{"P_13_4", "P_14_4", "4"},
	{"P_13_5", "P_14_5", "OSS"},
	{"P_13_6_1", "", "0"},
	{"P_13_6_2", "", "0 WDT"},
	{"P_13_6_3", "", "0 EX"},
	{"P_13_7", "", "zw"},
	{"P_13_8", "", "np I"},
	{"P_13_9", "", "np II"},
	{"P_13_10", "", "oo"},
	{"P_13_11", "", "marża"},
}

// oldRates are the rates that share a field with a newer one; the lines tell which it is.
var oldRates = map[string]string{"23": "22", "8": "7", "4": "3"}

// amounts are the sums of an invoice.
type amounts struct {
	net, vat, gross lake.Opt[lake.Money]
	due             lake.Opt[lake.Money]
	dueRule         string
	rows            []lake.VATRow
}

func (d *document) amounts() amounts {
	a := amounts{gross: money(d.fa.value("P_15"))}
	rates := map[string]bool{}
	for _, r := range d.rows {
		rates[r.rate] = true
	}
	for _, f := range vatFields {
		net, vat := money(d.fa.value(f.net)), lake.Opt[lake.Money]{}
		if f.vat != "" {
			vat = money(d.fa.value(f.vat))
		}
		if !net.Known && !vat.Known {
			continue
		}
		a.net, a.vat = lake.Some(a.net.Value+net.Value), lake.Some(a.vat.Value+vat.Value)
		if net.Value == 0 && vat.Value == 0 {
			continue
		}
		rate := f.rate
		if old := oldRates[rate]; old != "" && rates[old] && !rates[rate] {
			rate = old
		}
		a.rows = append(a.rows, lake.VATRow{Rate: rate, Net: net.Value, VAT: vat.Value, Gross: net.Value + vat.Value})
	}
	if !a.net.Known && a.gross.Known && a.gross.Value == 0 {
		a.net, a.vat = a.gross, a.gross // a final invoice after full prepayment charges nothing
	}
	a.due, a.dueRule = d.due(a.gross)
	return a
}

// due returns what is to be paid, and the element that says so: the gross amount with charges and deductions of other
// kinds, or less than nothing if the buyer has paid too much.
func (d *document) due(gross lake.Opt[lake.Money]) (lake.Opt[lake.Money], string) {
	const path = "Fa/Rozliczenie/"
	settlement := d.fa.child("Rozliczenie")
	if due := money(settlement.value("DoZaplaty")); due.Known {
		return due, path + "DoZaplaty"
	}
	if credit := money(settlement.value("DoRozliczenia")); credit.Known {
		return lake.Some(-credit.Value), path + "DoRozliczenia"
	}
	charges, deductions := money(settlement.value("SumaObciazen")), money(settlement.value("SumaOdliczen"))
	if gross.Known && (charges.Known || deductions.Known) {
		return lake.Some(gross.Value + charges.Value - deductions.Value), path + "SumaOdliczen"
	}
	return lake.Opt[lake.Money]{}, ""
}

// expectedDue returns what gross, charges and deductions come to, if the invoice lists them or says what is to be paid.
func (d *document) expectedDue(gross lake.Money) (lake.Money, bool) {
	settlement := d.fa.child("Rozliczenie")
	charges, deductions := money(settlement.value("SumaObciazen")), money(settlement.value("SumaOdliczen"))
	return gross + charges.Value - deductions.Value, charges.Known || deductions.Known || settlement.value("DoZaplaty") != ""
}

// paid reports whether the invoice says that some of it was paid already.
func (d *document) paid() bool {
	payment := d.fa.child("Platnosc")
	return payment.value("Zaplacono") == "1" || payment.value("ZnacznikZaplatyCzesciowej") != ""
}
