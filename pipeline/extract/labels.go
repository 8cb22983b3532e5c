package extract

import "strings"

// label is what a wording announces. Several wordings share one label; longer wordings win over shorter ones.
type label int

const (
	labelNone label = iota
	labelIssued
	labelSold
	labelDueDate
	labelPeriod
	labelOtherPeriod // of a contract, of last year: not the invoice's
	labelPPE
	labelPlace // where a point is, in words
	labelTariff
	labelNet
	labelVAT
	labelGross
	labelDue
	labelRefund
	labelWords
	labelRate
	labelConsumption
	labelBalanced // consumption after netting with own production
	labelNoConsumption
	labelQuantity
	labelPrice
	labelUnit
	labelNIP
	labelSeller
	labelBuyer
	labelReason
	labelTotal
	labelBefore
	labelAfter
	labelDifference
	labelDecrease
	labelIncrease
	labelFactual  // what was really used, beside what was forecast
	labelForecast // what was forecast, beside what was really used
	labelCredit   // overpayment, interest, deposit: part of what is to pay, not of the cost
	labelOther    // known wordings that end the value of the label before
)

// entry is one wording of the dictionary.
type entry struct {
	pattern

	label label
	total bool // says by itself that it is the sum of the whole invoice
}

// wordings is the dictionary in lower case with Polish letters; '*' accepts any ending.
var wordings = map[label][]string{
	labelIssued: {
		"data wystawienia", "data wystawienia faktury", "data wystawienia dokumentu", "data faktury", "wystawiono dnia", "wystawiono w dniu",
		"wystawiono", "wystawiona dnia", "wystawiony dnia", "data dokumentu", "data i miejsce wystawienia", "miejsce i data wystawienia",
		"data wyst.", "wystawiona", "dzień wystawienia", "data sporządzenia", "z dnia",
	},
	labelSold: {
		"data sprzedaży", "data dokonania*", "data dokonania lub zakończenia dostawy", "data dokonania lub zakończenia dostawy towarów lub wykonania usługi",
		"data zakończenia dostawy", "data wykonania usługi", "data dostawy", "data sprz.", "data zakończenia dostawy/usługi",
	},
	labelDueDate: {
		"termin płatności", "termin płatności faktury", "termin płatności bieżącego rozliczenia", "płatna do", "płatne do", "płatność do", "termin zapłaty",
		"zapłać do", "data płatności", "do zapłaty do dnia", "do zapłaty do", "płatne w terminie do", "zapłacić do", "prosimy o zapłatę do", "termin wpłaty",
		"płatna do dnia", "płatne do dnia",
	},
	labelPeriod: {
		"okres rozliczeniowy", "okres rozliczenia", "rozliczenie za okres", "za okres", "za okres rozliczeniowy", "w okresie", "okres", "okres sprzedaży",
		"okres dostawy", "prognoza na okres", "na okres", "miesiąc sprzedaży", "za miesiąc", "miesiąc rozliczeniowy", "okres, którego dotyczy faktura",
		"okres prognozy", "okres świadczenia usługi", "okres świadczenia usług", "okres zużycia", "faktura za okres", "okres faktury", "rozliczenie w okresie",
		"sprzedaż za okres", "okres objęty fakturą", "dotyczy okresu", "okres objęty rozliczeniem", "zakres dat",
	},
	labelOtherPeriod: {
		"w okresie ostatnich", "okres wypowiedzenia", "okres umowy", "okres obowiązywania", "okres poprzedni", "poprzedni okres", "w analogicznym okresie",
		"w poprzednim okresie", "okres gwarancji", "następny okres", "kolejny okres", "w okresie obowiązywania", "umowa na okres", "umowa z dnia", "umowy z dnia",
		"data umowy", "data zawarcia umowy", "data odczytu", "następny odczyt", "planowany odczyt", "data następnego odczytu", "data wydruku", "data przelewu",
		"data legalizacji", "taryfa z dnia", "z dnia umowy", "planowana data odczytu", "ustawy z dnia", "ustawa z dnia", "rozporządzenia z dnia",
		"decyzja z dnia", "decyzji z dnia", "decyzją z dnia", "umowa nr", "ważna do", "obowiązuje od", "data wpływu", "w okresie gwarancji",
		"prognoza na kolejny okres", "prognoza na następny okres", "poprzednia faktura", "wpłata z dnia", "wpłaty z dnia",
	},
	labelPPE: {
		"numer ppe", "nr ppe", "kod ppe", "ppe", "punkt poboru energii", "nr punktu poboru", "nr punktu poboru energii", "numer punktu poboru",
		"numer punktu poboru energii", "kod punktu poboru", "kod punktu poboru energii", "punkt poboru", "identyfikator ppe", "oznaczenie ppe", "id ppe",
		"punkt poboru energii (ppe)", "identyfikator punktu poboru", "kod ppe (gsrn)", "nr punktu poboru (ppe)", "punkt poboru energii ppe", "ppe nr", "numer (kod) ppe",
	},
	labelPlace: {
		"adres ppe", "adres punktu poboru", "adres punktu poboru energii", "miejsce poboru energii", "miejsce poboru", "adres obiektu", "miejsce dostarczania",
		"nazwa i adres ppe", "nazwa ppe", "nazwa obiektu", "obiekt", "adres poboru", "adres miejsca poboru", "adres dostawy", "lokalizacja", "adres ppe/nazwa",
	},
	labelTariff: {"grupa taryfowa", "taryfa", "gr. taryfowa", "grupa tar.", "tar.", "grupa taryf."},
	labelDue: {
		"do zapłaty", "wartość do zapłaty", "razem do zapłaty", "kwota do zapłaty", "pozostaje do zapłaty", "należność do zapłaty", "łącznie do zapłaty",
		"ogółem do zapłaty", "należność", "do zapłaty razem", "do zapłaty ogółem", "suma do zapłaty", "należność płatna", "do zapłaty łącznie", "zapłać", "pozostało do zapłaty",
	},
	labelRefund: {"do zwrotu", "kwota do zwrotu", "nadpłata do zwrotu", "razem do zwrotu", "wartość do zwrotu", "zwrot"},
	labelWords:  {"słownie", "słownie złotych", "kwota słownie", "słownie zł", "słownie brutto", "słownie do zapłaty"},
	labelRate:   {"stawka vat", "vat %", "vat%", "% vat", "stawka", "stawka podatku", "stawka podatku vat", "st. vat", "vat [%]", "vat (%)", "stawka vat [%]", "stawka vat (%)"},
	labelConsumption: {
		"zużycie energii elektrycznej", "zużycie energii", "zużycie", "zużycie razem", "razem zużycie", "łączne zużycie", "całkowite zużycie", "suma zużycia",
		"zużycie ogółem", "ogółem zużycie", "pobrano z sieci", "ilość pobranej energii", "energia pobrana", "zużycie w okresie rozliczeniowym", "zużyto",
		"ilość energii", "łączna ilość energii", "prognozowane zużycie", "szacowane zużycie", "prognozowane zużycie energii", "ilość kwh", "zużycie kwh",
		"zużycie [kwh]", "ilość [kwh]", "kwh", "zużycie (kwh)", "ilość (kwh)", "energia [kwh]", "energia kwh", "zużycie w okresie", "razem kwh", "łącznie zużycie",
		"mwh", "zużycie [mwh]", "zużycie mwh", "ilość [mwh]", "ilość mwh", "energia pobrana z sieci", "ilość energii elektrycznej", "zużycie energii czynnej",
		"łączne zużycie energii", "łączne zużycie energii elektrycznej", "całkowite zużycie energii", "zużycie łącznie", "zużycie łączne", "ilość energii [kwh]",
		"prognozowana ilość energii", "prognoza zużycia", "suma kwh", "zużycie w kwh", "ilość pobranej energii elektrycznej", "wolumen", "zużycie całkowite",
		"zużycie energii w okresie", "zużyta energia", "szacowana ilość energii", "prognozowane zużycie w okresie", "zużycie za okres", "zużycie w tym okresie",
		"zużycie po korekcie", "zużycie energii po korekcie", "zużycie skorygowane",
	},
	labelBalanced: {"zużycie po bilansowaniu", "energia po bilansowaniu", "ilość energii po bilansowaniu", "pobór po bilansowaniu", "po bilansowaniu"},
	labelNoConsumption: {
		"ilość zużytej energii*", "ilość energii zużytej*", "energia zużyta w roku", "zużycie w roku", "zużycie roczne", "roczne zużycie", "średnie zużycie",
		"średnie dobowe zużycie", "średniodobowe", "średnie miesięczne", "przeciętne zużycie", "wprowadzono do sieci", "energia wprowadzona", "energia oddana",
		"oddano do sieci", "energia bierna", "zużycie w poprzednim*", "zużycie w analogicznym*", "zużycie za ostatnie*", "zużycie w ostatnich*", "zużycie w okresie ostatnich*",
		"zużycie energii w roku", "zużycie energii w okresie ostatnich*", "zużycie energii elektrycznej w okresie ostatnich*", "zużycie energii elektrycznej w roku",
		"planowane zużycie", "zużycie przed korektą", "zużycie energii przed korektą", "zużycie poprzednie", "zużycie w ubiegłym*", "zużycie energii elektrycznej w poprzednim*", "zużycie energii w poprzednim*",
		"prognozowane zużycie na*", "prognozowane zużycie w kolejnym*", "prognozowane zużycie w następnym*", "twoje zużycie rok temu", "zużycie rok temu",
		"zużycie energii elektrycznej w analogicznym*", "zużycie energii w analogicznym*", "w analogicznym okresie*", "produkcja", "energia wyprodukowana",
		"moc umowna", "moc przyłączeniowa", "zużycie w ciągu ostatnich*", "zużycie energii w ostatnich*", "zużycie średnie", "twoje zużycie w roku",
	},
	labelQuantity: {"ilość", "ilość jednostek"},
	labelPrice:    {"cena netto", "cena", "cena jedn.", "cena jednostkowa", "cena jedn. netto", "cena jednostkowa netto", "cena netto [zł]", "stawka netto", "cena/stawka", "cena [zł]"},
	labelUnit:     {"jm", "j.m.", "jedn.", "jednostka", "jednostka miary", "miara"},
	labelNIP:      {"nip", "nip:", "numer nip", "nr nip"},
	labelSeller:   {"sprzedawca", "wystawca", "dane sprzedawcy", "sprzedający", "wystawca faktury"},
	labelBuyer:    {"nabywca", "odbiorca", "płatnik", "dane nabywcy", "klient", "kupujący", "adresat", "nabywca faktury"},
	labelReason: {
		"przyczyna korekty", "powód korekty", "przyczyna", "powód", "przyczyna wystawienia korekty", "przyczyna wystawienia faktury korygującej", "tytuł korekty",
		"powód wystawienia korekty", "przyczyna korygowania", "uzasadnienie korekty",
	},
	labelTotal: {
		"razem", "ogółem", "suma", "łącznie", "razem wartość", "podsumowanie", "razem za energię i dystrybucję", "razem faktura", "ogółem faktura", "suma faktury",
		"razem za usługi dystrybucji", "razem za energię czynną", "razem sprzedaż i dystrybucja",
	},
	labelBefore: {
		"było", "przed korektą", "policzono", "stan przed korektą", "wartość przed korektą", "przed", "wartości przed korektą", "pozycje przed korektą", "wg faktury korygowanej",
		"dane przed korektą", "treść korygowana",
	},
	labelAfter: {
		"powinno być", "po korekcie", "należało policzyć", "stan po korekcie", "jest", "wartość po korekcie", "winno być", "po", "wartości po korekcie", "pozycje po korekcie",
		"dane po korekcie", "treść prawidłowa", "należało", "jest (po korekcie)", "prawidłowo",
	},
	labelDifference: {
		"różnica", "różnica wartości", "kwota korekty", "wartość korekty", "do korekty", "zmiana", "różnica (po - przed)", "korekta", "różnice", "saldo korekty", "razem różnica",
		"razem korekta", "wynik korekty",
	},
	labelDecrease: {"zmniejszenie*"},
	labelIncrease: {"zwiększenie*"},
	labelFactual: {
		"należność za faktyczne zużycie", "faktyczne zużycie", "należność za zużycie", "rzeczywiste zużycie", "wartość zużycia rzeczywistego", "wartość rzeczywista",
		"należność za rzeczywiste zużycie", "rozliczenie rzeczywistego zużycia", "wartość faktycznego zużycia", "wartość rozliczenia",
	},
	labelForecast: {
		"wartość prognozowana", "wartość prognozowana minus*", "zafakturowane prognozy", "prognozy", "rozliczone prognozy", "wartość prognoz", "minus prognozy",
		"wcześniej zafakturowano", "należność wg prognoz", "zapłacone prognozy", "prognozy do rozliczenia", "prognoza na kolejny", "wystawione prognozy",
	},
	labelCredit: {
		"nadpłata", "niedopłata", "odsetki", "odsetki za nieterminową wpłatę", "depozyt prosumencki", "saldo", "zaległości", "poprzednie saldo", "opłata za wezwanie",
		"bonifikata", "wpłaty", "wpłata", "rozliczenie wpłat", "pozostałe należności", "kaucja", "nadpłata z poprzedniego okresu", "saldo konta",
	},
	labelOther: {
		"nr konta", "numer konta", "nr rachunku*", "numer rachunku*", "konto*", "nr licznika", "numer licznika", "nr układu", "numer klienta", "nr klienta", "numer umowy", "konto umowy",
		"nr umowy", "numer ewidencyjny", "nr ewidencyjny", "strona", "adres", "adres korespondencyjny", "bank", "tytuł przelewu", "tytułem", "infolinia", "telefon", "tel.", "e-mail", "nr nabywcy",
		"akcyza", "w tym akcyza", "kod klienta", "regon", "krs", "bdo", "kapitał zakładowy", "sposób zapłaty", "forma płatności", "sposób płatności", "metoda płatności", "mnożna",
		"wskazanie*", "stan licznika", "odczyt", "identyfikator", "lp.", "nazwa", "opis", "licznik", "waluta", "numer ksef", "nr ksef", "miejsce wystawienia", "kod kreskowy", "typ odczytu",
		"stan początkowy", "stan końcowy", "odczyt bieżący", "odczyt poprzedni", "nr klienta/płatnika", "osd", "operator",
	},
}

