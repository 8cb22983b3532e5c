package extract

import (
	_ "embed" // the file of wordings
	"regexp"
	"strings"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

// entry is one wording of the dictionary.
type entry struct {
	token.Pattern

	label label
	total bool // says by itself that it is the sum of the whole invoice

	taught bool // by a profile
}

//go:embed wordings.txt
var wordingsFile string

// sections names the labels in the file of wordings.
var sections = map[string]label{
	"issued":         labelIssued,
	"sold":           labelSold,
	"due_date":       labelDueDate,
	"period":         labelPeriod,
	"other_period":   labelOtherPeriod,
	"p_p_e":          labelPPE,
	"place":          labelPlace,
	"tariff":         labelTariff,
	"due":            labelDue,
	"refund":         labelRefund,
	"words":          labelWords,
	"rate":           labelRate,
	"consumption":    labelConsumption,
	"balanced":       labelBalanced,
	"no_consumption": labelNoConsumption,
	"quantity":       labelQuantity,
	"price":          labelPrice,
	"unit":           labelUnit,
	"n_i_p":          labelNIP,
	"seller":         labelSeller,
	"buyer":          labelBuyer,
	"reason":         labelReason,
	"total":          labelTotal,
	"before":         labelBefore,
	"after":          labelAfter,
	"difference":     labelDifference,
	"decrease":       labelDecrease,
	"increase":       labelIncrease,
	"factual":        labelFactual,
	"forecast":       labelForecast,
	"credit":         labelCredit,
	"other":          labelOther,
}

// wordings reads the dictionary's file: sections of one wording in a line.
func wordings() map[label][]string {
	found := map[label][]string{}
	current := labelNone
	for text := range strings.Lines(wordingsFile) {
		switch text = strings.TrimSpace(text); {
		case text == "" || text[0] == '#':
		case text[0] == '[':
			current = sections[strings.Trim(text, "[]")]
		default:
			found[current] = append(found[current], text)
		}
	}
	return found
}

// amountWords are put together to the many names of the three amounts of an invoice.
var amountWords = []struct {
	label label
	cores []string
}{
	{labelNet, []string{"netto", "wartość netto", "kwota netto", "należność netto", "wartość sprzedaży netto", "sprzedaż netto", "wartość faktury netto", "wartość netto faktury", "kwota netto faktury", "cena netto razem", "podstawa opodatkowania", "podstawa vat", "net", "net amount", "net value"}},
	{labelVAT, []string{"vat", "kwota vat", "podatek vat", "kwota podatku", "kwota podatku vat", "wartość vat", "podatek", "należny podatek vat", "wartość podatku", "wartość podatku vat", "suma vat", "vat amount", "tax amount"}},
	{labelGross, []string{
		"brutto", "wartość brutto", "kwota brutto", "należność brutto", "wartość sprzedaży brutto", "sprzedaż brutto", "wartość faktury brutto", "wartość brutto faktury", "kwota brutto faktury", "wartość faktury",
		"kwota faktury", "wartość usługi", "wartość energii pobranej", "kwota należności", "należność za energię", "gross", "gross amount", "gross value",
	}},
}

var totalWords = []string{"razem", "ogółem", "suma", "łącznie", "łączna", "całkowita", "podsumowanie", "razem faktura", "faktura", "razem do rozliczenia", "w sumie", "razem należność", "total"}

// dictionary is the index of all wordings by their first two folded letters. all is for texts whose first letters cannot be
// trusted: mangled or recognised ones.
type dictionary struct {
	byPair map[[2]byte][]*entry
	all    []*entry

	number *regexp.Regexp // of a profile, nil without one
	dot    dotStyle
	unit   string
}

// standard is the dictionary without any profile. It is read only.
var standard = newDictionary()

func newDictionary(profiles ...lake.Profile) *dictionary {
	d := &dictionary{byPair: map[[2]byte][]*entry{}}
	for _, p := range profiles {
		d.learn(p)
	}
	texts := wordings()
	for l := labelNone; l <= labelOther; l++ { // in order: the first of two equal wordings wins
		for _, text := range texts[l] {
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
	e := &entry{Pattern: token.NewPattern(wording), label: l, total: total}
	d.all = append(d.all, e)
	if len(e.Text) > 1 {
		pair := [2]byte{e.Text[0], e.Text[1]}
		d.byPair[pair] = append(d.byPair[pair], e)
	}
}
