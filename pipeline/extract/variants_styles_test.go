package extract_test

import "strings"

// plainSums is what plainTotal's invoice ends with.
const plainSums = "Razem wartość netto  1 188,53   VAT 23%  273,36   Wartość brutto  1 461,89\n"

// twoPoints is a head without a metering point.
var twoPoints = strings.Replace(head, "   Kod PPE: 590310600000001023", "", 1)

// storeyVariants are about tables whose parts of the day stand above the headings of several columns.
var storeyVariants = []variant{
	{"quantity, price and amount of each part of the day in one row", head + `
                               Szczyt                        Pozaszczyt
Składnik            kWh    zł/kWh   wartość zł      kWh    zł/kWh   wartość zł   VAT %
Energia czynna    1 240    0,8120     1 006,88    3 085    0,6215     1 917,33      23
Opłata sieciowa zmienna   1 240    0,3911       484,96    3 085    0,1470       453,50      23

Razem netto   3 862,67   VAT 23%   888,41   Razem brutto   4 751,08
`, map[string]string{"consumption_kwh": "4325", "net": "3862.67", "ready": "true"}},
	{"prices of a MWh for each part of the day", head + `
                         Szczyt przedpołudniowy            Szczyt popołudniowy          Pozostałe godziny doby
Składnik              MWh    zł/MWh   Netto zł       MWh    zł/MWh   Netto zł       MWh    zł/MWh    Netto zł
Energia czynna     12,480    801,20   9 998,98     6,115    955,00   5 839,83    48,902    590,15   28 859,52

Razem netto   44 698,33   VAT 23%   10 280,62   Razem brutto   54 978,95
`, map[string]string{"consumption_kwh": "67497", "ready": "true"}},
	{"quantities of the parts of the day of each point", twoPoints + `
                                 Strefa I (dzienna)     Strefa II (nocna)     Ogółem
PPE                  Obiekt      kWh      zł netto       kWh      zł netto   zł netto
590310600000001023   Ratusz      838        603,36     1 934        986,34   1 589,70
590310600000001030   Muzeum    3 355      2 415,60       423        215,73   2 631,33
Razem                                                                        4 221,03

VAT 23%: 970,84 zł   Razem brutto: 5 191,87 zł
`, map[string]string{"points": "590310600000001023 2772 1589.70;590310600000001030 3778 2631.33", "consumption_kwh": "6550", "ready": "false"}},
	{"a heading over some of its parts of the day only, beside another over the same", twoPoints + `
                              Zużycie [kWh]                      Energia czynna [zł]
PPE                    szczyt  pozaszczyt    razem      szczyt  pozaszczyt       razem      Netto     Brutto
590310600000001023      1 200       3 017    4 217      972,00    1 810,20    2 782,20   2 782,20   3 422,11
590310600000001030      2 100       3 668    5 768    1 701,00    2 200,80    3 901,80   3 901,80   4 799,21
Razem                                        9 985                                       6 684,00   8 221,32

Wartość netto 6 684,00 zł, podatek VAT 23% 1 537,32 zł, wartość brutto 8 221,32 zł
`, map[string]string{"points": "590310600000001023 4217 2782.20;590310600000001030 5768 3901.80", "consumption_kwh": "9985"}},
	{"months below each other, parts of the day beside each other", head + `
Miesiąc   Dzień [kWh]   Noc [kWh]   Razem [kWh]   Cena śr. [zł]   Netto [zł]
01.2026         1 000         200         1 200          0,6890       826,80
02.2026           400         125           525          0,6890       361,73
Razem           1 400         325         1 725                     1 188,53

` + plainSums, map[string]string{"consumption_kwh": "1725", "net": "1188.53"}},
	{"another fee for the same energy under a name of its own", head + `Nazwa               Ilość   J.m.    Cena   Wartość netto
Energia czynna      1 725   kWh   0,6890        1 188,53
Koszt profilu       1 725   kWh   0,0100           17,25

Razem netto   1 205,78   VAT 23%   277,33   Razem brutto   1 483,11
`, map[string]string{"consumption_kwh": "1725", "ready": "true"}},
}