// amountWords are put together to the many names of the three amounts of an invoice.
var amountWords = []struct {
	label label
	cores []string
}{
	{labelNet, []string{"netto", "wartość netto", "kwota netto", "należność netto", "wartość sprzedaży netto", "sprzedaż netto", "wartość faktury netto", "cena netto razem"}},
	{labelVAT, []string{"vat", "kwota vat", "podatek vat", "kwota podatku", "kwota podatku vat", "wartość vat", "podatek", "należny podatek vat", "wartość podatku", "wartość podatku vat", "suma vat"}},
	{labelGross, []string{
		"brutto", "wartość brutto", "kwota brutto", "należność brutto", "wartość sprzedaży brutto", "sprzedaż brutto", "wartość faktury brutto", "wartość faktury",
		"kwota faktury", "wartość usługi", "wartość energii pobranej", "kwota należności", "należność za energię",
	}},
}

var totalWords = []string{"razem", "ogółem", "suma", "łącznie", "łączna", "całkowita", "podsumowanie", "razem faktura", "faktura", "razem do rozliczenia", "w sumie", "razem należność"}

// dictionary is the index of all wordings by their first two folded letters. all is for texts whose first letters cannot be
// trusted: mangled or recognised ones.
type dictionary struct {
	byPair map[[2]byte][]*entry
	all    []*entry
}

