package invoicegen

// wording is the choice among the words that sellers use for the same thing.
type wording struct {
	number, issued, due, period, ppe, tariff, toPay            string
	net, vat, gross, used, seller, buyer, client, power, meter string
	active, variable, fixed, quality                           string
	toReturn, zone                                             string
}

func (r random) wording() wording {
	return wording{
		number:   pick(r, "Faktura VAT nr", "FAKTURA VAT NR", "Faktura nr", "Numer faktury:", "Nr faktury VAT:"),
		issued:   pick(r, "Data wystawienia", "Data wystawienia", "Wystawiono dnia", "Data wystawienia faktury"),
		due:      pick(r, "Termin płatności", "Termin płatności", "Termin zapłaty", "Płatne do"),
		period:   pick(r, "Okres rozliczeniowy", "Rozliczenie za okres", "Za okres", "Okres rozliczenia"),
		ppe:      pick(r, "Numer PPE", "Nr PPE", "Kod PPE", "PPE", "Nr punktu poboru", "Punkt poboru energii"),
		tariff:   pick(r, "Grupa taryfowa", "Taryfa", "Grupa taryfowa OSD"),
		toPay:    pick(r, "Do zapłaty", "Razem do zapłaty", "Wartość do zapłaty", "Kwota do zapłaty"),
		net:      pick(r, "Wartość netto", "Razem netto", "Należność netto", "Suma netto"),
		vat:      pick(r, "Kwota VAT", "Podatek VAT", "VAT"),
		gross:    pick(r, "Wartość brutto", "Razem brutto", "Należność brutto"),
		used:     pick(r, "Zużycie energii elektrycznej", "Zużycie", "Pobrano z sieci", "Zużycie energii"),
		seller:   pick(r, "Sprzedawca", "SPRZEDAWCA", "Wystawca"),
		buyer:    pick(r, "Nabywca", "NABYWCA", "Odbiorca (nabywca)"),
		client:   pick(r, "Numer klienta", "Nr klienta", "Numer płatnika", "Konto umowy", "Nr ewidencyjny"),
		power:    pick(r, "Moc umowna", "Moc umowna"),
		meter:    pick(r, "Numer licznika", "Nr licznika", "Licznik nr"),
		active:   pick(r, "Energia czynna", "Energia czynna", "Energia elektryczna czynna", "Sprzedaż energii"),
		variable: pick(r, "Opłata sieciowa zmienna", "Składnik zmienny stawki sieciowej", "Opłata zmienna sieciowa"),
		fixed:    pick(r, "Opłata sieciowa stała", "Składnik stały stawki sieciowej", "Opłata stała sieciowa"),
		quality:  pick(r, "Opłata jakościowa", "Stawka jakościowa"),
		zone:     pick(r, "", "", "strefa "),
		toReturn: pick(r, "Do zwrotu", "Kwota do zwrotu"),
	}
}

// lineName is the line's name in the words of the bill.
func (w wording) lineName(l line) string {
	name := l.name
	switch name {
	case "Energia czynna":
		name = w.active
	case "Opłata sieciowa zmienna":
		name = w.variable
	case "Opłata sieciowa stała":
		name = w.fixed
	case "Opłata jakościowa":
		name = w.quality
	}
	if l.zone != "" {
		name += " " + w.zone + l.zone
	}
	return name
}
