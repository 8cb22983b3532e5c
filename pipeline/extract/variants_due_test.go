package extract_test

import "strings"

// dueVariants are about what is to pay and its second readings.
var dueVariants = []variant{
	{"two amounts to pay that disagree", head + total + "Do zapłaty: 1 461,89 zł\nKwota do zapłaty 1 471,89 zł\n", map[string]string{"gross": "1461.89", "ready": "false", "finding": "sum_mismatch"}},
	{"an amount to pay that nothing explains", head + total + "Do zapłaty: 1 361,89 zł\n", map[string]string{"amount_due": "1361.89", "ready": "false", "finding": "sum_mismatch"}},
	{"an overpayment explains it", head + total + "Nadpłata z poprzedniego okresu: -100,00 zł\nDo zapłaty: 1 361,89 zł\n", map[string]string{"amount_due": "1361.89", "ready": "true"}},
	{"an overpayment with the wrong sign does not", head + total + "Nadpłata z poprzedniego okresu: 100,00 zł\nDo zapłaty: 1 561,89 zł\n", map[string]string{"ready": "false"}},
	{"interest and an earlier balance explain it", head + total + "Odsetki: 10,00 zł\nSaldo z poprzednich okresów: 25,50 zł\nRazem do zapłaty: 1 497,39 zł\n", map[string]string{"amount_due": "1497.39", "ready": "true"}},
	{"the whole is more than this invoice", head + total + "Do zapłaty: 1 461,89 zł\nZaległości: 38,11 zł\nRazem do zapłaty: 1 500,00 zł\n", map[string]string{"amount_due": "1500.00", "ready": "true"}},
	{"more was paid than is owed", head + total + "Wpłaty: 1 500,00 zł\nDo zapłaty: 0,00 zł\n", map[string]string{"amount_due": "0.00", "ready": "true"}},
	{"nothing to pay without a reason", head + total + "Do zapłaty: 0,00 zł\n", map[string]string{"ready": "false"}},
	{"forecasts of this period row by row", head + total + "Należność prognozowa 1 z dnia 06.10.2025        -821,13\nNależność prognozowa 2 z dnia 05.12.2025        -294,84\nDo zapłaty                                       345,92\n", map[string]string{"amount_due": "345.92", "ready": "true"}},
	{"more forecast than used", head + total + "Należność prognozowa 1 z dnia 06.10.2025        -821,13\nNależność prognozowa 2 z dnia 05.12.2025        -694,84\n" +
		"Nadpłata zostanie zaliczona na poczet kolejnych należności. Do zapłaty: 0,00 zł\n", map[string]string{"amount_due": "0.00", "ready": "true"}},
	{"instalments add up", head + total + "Rata 1 do zapłaty: 730,95 zł\nRata 2 do zapłaty: 730,94 zł\n", map[string]string{"amount_due": "1461.89", "ready": "true"}},
	{"a later forecast is not to pay now", head + total + "Do zapłaty: 1 461,89 zł\nNastępna należność: 1 315,70 zł płatna do 20.06.2026\n", map[string]string{"amount_due": "1461.89", "ready": "true"}},
	{"words repeat what is to pay", head + total + "Nadpłata: -100,00 zł\nDo zapłaty: 1 361,89 zł\nSłownie: jeden tysiąc trzysta sześćdziesiąt jeden złotych 89/100\n", map[string]string{"amount_due": "1361.89", "ready": "true"}},
	{"words say the gross amount beside what is to pay", head + total + "Nadpłata: -100,00 zł\nDo zapłaty: 1 361,89 zł Słownie: jeden tysiąc czterysta sześćdziesiąt jeden złotych 89/100\n", map[string]string{"ready": "false", "finding": "sum_mismatch"}},
	{"words say another amount", head + total + "Słownie: dwa tysiące złotych 00/100\n", map[string]string{"ready": "false", "finding": "sum_mismatch"}},
	{
		"a misprinted gross amount is kept, and both are shown", head + "Zużycie: 1 725 kWh\nStawka     Netto      VAT      Brutto\n23%     1 188,53   273,36    1 471,89\nOgółem  1 188,53   273,36    1 471,89\nDo zapłaty: 1 471,89 zł\n",
		map[string]string{"net": "1188.53", "vat": "273.36", "gross": "1471.89", "ready": "false", "finding": "vendor_total_mismatch"},
	},
	{"words whose grosze were cut off", head + total + "Słownie: jeden tysiąc czterysta sześćdziesiąt jeden złotych 8\n", map[string]string{"ready": "true"}},
}