// standard is the dictionary without any profile. It is read only.
var standard = newDictionary()

func newDictionary() *dictionary {
	d := &dictionary{byPair: map[[2]byte][]*entry{}}
	for l := labelNone; l <= labelOther; l++ { // in order: the first of two equal wordings wins
		for _, text := range wordings[l] {
			d.add(l, text, false)
		}
	}
	for _, group := range amountWords {
		for _, core := range group.cores {
			d.add(group.label, core, false)
			for _, total := range totalWords {
				d.add(group.label, total+" "+core, true)
				d.add(group.label, core+" "+total, true)
			}
		}
	}
	for _, text := range []string{"kwota należności ogółem", "wartość usługi", "wartość energii pobranej", "należność ogółem", "razem należność", "ogółem należność"} {
		d.add(labelGross, text, true)
	}
	return d
}

func (d *dictionary) add(l label, wording string, total bool) {
	e := &entry{newPattern(wording), l, total}
	d.all = append(d.all, e)
	if len(e.text) > 1 {
		pair := [2]byte{e.text[0], e.text[1]}
		d.byPair[pair] = append(d.byPair[pair], e)
	}
}

// hit is a wording found at runes start to end of a line.
type hit struct {
	line       *line
	start, end int
	entry      *entry
	rightOnly  bool // the first half of a label broken over two lines: its value cannot stand below
}