// originalsVariants are about corrections of several invoices at once.
var originalsVariants = []variant{
	{"a table of the corrected invoices with its total", `FAKTURA KORYGUJĄCA Nr FSK/2026/05/0031     Data wystawienia: 15.05.2026
Okres, którego dotyczy korekta: 01.01.2026 - 31.03.2026
Przyczyna korekty: rabat za energię elektryczną

Lp.   Faktura korygowana     z dnia        Zmiana netto   Zmiana VAT   Zmiana brutto
1     FS/85744/01/2026       10.02.2026         -174,05       -40,03         -214,08
2     FS/52066/02/2026       10.03.2026         -107,88       -24,81         -132,69
3     FS/33898/03/2026       10.04.2026          -78,50       -18,06          -96,56
                             Razem              -360,43       -82,90         -443,33

Do zwrotu: 443,33 zł
`, map[string]string{"corrects": "FS/85744/01/2026 FS/52066/02/2026 FS/33898/03/2026", "net": "-360.43", "gross": "-443.33"}},
	{
		"words that join the numbers", strings.Replace(correctionHead, "Korekta do faktury nr FS/2026/03/0457 z dnia 08.04.2026", "Korekta do faktur nr FS/2026/02/0411 z dnia 10.03.2026, T/K9/0031/26 z dnia 11.03.2026 oraz T/K9/0032/26 i F-977/2026 z dnia 08.04.2026", 1) +
			correctionRows + "Różnica:                -115                    -79,23     23%     -18,22        -97,45\nDo zwrotu: 97,45 zł\n",
		map[string]string{"corrects": "FS/2026/02/0411 T/K9/0031/26 T/K9/0032/26 F-977/2026", "ready": "true"},
	},
	{"each invoice with its states and its period", `FAKTURA KORYGUJĄCA Nr FSK/2026/05/0031     Data wystawienia: 15.05.2026
Kod PPE: 590310600000001023   Przyczyna korekty: wymiana licznika

Korekta do faktury nr FS/2026/02/0911 z dnia 10.03.2026, okres 01.02.2026 - 28.02.2026
                   kWh     Cena      Netto   VAT 23%     Brutto
Przed korektą    1 810   0,7000   1 267,00    291,41   1 558,41
Po korekcie      1 722   0,7000   1 205,40    277,24   1 482,64
Różnica            -88             -61,60     -14,17     -75,77

Korekta do faktury nr FS/2026/03/1002 z dnia 10.04.2026, okres 01.03.2026 - 31.03.2026
                   kWh     Cena      Netto   VAT 23%     Brutto
Przed korektą    1 955   0,7000   1 368,50    314,76   1 683,26
Po korekcie      1 801   0,7000   1 260,70    289,96   1 550,66
Różnica           -154            -107,80     -24,80    -132,60

Razem korekta                     -169,40     -38,97    -208,37
Do zwrotu: 208,37 zł
`, map[string]string{
		"corrects": "FS/2026/02/0911 FS/2026/03/1002", "period_start": "2026-02-01", "period_end": "2026-03-31", "consumption_kwh": "3523", "net": "-169.40",
		"points": "590310600000001023 3523 -169.40", "ready": "true",
	}},
	{"items before and after in tables of their own, and only the difference taxed", correctionHead + `
Pozycje na fakturze przed korektą
Lp.   Nazwa            Cena jedn. netto   Ilość   Miara   Wartość netto
1     Energia czynna             0,7000    1725     kWh        1 207,50
Pozycje na fakturze po korekcie
Lp.   Nazwa            Cena jedn. netto   Ilość   Miara   Wartość netto
1     Energia czynna             0,6890    1725     kWh        1 188,53
Lp.   Stawka podatku   Kwota netto   Kwota podatku   Kwota brutto
1     23% lub 22%           -18,97           -4,36         -23,33
`, map[string]string{"consumption_kwh": "1725", "net": "-18.97", "gross": "-23.33", "ready": "true"}},
	{"net differences of several points without tax", strings.Replace(correctionHead, "   Kod PPE: 590310600000001023", "", 1) + `
PPE: 590310600000001023
Energia czynna     kWh     Cena      Netto
Było             1 670   0,7000   1 169,00
Powinno być      1 516   0,7000   1 061,20
Różnica           -154             -107,80

PPE: 590310600000001030
Energia czynna     kWh     Cena      Netto
Było             1 112   0,7000     778,40
Powinno być        841   0,7000     588,70
Różnica           -271             -189,70

Razem zmiana: netto -297,50 zł, VAT 23% -68,43 zł, brutto -365,93 zł
Do zwrotu: 365,93 zł
`, map[string]string{"points": "590310600000001023 1516 -107.80;590310600000001030 841 -189.70", "net": "-297.50"}},
	{"rows that name their state behind a dash, the old one taken back", correctionHead + `
Pozycja                        Ilość   j.m.   Cena netto   Wartość netto
Energia czynna - było         -5 000   kWh        0,7500       -3 750,00
Energia czynna - powinno być   5 000   kWh        0,6900        3 450,00

  netto   VAT 23%    brutto
-300,00    -69,00   -369,00
Do zwrotu 369,00 zł
`, map[string]string{"consumption_kwh": "5000", "net": "-300.00"}},
	{"states side by side over several columns", correctionHead + `
                             BYŁO                            PO KOREKCIE
Pozycja             Ilość     Cena        Netto     Ilość     Cena        Netto
Energia czynna       1840   0,6890     1 267,76      1725   0,6890     1 188,53
Wartość netto                          1 267,76                        1 188,53
Podatek VAT 23%                          291,58                          273,36
Wartość brutto                         1 559,34                        1 461,89

Zużycie energii przed korektą   1840 kWh
Zużycie energii po korekcie     1725 kWh
Kwota do zwrotu                97,45 zł
`, map[string]string{"consumption_kwh": "1725", "gross": "-97.45", "ready": "true"}},
	{"a consumption that stays", correctionHead + "Zużycie energii: bez zmian, 1 480 kWh\nWartość korekty: netto 0,00   VAT 0,00   brutto 0,00\nDo zapłaty: 0,00 zł\n", map[string]string{"consumption_kwh": "1480", "gross": "0.00"}},
}