// usageVariants are about consumption that is added up, and about what is no consumption of this invoice.
var usageVariants = []variant{
	{"a column that nothing confirms", head + `Strefa           Zużycie kWh
dzienna               1 000
nocna                   725
Razem wartość netto  1 188,53   VAT 23%  273,36   Wartość brutto  1 461,89
`, map[string]string{"consumption_kwh": "1725", "ready": "false", "finding": "low_confidence"}},
	{"a column with its total", head + `Strefa           Zużycie kWh
dzienna               1 000
nocna                   725
Razem                 1 725
Razem wartość netto  1 188,53   VAT 23%  273,36   Wartość brutto  1 461,89
`, map[string]string{"consumption_kwh": "1725", "ready": "true"}},
	{"a column of meter readings with a multiplier", head + `Strefa     Wskazanie początkowe   Wskazanie końcowe   Mnożna   Zużycie kWh
dzienna         1 225,000             1 250,000           40         1 000
nocna              31,000                49,125           40           725
Razem wartość netto  1 188,53   VAT 23%  273,36   Wartość brutto  1 461,89
`, map[string]string{"consumption_kwh": "1725", "ready": "true"}},
	{"a total with its unit behind rows with their codes", strings.Replace(head, "   Kod PPE: 590310600000001023", "", 1) + `Lp.  Nazwa                                Ilość J.m.      Netto    VAT   Kwota VAT      Brutto
1    Energia el. PPE 590310600000001023   1 725 kWh    1 188,53    23%      273,36    1 461,89
2    Energia el. PPE 590310600000001030   2 275 kWh    1 567,48    23%      360,52    1 928,00
     Razem                                4 000 kWh    2 756,01             633,88    3 389,89
`, map[string]string{"points": "590310600000001023 1725 1188.53;590310600000001030 2275 1567.48", "consumption_kwh": "4000", "ready": "true"}},
	{"a heading over parts of the day", strings.Replace(head, "   Kod PPE: 590310600000001023", "", 1) + `                                         Zużycie [kWh]
Lp.  PPE                  Obiekt   Taryfa                                  Wartość netto [zł]
                                             Strefa I   Strefa II   Razem
1    590310600000001023   Szkoła   C12a             673         675   1 348                   711,74
2    590310600000001030   Hala     C11            2 813           -   2 813                 1 485,26
     Razem                                        3 486         675   4 161                 2 197,00
Netto 2 197,00 zł   VAT 23% 505,31 zł   Brutto 2 702,31 zł
`, map[string]string{"points": "590310600000001023 1348 711.74;590310600000001030 2813 1485.26", "consumption_kwh": "4161", "ready": "true"}},
	{"a column of prices", head + `Strefa           Zużycie kWh    Cena netto   Wartość netto
dzienna               1 000       0,6890          689,00
nocna                   725       0,6890          499,53
Razem wartość netto  1 188,53   VAT 23%  273,36   Wartość brutto  1 461,89
`, map[string]string{"consumption_kwh": "1725", "ready": "true"}},
	{"instalments of the next forecast", head + total + `
Twoje prognozy na kolejny okres
Prognoza 1: kwota 720,10 zł, termin 08.05.2026, zużycie 417 kWh
Prognoza 2: kwota 720,10 zł, termin 08.06.2026, zużycie 417 kWh
`, plainTotal},
}