func (h hit) is(l label) bool { return h.entry.label == l }

// typosOf returns how many characters of a wording may be misread: none, except in long wordings of a recognised scan.
func typosOf(l *line, e *entry) int {
	if l.ocr {
		return len(e.text) / 9
	}
	return 0
}

// find returns the wordings of a folded text from left to right, the longest at each place.
func (d *dictionary) find(l *line, text []byte) []hit {
	var hits []hit
	for at := 0; at < len(text); at++ {
		if !isWordStart(text, at) {
			continue
		}
		if h, ok := d.longest(l, text, at); ok {
			hits = append(hits, h)
			at = h.end - 1
		}
	}
	return hits
}

// isPlain reports whether a character of a label is itself rather than the remains of another.
func isPlain(b byte) bool { return (isAlnum(b) && b != odd) || isBlank(b) || b == '%' }

// isWordStart reports whether a word begins at text[at], glued to a number or with a mangled first letter at the worst.
func isWordStart(text []byte, at int) bool {
	switch {
	case isLetter(text[at]):
		return at == 0 || !isLetter(text[at-1])
	case isDigit(text[at]) || isBlank(text[at]):
		return false
	}
	return (at == 0 || isBlank(text[at-1])) && (text[at] == '%' || (at+1 < len(text) && isLetter(text[at+1])))
}

