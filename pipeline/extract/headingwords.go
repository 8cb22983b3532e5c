package extract

import (
	"slices"
	"strings"

	"wattlake/pipeline/extract/token"
)

// headingWord is a word of a heading.
type headingWord struct {
	token.Pattern

	place wordPlace
	mark  func(h *heading) // what the word says about the document
}

// wordPlace says where in a heading a word may stand.
type wordPlace int

const (
	inside   wordPlace = iota // behind other words only
	opening                   // also at the beginning
	document                  // also at the beginning, and it names a document by itself
)

func correcting(h *heading)  { h.correcting = true }
func forecasting(h *heading) { h.forecasting = true }
func note(h *heading)        { h.note = true }
func reference(h *heading)   { h.reference = true }
func pristine(h *heading)    { h.reference, h.pristine = true, true }
func numbered(h *heading)    { h.numbered = true }
func nothing(*heading)       {}

var headingWords = slices.Concat(
	headingPart(document, nothing, "faktura faktury fakturę faktur fakturach fv e-faktura dokument dokumentu rachunek invoice"),
	headingPart(document, correcting, "korekta korekty correction"),
	headingPart(document, forecasting, "prognoza"),
	headingPart(document, note, "nota noty wezwanie upomnienie przypomnienie ponaglenie monit"),
	headingPart(document, note, "proforma"), []headingWord{{token.NewPattern("pro forma"), document, note}}, // asks for money, and an invoice follows
	headingPart(opening, nothing, "duplikat rozliczenie podsumowanie tax"),
	headingPart(opening, correcting, "corrective correcting"),
	headingPart(opening, forecasting, "prognozy"),
	headingPart(opening, reference, "do koryguje dotyczy dot to"),
	headingPart(opening, numbered, "nr numer no number"),
	headingPart(inside, correcting, "korygująca korygującej korygującą"),
	headingPart(inside, forecasting, "prognozowa szacunkowa prognozowana"),
	headingPart(opening, reference, "korygowana korygowany korygowane"),
	headingPart(inside, reference, "korygowanego korygowanych korygowanej poprzedniej"),
	headingPart(inside, pristine, "pierwotnej pierwotna"),
	headingPart(inside, nothing, "vat rozliczeniowa odsetkowa obciążeniowa uznaniowa księgowa zużycia energii elektrycznej zbiorcza zbiorczej sprzedaży sprzedażowa elektroniczna"),
	headingPart(inside, nothing, "za energię elektryczną i usługi usługę dystrybucji dystrybucyjne sprzedaż końcowa wstępna zaliczkowa zapłaty o płatności ostateczne przedsądowe"),
)

func headingPart(place wordPlace, mark func(*heading), words string) []headingWord {
	var found []headingWord
	for word := range strings.FieldsSeq(words) {
		found = append(found, headingWord{token.NewPattern(word), place, mark})
	}
	return found
}

// headingWordAt returns the word of a heading that stands at text[at], and its end.
func headingWordAt(text []byte, at int) (*headingWord, int) {
	for i := range headingWords {
		if end := headingWords[i].Match(text, at, 0); end > 0 && (end == len(text) || !token.IsAlnum(text[end])) && !joinsOn(text, end) {
			return &headingWords[i], end
		}
	}
	return nil, at
}

// joinsOn reports whether a word goes on as the number of an invoice: "FV/2026/03/15", "FV-84015264".
func joinsOn(text []byte, end int) bool {
	return end+1 < len(text) && (text[end] == '/' || text[end] == '-' || text[end] == '_') && token.IsAlnum(text[end+1])
}
