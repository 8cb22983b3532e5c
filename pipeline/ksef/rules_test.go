package ksef

import (
	"bytes"
	"strings"
	"testing"

	"wattlake/lake"
)

func TestDecimal(t *testing.T) {
	for in, want := range map[string]int64{
		"1": 100, "1.5": 150, "-1,5": -150, "1 234,56": 123456, "1 234.565": 123457, "-0.005": -1, "5.857,71": 585771, "1,234.50": 123450,
		"−3": -300, "1'000": 100000,
	} {
		if got, ok := decimal(in, 2); !ok || got != want {
			t.Errorf("decimal(%q) = %d, %v; want %d", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "-", "abc", "1e5", "1.2.3", "99999999999999999999", "--1", "9223372036854775807"} {
		if got, ok := decimal(in, 2); ok {
			t.Errorf("decimal(%q) = %d", in, got)
		}
	}
}

func TestEnergyText(t *testing.T) {
	for in, want := range map[string]string{"1 234,5 kWh": "1234.5", "139,485 MWh": "139485", "20 kWh.": "20", "-5 kWh": "-5"} {
		if got, ok := energyText(in); !ok || got.String() != want {
			t.Errorf("energyText(%q) = %s, %v; want %s", in, got, ok, want)
		}
	}
	for _, in := range []string{"20", "20 m3", "około 20 kWh", "20 kWh i 5 kWh", "20 kW"} {
		if got, ok := energyText(in); ok {
			t.Errorf("energyText(%q) = %s", in, got)
		}
	}
}

func TestFindPPE(t *testing.T) {
	for in, want := range map[string]string{
		"590243800000001057 Energia": "590243800000001057", "PPE:590243800000001057.": "590243800000001057",
		"8018590243800000001057": "590243800000001057", "590243800000001058 i 590322400000000201": "590322400000000201",
		"15902438000000010571": "", "590243800000001058": "", "12345678901234567890123456": "",
	} {
		if got := findPPE(in); got != want {
			t.Errorf("findPPE(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFindTariff(t *testing.T) {
	for in, want := range map[string]string{
		"C11": "C11", "grupa taryfowa g12AS": "G12as", "Energia czynna (C12a)": "C12a", "B23": "B23", "Faktura A1": "", "GTU12": "", "C1": "",
	} {
		if got := findTariff(in); got != want {
			t.Errorf("findTariff(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFindZone(t *testing.T) {
	for in, want := range map[string]string{
		"Energia czynna pozaszczytowa": "pozaszczytowa", "szczytowa": "szczytowa", "Całodobowa": "całodobowa", "szczyt popołudniowy": "szczyt popołudniowy",
		"opłata handlowa": "", "noc": "",
	} {
		if got := findZone(fold(in)); got != want {
			t.Errorf("findZone(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestScopeOf(t *testing.T) {
	for in, want := range map[string][2]bool{
		"Energia elektryczna czynna szczytowa":            {true, false},
		"Razem za energię czynną":                         {true, false},
		"Sprzedaż energii elektrycznej":                   {true, false},
		"Usługa dystrybucji energii elektrycznej":         {false, true},
		"Opłata sieciowa zmienna":                         {false, true},
		"Opłata OZE":                                      {false, true},
		"Energia elektryczna i usługi dystrybucji":        {true, true},
		"Usługa kompleksowa":                              {true, true},
		"Za energię elektryczną i usługi dystrybucji":     {true, true},
		"Energia bierna indukcyjna":                       {false, false},
		"Dostawa energii elektrycznej w taryfie G11":      {true, false},
		"Opłata mocowa za pobór w szczycie energii elek.": {false, true},
	} {
		sale, distribution := scopeOf(fold(in))
		if got := [2]bool{sale, distribution}; got != want {
			t.Errorf("scopeOf(%q) = %v, want %v", in, got, want)
		}
	}
}

// Changes to a sample that is in order, and what they are told for.
func TestFindings(t *testing.T) {
	for name, test := range map[string]struct {
		sample, old, new string
		want             string
	}{
		"gross":             {"attachment", "<P_15>270.60", "<P_15>270.61", "needs_review:sum_mismatch needs_review:vendor_total_mismatch"},
		"tax":               {"attachment", "<P_14_1>50.60</P_14_1><P_15>270.60", "", ""},
		"due":               {"attachment", "<DoZaplaty>250.00", "<DoZaplaty>240.00", "needs_review:vendor_total_mismatch"},
		"due without list":  {"attachment", "<SumaObciazen>1.40</SumaObciazen><SumaOdliczen>22.00</SumaOdliczen>", "", "needs_review:vendor_total_mismatch"},
		"due, partly paid":  {"attachment", "<SumaObciazen>1.40</SumaObciazen><SumaOdliczen>22.00</SumaOdliczen><DoZaplaty>250.00</DoZaplaty></Rozliczenie>", "<DoZaplaty>250.00</DoZaplaty></Rozliczenie><Platnosc><ZnacznikZaplatyCzesciowej>1</ZnacznikZaplatyCzesciowej></Platnosc>", ""},
		"lines":             {"attachment", "<P_11>164.00", "<P_11>160.00", "warning:sum_mismatch"},
		"no number":         {"attachment", "<P_2>FV/2026/02/0150</P_2>", "", "needs_review:missing_field"},
		"no total":          {"attachment", "<P_15>270.60</P_15>", "", "needs_review:missing_field"},
		"impossible date":   {"attachment", "<P_1>2026-03-02", "<P_1>2026-02-30", "needs_review:missing_field"},
		"stated is other":   {"pipe-fa2", "1 234,000 kWh", "1 300 kWh", "needs_review:low_confidence"},
		"stated is near":    {"pipe-fa2", "1 234,000 kWh", "1 233 kWh", "warning:vendor_total_mismatch"},
		"no original":       {"correction-pairs", "FS/2026/03/0457", "", "needs_review:missing_field"},
		"difference":        {"correction-pairs", "<P_11>862.50", "<P_11>800.00", "warning:correction_difference"},
		"points":            {"collective", "<WKom>400,00", "<WKom>300,00", "warning:ppe_check_digit warning:vendor_total_mismatch"},
		"no point":          {"forecast", "590322400000000201", "-", "warning:no_metering_point"},
		"no period":         {"forecast", "OkresFa", "Okresy", "needs_review:missing_field"},
		"no energy in line": {"pipe-fa2", "Energia czynna całodobowa", "Usługa doradcza", ""},
	} {
		t.Run(name, func(t *testing.T) {
			content := bytes.ReplaceAll(sample(t, test.sample), []byte(test.old), []byte(test.new))
			if got := summarise(extract(t, content)).Findings; got != test.want {
				t.Errorf("findings %q, want %q", got, test.want)
			}
		})
	}
}

func TestVATIsChecked(t *testing.T) {
	content := bytes.ReplaceAll(sample(t, "attachment"), []byte("<P_14_1>50.60"), []byte("<P_14_1>60.00"))
	content = bytes.ReplaceAll(content, []byte("<P_15>270.60"), []byte("<P_15>280.00"))
	content = bytes.ReplaceAll(content, []byte("<DoZaplaty>250.00"), []byte("<DoZaplaty>259.40"))
	if got := summarise(extract(t, content)).Findings; got != "warning:vat_mismatch" {
		t.Errorf("findings %q", got)
	}
}

func TestNetIsTheSumOfAllRates(t *testing.T) {
	content := `<Faktura xmlns="` + namespaceFA2 + `"><Fa><P_13_1>1.00</P_13_1><P_14_1>0.23</P_14_1><P_14_1W>9.99</P_14_1W><P_13_2>2.00</P_13_2><P_14_2>0.16</P_14_2>` +
		`<P_13_6_1>4</P_13_6_1><P_13_7>8.5</P_13_7><P_13_8>0</P_13_8><P_15>15.89</P_15><FaWiersz><P_12>22</P_12></FaWiersz></Fa></Faktura>`
	got := summarise(extract(t, []byte(content)))
	if want := "15.50 0.39 15.89 -"; got.Money != want {
		t.Errorf("money %q, want %q", got.Money, want)
	}
	if want := "22:1.00+0.23 8:2.00+0.16 0:4.00+0.00 zw:8.50+0.00"; got.VAT != want {
		t.Errorf("rates %q, want %q", got.VAT, want)
	}
}

func TestKSeFNumber(t *testing.T) {
	own := "<DodatkowyOpis><Klucz>Numer KSeF</Klucz><Wartosc>9990001114-20260302-8BEF280C8D35-4D</Wartosc></DodatkowyOpis>"
	content := strings.Replace(string(sample(t, "attachment")), "<RodzajFaktury>", own+"<RodzajFaktury>", 1)
	if got := extract(t, []byte(content)).Fields.Value(lake.FieldKSeFNumber); got != "9990001114-20260302-8BEF280C8D35-4D" {
		t.Errorf("KSeF number %q", got)
	}
	if got := extract(t, sample(t, "correction-pairs")).Fields[lake.FieldKSeFNumber]; !got.Absent {
		t.Errorf("the original's number was taken for the correction's: %+v", got)
	}
}

func TestACodeAnywhereIsFound(t *testing.T) {
	content := strings.Replace(string(sample(t, "forecast")), "<Klucz>Kod PPE</Klucz><Wartosc>590322400000000201", "<Klucz>Uwagi</Klucz><Wartosc>dotyczy punktu 590322400000000201 w Rynku", 1)
	got := summarise(extract(t, []byte(content)))
	if len(got.Points) != 1 || !strings.HasPrefix(got.Points[0], "590322400000000201 G11") {
		t.Errorf("points %v", got.Points)
	}
}

func TestLinesOfACorrectionAddUpToTheDifference(t *testing.T) {
	for _, name := range []string{"correction-pairs", "correction-attachment", "correction-differences"} {
		r := extract(t, sample(t, name))
		var sum lake.Money
		for _, line := range r.Lines {
			sum += line.Net.Value
		}
		if got := sum.String(); got != r.Fields.Value(lake.FieldNet) {
			t.Errorf("%s: lines add up to %s, net is %s", name, got, r.Fields.Value(lake.FieldNet))
		}
	}
}

// Tables of the attachment of one point, and the consumption that they tell.
func TestTables(t *testing.T) {
	for name, test := range map[string]struct {
		headers, rows, want string
	}{
		"readings only":         {"Strefa|Wskazanie bieżące|Wskazanie poprzednie|Ilość|Razem", "całodobowa|130|10|119|120", "120"},
		"readings in MWh":       {"Strefa|Wskazanie bieżące|Zużycie [MWh]", "całodobowa|130|1,5", "1500"},
		"reactive energy":       {"Nazwa|Zużycie [kWh]|Zużycie energii biernej [kWh]", "Energia|120|7", "120"},
		"zones as columns":      {"Nazwa|Zużycie strefa 1 [kWh]|Zużycie strefa 2 [kWh]", "Energia|100|20", "120"},
		"zones with a total":    {"Nazwa|Zużycie strefa 1 [kWh]|Zużycie strefa 2 [kWh]|Razem [kWh]|Wartość netto", "Energia|100|20|120|1,00", "120"},
		"quantity beside money": {"Nazwa|J.m.|Ilość|Cena netto|Wartość netto|Wartość brutto", "Energia czynna|MWh|0,12|500|60,00|73,80", "120"},
		"two fees":              {"Nazwa|J.m.|Ilość|Wartość netto", "Energia czynna|kWh|120|60,00;Opłata OZE|kWh|120|1,00;Opłata sieciowa zmienna|kWh|120|9,00", "120"},
		"last year":             {"Nazwa|J.m.|Ilość|Wartość netto", "Energia czynna|kWh|120|60,00;Bonifikata za energię czynną|kWh|120|-1,00", "120"},
		"gas meter":             {"Nazwa|Zużycie [m3]", "Licznik|120", ""},
		"export":                {"Nazwa|Zużycie [kWh]", "Energia oddana|120", ""},
	} {
		t.Run(name, func(t *testing.T) {
			cells := func(tag, joined string) string {
				return "<" + tag + ">" + strings.ReplaceAll(joined, "|", "</"+tag+"><"+tag+">") + "</" + tag + ">"
			}
			table := "<Tabela><TNaglowek>"
			for header := range strings.SplitSeq(test.headers, "|") {
				table += "<Kol>" + cells("NKom", header) + "</Kol>"
			}
			table += "</TNaglowek>"
			for row := range strings.SplitSeq(test.rows, ";") {
				table += "<Wiersz>" + cells("WKom", row) + "</Wiersz>"
			}
			content := `<Faktura xmlns="` + namespaceFA3 + `"><Fa><FaWiersz><P_7>Energia elektryczna</P_7></FaWiersz></Fa><Zalacznik><BlokDanych><MetaDane>` +
				`<ZKlucz>Kod PPE</ZKlucz><ZWartosc>590243800000001057</ZWartosc></MetaDane>` + table + `</Tabela></BlokDanych></Zalacznik></Faktura>`
			r := extract(t, []byte(content))
			if got := r.Fields.Value(lake.FieldConsumption); got != test.want {
				t.Errorf("consumption %q, want %q", got, test.want)
			}
		})
	}
}

// Key-value pairs and the consumption that they state.
func TestStatedConsumption(t *testing.T) {
	for pairs, want := range map[string]string{
		"Zużycie|120 kWh":                            "120",
		"Ilość energii [kWh]|120":                    "120",
		"Wolumen MWh|0,12":                           "120",
		"Zużycie|130 kWh;Zużycie łącznie|120 kWh":    "120",
		"Zużycie|130 kWh;Po bilansowaniu kWh|120":    "120",
		"Zużycie 2025|120 kWh":                       "",
		"Średnie zużycie|120 kWh":                    "",
		"Zużycie w poprzednim okresie|120 kWh":       "",
		"Planowane zużycie|120 kWh":                  "",
		"Zużycie|około 120":                          "",
		"Zużycie strefa dzienna|120 kWh":             "",
		"Zużycie|120 m3":                             "",
		"Zużycie przed korektą|130 kWh;kWh łącznie|": "",
	} {
		var d strings.Builder
		for pair := range strings.SplitSeq(pairs, ";") {
			key, value, _ := strings.Cut(pair, "|")
			d.WriteString("<DodatkowyOpis><Klucz>" + key + "</Klucz><Wartosc>" + value + "</Wartosc></DodatkowyOpis>")
		}
		content := `<Faktura xmlns="` + namespaceFA3 + `"><Fa>` + d.String() + `<FaWiersz><P_7>Energia elektryczna</P_7></FaWiersz></Fa></Faktura>`
		if got := extract(t, []byte(content)).Fields.Value(lake.FieldConsumption); got != want {
			t.Errorf("%s: consumption %q, want %q", pairs, got, want)
		}
	}
}

func TestForecasts(t *testing.T) {
	for _, test := range []struct {
		old, new string
		want     lake.Kind
	}{
		{"", "", lake.Forecast},
		{"PROGNOZA", "ROZLICZENIE", lake.Settlement},
		{"<Klucz>Typ faktury</Klucz><Wartosc>PROGNOZA", "<Klucz>Uwaga</Klucz><Wartosc>Faktura prognozowa", lake.Forecast},
		{"<Klucz>Typ faktury</Klucz><Wartosc>PROGNOZA", "<Klucz>Uwaga</Klucz><Wartosc>Prognoza na kolejny okres: 600 kWh", lake.Settlement},
		{"<RodzajFaktury>VAT", "<RodzajFaktury>ZAL", lake.Forecast},
		{"<RodzajFaktury>VAT", "<RodzajFaktury>KOR", lake.Correction},
		{"Energia elektryczna i dystrybucja", "Audyt", lake.Forecast}, // the point is proof enough
	} {
		content := strings.Replace(string(sample(t, "forecast")), test.old, test.new, 1)
		if got := extract(t, []byte(content)).Fields.Value(lake.FieldKind); got != string(test.want) {
			t.Errorf("%s → %s: kind %s, want %s", test.old, test.new, got, test.want)
		}
	}
}