func (d *dictionary) longest(l *line, text []byte, at int) (hit, bool) {
	best := hit{line: l, start: at}
	if at+1 >= len(text) {
		return best, false
	}
	entries := d.byPair[[2]byte{text[at], text[at+1]}]
	if l.ocr || !isPlain(text[at]) || !isPlain(text[at+1]) {
		entries = d.all
	}
	for _, e := range entries {
		if end := e.match(text, at, typosOf(l, e)); end > best.end {
			best.end, best.entry = end, e
		}
	}
	return best, best.entry != nil
}

// findLabels fills the labels of every line, those broken over two lines included.
func (d *dictionary) findLabels(lines []*line) {
	for _, l := range lines {
		l.labels = d.find(l, l.fold)
	}
	for i := 1; i < len(lines); i++ {
		if lines[i].page == lines[i-1].page && near(lines[i-1], lines[i]) {
			d.findBroken(lines[i-1], lines[i])
		}
	}
}

// near reports whether the second line follows the first at the distance of text.
func near(above, below *line) bool {
	return below.box.Y0-above.box.Y1 < 0.9*max(above.height, below.height)
}

// findBroken finds labels that begin at the end of a cell and end in the cell below it.
func (d *dictionary) findBroken(above, below *line) {
	for _, upper := range above.cells {
		if last := above.fold[upper.end-1]; !isLetter(last) {
			continue
		}
		for _, lower := range below.cells {
			if !isLetter(below.fold[lower.start]) || !aligned(upper.box, lower.box) {
				continue
			}
			d.joinHalves(above, below, upper, lower)
		}
	}
}

// joinHalves looks for a wording across the seam of two cells that begins at one of the last three words of the upper one. Here
// misread letters are not tolerated.
func (d *dictionary) joinHalves(above, below *line, upper, lower cell) {
	seam := upper.end - upper.start
	text := make([]byte, 0, seam+1+lower.end-lower.start)
	text = append(append(append(text, above.fold[upper.start:upper.end]...), ' '), below.fold[lower.start:lower.end]...)
	for at := range seam {
		if !isWordStart(text, at) || strings.Count(string(text[at:seam]), " ") > 3 {
			continue
		}
		if h, ok := d.longest(&line{}, text, at); ok && h.end > seam+1 && h.entry.label != labelOther {
			first, second := h, h
			first.line, first.start, first.end, first.rightOnly = above, upper.start+at, upper.end, true
			second.line, second.start, second.end = below, lower.start, lower.start+h.end-seam-1
			above.labels = replaceHits(above.labels, first)
			below.labels = replaceHits(below.labels, second)
			return
		}
	}
}

// replaceHits inserts a hit in order and removes those that it overlaps.
func replaceHits(hits []hit, h hit) []hit {
	kept := make([]hit, 0, len(hits)+1)
	inserted := false
	for _, other := range hits {
		if !inserted && other.start >= h.start {
			kept, inserted = append(kept, h), true
		}
		if other.end <= h.start || other.start >= h.end {
			kept = append(kept, other)
		}
	}
	if !inserted {
		kept = append(kept, h)
	}
	return kept
}
