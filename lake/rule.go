package lake

import "strings"

// rules are the names of the rules that find fields, in Polish. Their English names are stored with the fields; elements of e-invoices
// are named as they are.
var rules = map[string]string{
	"after − before":                      "po korekcie − przed korektą",
	"charged anew":                        "naliczone na nowo",
	"column of a state":                   "kolumna stanu przed korektą lub po niej",
	"column of a table":                   "kolumna tabeli",
	"columns side by side":                "kolumny obok siebie",
	"computed from the other two amounts": "obliczone z dwóch pozostałych kwot",
	"consumption of each zone":            "zużycie w strefach",
	"currency of a column":                "waluta kolumny",
	"currency of an amount":               "waluta przy kwocie",
	"currency on the page":                "waluta na stronie",
	"date at the head of the page":        "data na początku strony",
	"difference of meter readings":        "różnica wskazań licznika",
	"first company name":                  "pierwsza nazwa firmy",
	"first of several values":             "pierwsza z kilku wartości",
	"form of a KSeF number":               "postać numeru KSeF",
	"form of a tariff group":              "postać grupy taryfowej",
	"form of the seller's numbers":        "postać numerów sprzedawcy",
	"heading":                             "nagłówek",
	"heading or fees":                     "nagłówek lub rodzaje opłat",
	"label above value":                   "etykieta nad wartością",
	"label above value, over two lines":   "etykieta nad wartością w dwóch wierszach",
	"label at the end of the line before": "etykieta na końcu poprzedniego wiersza",
	"label left of value":                 "etykieta przed wartością",
	"label right of value":                "etykieta za wartością",
	"list of corrected invoices":          "lista korygowanych faktur",
	"line names and tables":               "nazwy pozycji i tabele",
	"metering point code":                 "postać kodu PPE",
	"named currency":                      "waluta podana na fakturze",
	"name below the party's heading":      "nazwa pod nagłówkiem strony umowy",
	"no energy on this document":          "dokument nie mówi o energii",
	"no metering point on this document":  "dokument nie podaje punktu poboru",
	"number without the word invoice":     "numer bez słowa „faktura”",
	"only period of the document":         "jedyny okres na dokumencie",
	"period of the bill's lines":          "okres z pozycji faktury",
	"period of the point":                 "okres punktu poboru",
	"row that adds up":                    "wiersz, w którym netto + VAT = brutto",
	"same number at the end of every row": "ta sama liczba na końcu każdego wiersza",
	"stated":                              "podane wprost",
	"sum of points":                       "suma punktów poboru",
	"sum of rows":                         "suma pozycji",
	"sum of the parts to pay":             "suma części do zapłaty",
	"sum of the rows above":               "suma pozycji powyżej",
	"sum over the points":                 "suma punktów poboru",
	"sum over the sections":               "suma części faktury",
	"tax number":                          "NIP",
	"unit in the row":                     "jednostka w wierszu",
	"zones side by side":                  "strefy obok siebie",
}

// RuleBelow begins the name of the rule that finds a tax number below a heading, which follows.
const RuleBelow = "tax number below "

// ruleSum begins the name of the rule that adds up elements of an e-invoice.
const ruleSum = "sum of Fa/"

// RuleText returns the name of a rule for people.
func RuleText(rule string) Text {
	if heading, ok := strings.CutPrefix(rule, RuleBelow); ok {
		return Text{PL: "NIP pod nagłówkiem „" + heading + "”", EN: rule}
	}
	if elements, ok := strings.CutPrefix(rule, ruleSum); ok {
		return Text{PL: "suma Fa/" + elements, EN: rule}
	}
	if polish, ok := rules[rule]; ok {
		return Text{PL: polish, EN: rule}
	}
	return Text{PL: rule, EN: rule}
}