// styleVariants are about wordings and places that sellers use.
var styleVariants = []variant{
	{"a number that begins like a month", strings.NewReplacer("FS/2026/03/0457", "2026-04-7781", "Okres rozliczeniowy: 01.03.2026 - 31.03.2026   Kod PPE:", "PPE").Replace(head) + total, map[string]string{"number": "2026-04-7781", "period_start": "", "ready": "false"}},
	{"a period with a division sign", strings.Replace(head, "01.03.2026 - 31.03.2026", "2026-03-01÷2026-03-31", 1) + total, map[string]string{"period_start": "2026-03-01", "period_end": "2026-03-31", "ready": "true"}},
	{
		"who issues the invoice for the seller", "Wystawca faktury (w imieniu i na rzecz Sprzedawcy):\nCentrum Rozliczeń Sp. z o.o., NIP 957-096-83-70\n" + head + total,
		map[string]string{"seller_nip": "1112223332", "buyer_nip": "9990000014", "ready": "true"},
	},
	{"a sentence about the seller", strings.Replace(head, "Sprzedawca:", "Wystawca:", 1) + total + "\nSprzedawca informuje, że zmiana cennika nie wymaga aneksu do umowy.\n", map[string]string{"seller_name": "Przykładowa Energia S.A.", "ready": "true"}},
	{"a receiver in front of the buyer", strings.Replace(head, "Nabywca:", "Odbiorca\nSzkoła Podstawowa nr 2\nNIP 957-096-83-70\n\nNabywca:", 1) + total, map[string]string{"buyer_nip": "9990000014", "ready": "true"}},
	{"a foreign word in front of the parties", strings.NewReplacer("Sprzedawca:", "Verkäufer / Sprzedawca:", "Nabywca:", "Käufer / Nabywca:").Replace(head) + total, map[string]string{"seller_nip": "1112223332", "buyer_nip": "9990000014"}},
	{"parties in one line each without headings", strings.NewReplacer("Sprzedawca: ", "", "Nabywca: ", "").Replace(head) + total, map[string]string{"seller_nip": "1112223332", "buyer_nip": "9990000014"}},
	{"the day of payment behind the amount", head + total + "Do zapłaty: 1 461,89 zł do dnia 24.04.2026 r.\n", map[string]string{"due_date": "2026-04-24", "ready": "true"}},
	{"the day of payment behind an account", head + total + "Do zapłaty: 1 461,89 zł, umowa z 24.04.2026\n", map[string]string{"due_date": ""}},
	{"the day of a duplicate", "DUPLIKAT   Duplikat wystawiono dnia: 15.06.2026\n" + head + total, map[string]string{"issue_date": "2026-04-08", "ready": "true"}},
	{"a day behind the heading", strings.NewReplacer("          Data wystawienia: 2026-04-08", "\nz 8 kwietnia 2026 r.").Replace(head) + total, map[string]string{"issue_date": "2026-04-08"}},
	{"a year on the next line of prose", strings.Replace(head, "Okres rozliczeniowy: 01.03.2026 - 31.03.2026   Kod PPE: 590310600000001023", "za energię dostarczoną do punktu o kodzie PPE 590310600000001023 w okresie od dnia 1 marca 2026 r. do dnia 31 marca\n2026 r. w grupie C11", 1) + total, map[string]string{"period_start": "2026-03-01", "period_end": "2026-03-31"}},
	{"a code as under a barcode", strings.Replace(head, "Kod PPE: ", "(8018)", 1) + total, plainTotal},
	{"the buyer accounts for the tax", head + `odwrotne obciążenie
Nazwa                 Ilość   j.m.     Cena       Netto    VAT      Brutto
Energia elektryczna   1 725   kWh    0,6890    1 188,53     oo    1 188,53
Razem                                          1 188,53   0,00    1 188,53
`, map[string]string{"net": "1188.53", "vat": "0.00", "gross": "1188.53", "consumption_kwh": "1725"}},
	{"no tax without a reason", head + "Zużycie: 1 725 kWh\nRazem      1 188,53   0,00    1 188,53\n", map[string]string{"ready": "false"}},
	{"a discount among the rows", head + `Nazwa               Ilość   J.m.    Cena   Wartość netto
Energia czynna      1 725   kWh   0,6890        1 188,53
Opłata handlowa         1   m-c    18,45           18,45
Bonifikata                                       -100,00

Razem netto   1 106,98   VAT 23%   254,61   Razem brutto   1 361,59
`, map[string]string{"net": "1106.98", "ready": "true"}},
	{"names below their figures", strings.Replace(head, "   Kod PPE: 590310600000001023", "", 1) + `
Lp.   Nazwa                            Cena   Ilość   Miara   Wartość netto
1     590310600000001023             0,6890    1725     kWh        1 188,53
      Energia elektryczna czynna
2     590310600000001023            15,0000       1      mc           15,00
      Opłata handlowa
3     590310600000001030             0,6890     100     kWh           68,90
      Energia elektryczna czynna

Razem netto   1 272,43   VAT 23%   292,66   Razem brutto   1 565,09
`, map[string]string{"points": "590310600000001023 1725 1203.53;590310600000001030 100 68.90", "consumption_kwh": "1825"}},
	{"a section that goes on behind a page", twoPoints + `Punkt poboru 1: Szkoła
PPE 590310600000001023
Energia czynna   1 725   kWh   0,6890   1 188,53
Razem netto                             1 188,53
Punkt poboru 2: Hala
PPE 590310600000001030
` + "\fPunkt poboru 2: Hala - ciąg dalszy\n" + `Energia czynna   2 275   kWh   0,6890   1 567,48
Razem netto                             1 567,48

Podsumowanie   Netto      VAT 23%     Brutto
Razem       2 756,01      633,88    3 389,89
`, map[string]string{"points": "590310600000001023 1725 1188.53;590310600000001030 2275 1567.48", "consumption_kwh": "4000", "ready": "true"}},
	{"a page that explains how to read an invoice", head + total + "\fJak czytać fakturę?\nPrzykład: Faktura VAT nr 01/2501/00000001, okres rozliczeniowy 01.01.2025 - 28.02.2025\nZużycie energii: 350 kWh. Do zapłaty: 412,55 zł.\n", plainTotal},
	{"a section that goes on below a title about reading invoices", twoPoints + `Punkt poboru 1: Szkoła
PPE 590310600000001023
Energia czynna   1 725   kWh   0,6890   1 188,53
Razem netto                             1 188,53
` + "\fJak czytać fakturę: www.energia.example/faktura\n" + `Punkt poboru 2: Hala
PPE 590310600000001030
Energia czynna   2 275   kWh   0,6890   1 567,48
Razem netto                             1 567,48

Podsumowanie   Netto      VAT 23%     Brutto
Razem       2 756,01      633,88    3 389,89
`, map[string]string{"points": "590310600000001023 1725 1188.53;590310600000001030 2275 1567.48", "gross": "3389.89", "ready": "true"}},
	{"what was overpaid, told twice", head + total + `Prognoza z dnia 05.02.2026                   -800,00
Prognoza z dnia 05.03.2026                   -800,00
Nadpłata:                                     138,11
Kwota do zwrotu:                              138,11
`, map[string]string{"amount_due": "-138.11", "ready": "true"}},
	{"a word in brackets in the heading", strings.Replace(correctionHead, "FAKTURA KORYGUJĄCA Nr", "Faktura korygująca (rabat) nr", 1) + correctionRows + "Różnica:                -115                    -79,23     23%     -18,22        -97,45\nDo zwrotu nabywcy: 97,45 zł\n", minusRows},
}