// rowVariants are about rows and what they add up to.
var rowVariants = []variant{
	{"rows that do not add up to the net amount", head + `Pozycja                        Ilość Jm    Cena netto   Wartość netto
Energia czynna całodobowa      1 725 kWh       0,6890        1 188,53
Opłata handlowa                    1 m-c      25,0000           25,00
Wartość netto 1 313,53 zł   VAT 23% 302,11 zł   Wartość brutto 1 615,64 zł
`, map[string]string{"net": "1313.53", "ready": "false", "finding": "vendor_total_mismatch"}},
	{"rows that add up in two tables", head + `Pozycja                        Ilość Jm    Cena netto   Wartość netto
Energia czynna całodobowa      1 725 kWh       0,6890        1 188,53

Pozycja                        Ilość Jm    Cena netto   Wartość netto
Opłata handlowa                    1 m-c      25,0000           25,00
Wartość netto 1 213,53 zł   VAT 23% 279,11 zł   Wartość brutto 1 492,64 zł
`, map[string]string{"net": "1213.53", "ready": "true"}},
	{"states over two figures each, behind a price", correctionHead + `                                       Przed korektą              Po korekcie                 Różnica
Opis                    Jm    Cena
                                    Ilość   Wartość netto     Ilość   Wartość netto     Ilość   Wartość netto
Energia czynna          kWh   0,6890     1 840   1 267,76         1 725   1 188,53         -115   -79,23
Razem netto                                      1 267,76                 1 188,53                -79,23
VAT 23%                                            291,58                   273,36                -18,22
Razem brutto                                     1 559,34                 1 461,89                -97,45
Do zwrotu: 97,45 zł
`, minusRows},
	{"changes in the rows, the consumption in a sentence", correctionHead + `Zużycie przed korektą: 1 840 kWh. Zużycie po korekcie: 1 725 kWh.
Nazwa            Zmiana ilości [kWh]   Cena netto   Zmiana wartości netto   VAT   Zmiana kwoty VAT   Zmiana wartości brutto
Energia czynna                  -115       0,6890                  -79,23   23%             -18,22                   -97,45
Razem                           -115                               -79,23                   -18,22                   -97,45
Do zwrotu: 97,45 zł
`, minusRows},
	{"a total that does not add up, above equal rows", strings.Replace(head, "FAKTURA VAT Nr", "FAKTURA PROGNOZOWA Nr", 1) + `Rata  Za okres                  kWh     Netto      VAT     Brutto
1     01.03.2026 - 31.03.2026   500    344,50    79,24     423,74
2     01.04.2026 - 30.04.2026   500    344,50    79,24     423,74
      Razem                   1 000    689,00   158,48     847,84
`, map[string]string{"ready": "false"}},
	{"what was billed before, as a gross amount", head + total + "Zafakturowano zaliczkowo (brutto)   -1 400,00 zł\nPozostaje do zapłaty   61,89 zł\n", map[string]string{"gross": "1461.89", "amount_due": "61.89", "ready": "true"}},
	{"the corrected invoice named as such", `Korekta faktury nr KFS-77513/25/E
Korygowana faktura: FS-26274/25/E z dnia 05.05.2025
Data wystawienia korekty: 26.05.2025
Okres rozliczeniowy: 01.04.2025 - 30.04.2025, PPE: 590310600000001023
Lp.        Nazwa              Ilość J.m.    Cena netto   Wartość netto   VAT
1   przed  Energia czynna     1 840 kWh         0,6890        1 267,76   23%
    po     Energia czynna     1 725 kWh         0,6890        1 188,53   23%
                              Netto        VAT      Brutto
Przed korektą              1 267,76     291,58    1 559,34
Po korekcie                1 188,53     273,36    1 461,89
Różnica                      -79,23     -18,22      -97,45
Kwota do zwrotu: 97,45 zł
`, map[string]string{"kind": "correction", "number": "KFS-77513/25/E", "corrects": "FS-26274/25/E", "consumption_kwh": "1725", "net": "-79.23", "gross": "-97.45", "ready": "true"}},
	{"rows before a correction marked in a column", `                                                        Numer Faktury:
                                                        FVK/13/03/2026
Krajowy System e-Faktur
                                                        Faktura korygująca
Data wystawienia faktury, której dotyczy faktura korygująca: 06.03.2026
Numer faktury korygowanej: FV/313/03/2026
Data wystawienia: 26.03.2026
Okres, którego dotyczy faktura: od 01.02.2026 do 28.02.2026
Lp.  Nazwa towaru lub usługi             Cena netto   Ilość   Miara   Stawka podatku   Wartość sprzedaży netto   Stan przed
1    590310600000001023 Energia czynna       0,6890   1 840   kWh     23%                             1 267,76   Tak
1    590310600000001023 Energia czynna       0,6890   1 725   kWh     23%                             1 188,53
Kwota należności ogółem: -97,45 PLN
Stawka podatku       Kwota netto   Kwota podatku   Kwota brutto
22% lub 23%               -79,23          -18,22         -97,45
`, map[string]string{"kind": "correction", "number": "FVK/13/03/2026", "corrects": "FV/313/03/2026", "issue_date": "2026-03-26", "consumption_kwh": "1725", "net": "-79.23", "ready": "true"}},
	{"a correction of names", correctionHead + `Przyczyna korekty: zmiana danych nabywcy
                      Netto   VAT   Brutto
Wartość korekty        0,00  0,00     0,00
Do zapłaty: 0,00 zł
`, map[string]string{"net": "0.00", "vat": "0.00", "gross": "0.00", "ready": "true"}},
}

