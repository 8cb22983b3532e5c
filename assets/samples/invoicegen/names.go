package invoicegen

// company is a fictional seller or operator.
type company struct {
	name, street, city string
	short              string // in the logo
}

var sellers = []company{
	{"Jantar Energia Obrót S.A.", "ul. Portowa 17", "80-998 Gdańsk", "Jantar"},
	{"Przykładowa Energia S.A.", "ul. Elektryczna 4", "00-998 Warszawa", "Przykładowa"},
	{"Żuraw Energia Sp. z o.o.", "al. Słoneczna 101", "30-998 Kraków", "Żuraw"},
	{"Świetlik Obrót S.A.", "ul. Świętojańska 8", "60-998 Poznań", "Świetlik"},
	{"Watra Sprzedaż Sp. z o.o.", "ul. Górnicza 44A", "40-998 Katowice", "Watra"},
	{"Energetyka Dolina Bobru S.A.", "pl. Wolności 2", "58-598 Jelenia Góra", "Dolina Bobru"},
	{"Zorza Prąd Polska S.A.", "ul. Łąkowa 30", "90-998 Łódź", "Zorza"},
	{"Wolt & Spółka Energia Sp. k.", "ul. Ćwiartki 3/5", "15-998 Białystok", "W&S"},
}

var distributors = []company{
	{"Sieci Wielkopolskie Operator Sp. z o.o.", "ul. Liniowa 58", "60-997 Poznań", "SW Operator"},
	{"Jantar Dystrybucja S.A.", "ul. Kablowa 1", "80-997 Gdańsk", "Jantar D"},
	{"Małopolskie Sieci Elektroenergetyczne S.A.", "ul. Transformatorowa 12", "30-997 Kraków", "MSE"},
	{"Łużycka Dystrybucja Energii Sp. z o.o.", "ul. Słupowa 9", "59-897 Zgorzelec", "ŁDE"},
	{"Mazowsze Sieć S.A.", "ul. Obwodowa 77", "05-897 Pruszków", "Mazowsze Sieć"},
}

var buyers = []company{
	{"Gmina Dębowa Łąka", "ul. Ratuszowa 1", "87-997 Dębowa Łąka", ""},
	{"Gmina Miejska Źródlice", "Rynek 5", "57-998 Źródlice", ""},
	{"Zespół Szkół im. Jana Żółkiewskiego", "ul. Szkolna 11", "22-998 Chełmek Górny", ""},
	{"Spółdzielnia Mieszkaniowa „Jutrzenka”", "os. Piastów 14", "61-996 Poznań", ""},
	{"Piekarnia Słoneczna Anna Wójcik", "ul. Młyńska 3", "26-998 Święta Kępa", ""},
	{"Zakład Wodociągów i Kanalizacji Sp. z o.o.", "ul. Źródlana 20", "83-998 Zdrojewo", ""},
	{"Powiat Świerkowski", "ul. Starostwa 2", "74-998 Świerkowo", ""},
	{"Gminny Ośrodek Kultury w Ćmińsku", "ul. Parkowa 6", "26-097 Ćmińsk", ""},
}

// place is where a metering point stands, with the tariffs that suit it.
type place struct {
	name, address string
	tariffs       []string
}

var places = []place{
	{"Szkoła Podstawowa nr 1", "ul. Leśna 2", []string{"C12a", "C21", "C11"}},
	{"Oświetlenie uliczne", "ul. Długa", []string{"C12b", "C11o", "C11"}},
	{"Oczyszczalnia ścieków", "ul. Nad Strugą 40", []string{"B23", "C22a", "B21"}},
	{"Urząd Gminy", "ul. Ratuszowa 1", []string{"C21", "C12a"}},
	{"Ochotnicza Straż Pożarna", "ul. Strażacka 9", []string{"C11", "C12a"}},
	{"Świetlica wiejska w Żabnicy", "Żabnica 15", []string{"C11", "G11"}},
	{"Hydrofornia", "ul. Źródlana 20", []string{"C21", "C22b", "B21"}},
	{"Przedszkole „Jagódka”", "ul. Kwiatowa 7", []string{"C11", "C12a"}},
	{"Przepompownia P3", "dz. nr 214/2, Łęgi", []string{"C11", "C12b"}},
	{"Boisko wielofunkcyjne", "ul. Sportowa 1", []string{"C11", "C12a"}},
	{"Biblioteka Publiczna", "pl. Wolności 3", []string{"C11", "C12a"}},
	{"Sygnalizacja świetlna", "ul. Gdańska / ul. Młyńska", []string{"C11", "C12b"}},
	{"Lokal mieszkalny nr 4", "ul. Krótka 5/4", []string{"G11", "G12", "G12w"}},
	{"Ośrodek zdrowia", "ul. Słoneczna 12", []string{"C12a", "C21"}},
}
