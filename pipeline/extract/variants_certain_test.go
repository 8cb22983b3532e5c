package extract_test

import "strings"

// overlapping is a bill whose parts of the day run into the thousands of the quantity beside them.
const overlapping = `Opis                       Strefa                       Ilość   J.m.   Cena netto   Wartość netto
Energia czynna             szczyt przedpołudniowy1 357          kWh        0,7312          992,24
Energia czynna             szczyt popołudniowy     560          kWh        0,5088          284,93
Energia czynna             pozostałe godziny doby1 073          kWh        1,0288        1 103,90
Opłata sieciowa zmienna    szczyt przedpołudniowy1 357          kWh        0,1285          174,37
Opłata sieciowa zmienna    szczyt popołudniowy     560          kWh        0,2414          135,18
Opłata sieciowa zmienna    pozostałe godziny doby1 073          kWh        0,2070          222,11
Opłata jakościowa                                2 990          kWh        0,0321           95,98
Opłata OZE                                       2 990          kWh        0,0035           10,47

Razem netto   3 019,18   VAT 23%   694,41   Razem brutto   3 713,59
`

// certainVariants are about figures that were certain and wrong.
var certainVariants = []variant{
	{"parts of the day run into the thousands of their quantity", head + overlapping, map[string]string{
		"consumption_kwh": "2990", "net": "3019.18", "ready": "true",
	}},
	{"a digit of some rows is lost, two fees state the whole", head + strings.NewReplacer("przedpołudniowy1 357", "przedpołudniowy. 357", "doby1 073", "doby.   73").Replace(overlapping), map[string]string{
		"consumption_kwh": "2990", "net": "3019.18", "ready": "true",
	}},
	{"a digit of some rows is lost, and nothing states the whole", head + strings.NewReplacer("przedpołudniowy1 357", "przedpołudniowy. 357", "2 990", "  990").Replace(overlapping), map[string]string{
		"net": "3019.18", "ready": "false", "finding": "low_confidence",
	}},
	{"a limit in the name of a row is no quantity", head + `Opis                                      Ilość   J.m.   Cena netto   Wartość netto
Energia czynna do limitu 2000 kWh         1 474   kWh        0,4140          610,24
Energia czynna powyżej limitu 2000 kWh      737   kWh        0,6930          510,74
Opłata jakościowa                         2 211   kWh        0,0321           70,97

Razem netto   1 191,95   VAT 23%   274,15   Razem brutto   1 466,10
`, map[string]string{"consumption_kwh": "2211", "net": "1191.95", "ready": "true"}},
	{
		"the buyer before and after a correction", strings.Replace(correctionHead, "Okres", `Sprzedawca: Przykładowa Energia S.A., NIP 1112223332
Dane nabywcy przed korektą: Gmina Przykłady, NIP 9990000020
Dane nabywcy po korekcie: Gmina Przykładów, NIP 9990000014
Okres`, 1) + correctionRows + "Różnica:                -115                    -79,23     23%     -18,22        -97,45\nDo zwrotu: 97,45 zł\n",
		map[string]string{"buyer_nip": "9990000014", "buyer_name": "Gmina Przykładów", "net": "-79.23"},
	},
	{"headings of parties beside each other", strings.Replace(head, partyLines, `Sprzedawca energii                      Operator systemu dystrybucyjnego
Przykładowa Energia S.A.                Sieci Przykładowe S.A.
NIP 1112223332                          NIP 5250007738
Odbiorca i płatnik: Gmina Przykładów, NIP 9990000014, kapitał 5 000,00 zł
Wymiana licznika w okresie rozliczeniowym
`, 1) + total, map[string]string{"seller_name": "Przykładowa Energia S.A.", "seller_nip": "1112223332", "buyer_name": "Gmina Przykładów", "buyer_nip": "9990000014"}},
	{"a seller in the foot with its capital", strings.Replace(head, "Sprzedawca: Przykładowa Energia S.A.    NIP: 111-222-33-32\n", "", 1) + total +
		`Sprzedawca: Przykładowa Energia S.A., ul. Prądowa 1, NIP 1112223332, kapitał zakładowy 34 500 000,00 zł
Sprzedaż w okresie od 01.01.2025 do 31.12.2025: 123 456 kWh.
`, map[string]string{"seller_name": "Przykładowa Energia S.A.", "seller_nip": "1112223332"}},
	{
		"a correction of a correction names the first invoice too", strings.Replace(correctionHead, "Korekta do faktury nr FS/2026/03/0457 z dnia 08.04.2026",
			"do faktury korygującej nr FSK/2026/04/0019 z dnia 28.04.2026\ndotyczącej faktury pierwotnej nr FS/2026/03/0457 z dnia 08.04.2026", 1) + correctionRows +
			"Różnica:                -115                    -79,23     23%     -18,22        -97,45\nDo zwrotu: 97,45 zł\n",
		map[string]string{"corrects": "FSK/2026/04/0019", "net": "-79.23", "ready": "true"},
	},
	{"rows of points without totals of their own", twoPoints + `Punkt poboru energii: 590310600000001023 – Ratusz
Opis                      Ilość   J.m.   Cena netto   Wartość netto
Energia czynna            1 725   kWh        0,6890        1 188,53
Opłata jakościowa         1 725   kWh        0,0100           17,25
Punkt poboru energii: 590310600000001030 – Muzeum
Opis                      Ilość   J.m.   Cena netto   Wartość netto
Energia czynna              500   kWh        0,6890          344,50
Opłata jakościowa           500   kWh        0,0100            5,00

Stawka VAT     Netto      VAT     Brutto
23%         1 555,28   357,71   1 912,99
Razem       1 555,28   357,71   1 912,99
Do zapłaty: 1 912,99 zł
`, map[string]string{"points": "590310600000001023 1725 1205.78;590310600000001030 500 349.50", "net": "1555.28", "ready": "true"}},
	{"points beside each other, and the invoice's total", twoPoints + `PPE 590310600000001023                        PPE 590310600000001030
Zużycie 1 725 kWh                             Zużycie 500 kWh
Energia    1 188,53                           Energia    344,50
Opłaty        17,25                           Opłaty       5,00

Stawka VAT     Netto      VAT     Brutto
23%         1 555,28   357,71   1 912,99
Razem       1 555,28   357,71   1 912,99
`, map[string]string{"points": "590310600000001023 1725 ;590310600000001030 500 ", "net": "1555.28"}},
	{"amounts in another currency, the tax in ours", strings.Replace(head, "Nabywca", "Kurs NBP: 4,2731 PLN/EUR\nNabywca", 1) + `Opis              Ilość   J.m.   Cena EUR    Netto EUR
Energia czynna    1 725   kWh      0,1600       276,00
Stawka        Netto EUR   VAT EUR   Brutto EUR
23%              276,00     63,48       339,48
Stawka        Netto PLN   VAT PLN   Brutto PLN
23%            1 179,38    271,26     1 450,64
Do zapłaty: 339,48 EUR
`, map[string]string{"currency": "EUR", "net": "276.00"}},
	{"quantities broken in narrow columns", head + `Opis                 Ilość   J.m.   Cena netto   Wartość netto
Energia czynna          34   kWh        0,5632          19 151,62
Opłata jakościowa       34   kWh        0,0321           1 091,56
Opłata OZE              34   kWh        0,0035             119,02

Razem netto   20 362,20   VAT 23%   4 683,31   Razem brutto   25 045,51
`, map[string]string{"net": "20362.20", "ready": "false", "finding": "low_confidence"}},
	{"a column of days right before the quantity", head + `Opis                 Dni Ilość  J.m.   Cena netto   Wartość netto
Energia czynna          30 506  kWh        0,6890          348,63
Opłata jakościowa       30 506  kWh        0,0321           16,24

Razem netto   364,87   VAT 23%   83,92   Razem brutto   448,79
`, map[string]string{"consumption_kwh": "506", "net": "364.87", "ready": "true"}},
	{"quantities and amounts broken in narrow columns", head + `Opis                 Ilość   J.m.   Cena netto   Wartość netto
Energia czynna          34   kWh        0,5632              19
                       005                              151,62
Opłata jakościowa       34   kWh        0,0321               1
                       005                              091,56
Opłata OZE              34   kWh        0,0035          119,02
                       005

Razem netto   20 362,20   VAT 23%   4 683,31   Razem brutto   25 045,51
`, map[string]string{"net": "20362.20", "ready": "false", "finding": "low_confidence"}},
	{"prices with the tax, no consumption", head + `Opis                 Ilość   J.m.   Cena brutto   Wartość brutto
Energia czynna         773   kWh         0,8475           655,12
Opłata OZE             773   kWh         0,0043             3,33
Energia czynna noc       0   kWh         0,5000             0,00

Wartość netto   535,33   VAT 23%   123,13   Wartość brutto   658,46
`, map[string]string{"consumption_kwh": "773", "net": "535.33", "ready": "true"}},
	{"sections with totals, and no total but what is to pay", head + `Sprzedaż energii elektrycznej
Energia czynna     1 725   kWh   0,6890   1 188,53
Stawka VAT      Netto      VAT     Brutto
23%          1 188,53   273,36   1 461,89
Razem        1 188,53   273,36   1 461,89
Usługa dystrybucji
Opłata zmienna sieciowa   1 725   kWh   0,2000   345,00
Stawka VAT      Netto      VAT     Brutto
23%            345,00    79,35     424,35
Razem          345,00    79,35     424,35

Do zapłaty: 1 886,24 zł
`, map[string]string{"net": "1533.53", "vat": "352.71", "gross": "1886.24", "ready": "true"}},
	{"a correction of two points whose total follows the last one", strings.Replace(correctionHead, "   Kod PPE: 590310600000001023", "", 1) + `Punkt poboru energii: 590310600000001023
                Zużycie kWh   Wartość netto
Przed korektą           327          607,20
Po korekcie             261          558,84
Różnica                 -66          -48,36
Punkt poboru energii: 590310600000001030
                Zużycie kWh   Wartość netto
Przed korektą           362          714,66
Po korekcie             253          612,46
Różnica                -109         -102,20
Podsumowanie                  Netto      VAT     Brutto
Przed korektą              1 321,86   304,03   1 625,89
Po korekcie                1 171,30   269,40   1 440,70
Różnica                     -150,56   -34,63    -185,19
`, map[string]string{"points": "590310600000001023 261 -48.36;590310600000001030 253 -102.20", "net": "-150.56", "ready": "true"}},
	{"rows that charge a forecast", head + `Opis                        Ilość   J.m.   Cena netto   Wartość netto
Energia czynna – prognoza     506   kWh        0,6890          348,63
Opłata OZE – prognoza         506   kWh        0,0321           16,24

Razem netto   364,87   VAT 23%   83,92   Razem brutto   448,79
Rozliczenie zużycia nastąpi po odczycie.
`, map[string]string{"kind": "forecast", "consumption_kwh": "506", "net": "364.87", "ready": "true"}},
	{
		"a correction that only its reference names", strings.Replace(correctionHead, "FAKTURA KORYGUJĄCA Nr", "FAKTURA VAT Nr", 1) + correctionRows +
			"Różnica:                -115                    -79,23     23%     -18,22        -97,45\nDo zwrotu: 97,45 zł\n",
		map[string]string{"kind": "correction", "corrects": "FS/2026/03/0457", "net": "-79.23", "gross": "-97.45", "ready": "true"},
	},
	{"a pro forma invoice", strings.Replace(head, "FAKTURA VAT Nr", "Faktura pro forma nr", 1) + total, map[string]string{"kind": "other", "number": "FS/2026/03/0457"}},
	{"an invoice for a pro forma invoice", strings.Replace(head, "Nabywca", "Dotyczy faktury proforma nr PF/11/2026\nNabywca", 1) + total, plainTotal},
	{"a forecast named below the heading", strings.Replace(head, "Nabywca", "Rodzaj rozliczenia: prognoza\nNabywca", 1) + total, map[string]string{"kind": "forecast", "net": "1188.53"}},
	{
		"an invoice issued at the beginning of its period", strings.Replace(head, "01.03.2026 - 31.03.2026", "01.04.2026 - 31.05.2026", 1) + total,
		map[string]string{"kind": "settlement", "ready": "false", "finding": "low_confidence"},
	},
	{
		"codes of points in a sentence, one consumption", strings.Replace(twoPoints, "Okres", "Dotyczy PPE: 590310600000001023, 590310600000001030\nOkres", 1) + total,
		map[string]string{"points": "590310600000001023  ;590310600000001030  ", "consumption_kwh": "1725", "net": "1188.53", "ready": "false"},
	},
}