// pageVariants are about where things stand on a page.
var pageVariants = []variant{
	{"an amount broken at its comma", head + `Zużycie energii elektrycznej: 1 725 kWh
Stawka VAT      Netto       VAT      Brutto
23%             1 188,   273,36    1 461,89
                   53
`, plainTotal},
	{"an amount broken around the middle of its row", head + "Zużycie energii elektrycznej: 1 725 kWh\nWartość netto      Kwota VAT     Wartość brutto\n" +
		"1 188,53           273,36        1 461,\n                                    89\n", plainTotal},
	{"headings at the left of figures at the right", head + `Zużycie energii elektrycznej: 1 725 kWh
Netto               VAT 23%             Brutto
           1 188,53              273,36            1 461,89
`, plainTotal},
	{"figures under headings of another width", strings.Replace(head, "   Kod PPE: 590310600000001023", "", 1) + `Lp.  Kod PPE              Strefa        kWh        Cena zł/kWh      Netto zł
     590310600000001023
1                         dzienna          780        0,7000         546,00
                          nocna          1 078        0,6000         646,80
     Razem punkt                        1 858                      1 192,80
     590310600000001030
2                         dzienna          276        0,7000         193,20
                          nocna            383        0,6000         229,80
     Razem punkt                           659                       423,00
     RAZEM                               2 517                     1 615,80
Wartość netto 1 615,80 zł   VAT 23% 371,63 zł   Wartość brutto 1 987,43 zł
`, map[string]string{"points": "590310600000001023 1858 1192.80;590310600000001030 659 423.00", "consumption_kwh": "2517", "ready": "true"}},
	{"a code in a panel beside the rows", numberLine + partyLines + `Okres rozliczeniowy: 01.03.2026 - 31.03.2026
Zużycie: 1 725 kWh
Numer klienta                                     Netto        VAT       Brutto
52941581
Numer PPE
590310600000001023   Sprzedaż energii            700,00     161,00       861,00
Adres PPE            Dystrybucja energii         488,53     112,36       600,89
Leśna 2              Razem                     1 188,53     273,36     1 461,89
`, plainTotal},
	{
		"a demand for payment that lists invoices", "Wezwanie do zapłaty nr WZ/931672/25\nData wystawienia: 23.02.2025\nfaktura 3772009997 z dnia 04.01.2025, kwota 2 309,51 zł, termin 24.01.2025\n" +
			"faktura 4152429269 z dnia 03.01.2025, kwota 1 763,62 zł, termin 23.01.2025\nDo zapłaty: 4 073,13 zł w terminie do 02.03.2025\n",
		map[string]string{"kind": "other", "number": "WZ/931672/25", "issue_date": "2025-02-23"},
	},
	{"words run together", strings.NewReplacer("Wartość brutto", "Wartośćbrutto", "FAKTURA VAT", "FAKTURAVAT").Replace(head + total), map[string]string{"number": "FS/2026/03/0457", "net": "1188.53", "gross": "1461.89", "ready": "true"}},
	{"an account with its country", head + total + "Rachunek / Account: PL36999900000000000000000101\n", plainTotal},
	{"readings beside the consumption of each zone", head + "60271013    dzienna: 79 001 → 80 001  zużycie 1 000 kWh\n60271013    nocna: 37 910 → 38 635  zużycie 725 kWh\n" +
		"Razem wartość netto  1 188,53   VAT 23%  273,36   Wartość brutto  1 461,89\n", map[string]string{"consumption_kwh": "1725", "ready": "true"}},
	{"the seller presents itself below the buyer", numberLine + "                                              Gmina Przykładów\n                                              NIP: 9990000014\n" +
		"NIP: 111-222-33-32, KRS 0000123456\n" + pointLine + total, map[string]string{"seller_nip": "1112223332", "buyer_nip": "9990000014"}},
	{
		"parties side by side at different heights", numberLine + "                                   Nabywca\nSprzedawca                         NIP: 9990000014\nNIP: 111-222-33-32                 Nazwa: Gmina Przykładów\nNazwa: Energia S.A.\n" + pointLine + total,
		map[string]string{"seller_nip": "1112223332", "buyer_nip": "9990000014"},
	},
	{
		"a tax number on the line below its label", numberLine + "wystawiona przez Przykładowa Energia S.A., ul. Długa 1, 80-100 Gdańsk, NIP\n1112223332\ndla: Gmina Przykładów, NIP 9990000014\n" + pointLine + total,
		map[string]string{"seller_nip": "1112223332", "buyer_nip": "9990000014"},
	},
	{
		"a reminder that lists invoices", "Przypomnienie o płatności nr 740556/2025\nData wystawienia: 23.02.2025\nFaktura          Kwota        Termin\n01/2501/93932406   120,00   24.01.2025\nDo zapłaty: 120,00 zł\n",
		map[string]string{"kind": "other", "number": "740556/2025"},
	},
	{
		"an interest note of a seller whose invoices have numbers of another form", "PGE Obrót S.A.\nNIP 813-02-68-082\nNOTA ODSETKOWA NR 03/1185532\nData wystawienia: 22.04.2025\n" +
			"Dokument           Termin płatności   Data zapłaty   Kwota      Odsetki\n03/2501/82368960   21.02.2025         10.03.2025     2 612,83   13,69\nDo zapłaty: 13,69 zł\n",
		map[string]string{"kind": "other", "number": "03/1185532"},
	},
	{"dated like a letter", "Przykładowa Energia S.A.                       Zamość, dnia 08.04.2026\n" + partyLines + "FAKTURA VAT NR FS/2026/03/0457\n" + pointLine + total, map[string]string{"issue_date": "2026-04-08", "ready": "true"}},
	{
		"a number of the register of companies", numberLine + "Sprzedawca: Przykładowa Energia S.A.    NIP: 111-222-33-32  REGON 120378027 KRS 0000270716\nul. Rynek 1\nGmina Przykładów\nNIP 9990000014\n" + pointLine + total,
		map[string]string{"seller_nip": "1112223332", "buyer_nip": "9990000014"},
	},
}
