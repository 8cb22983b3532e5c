package extract

import (
	"bytes"
	"slices"
	"strings"

	"wattlake/lake"
)

// heading is a phrase such as "Faktura VAT korekta nr" at runes start to end of a line, with the number that follows it.
type heading struct {
	line        *line
	start, end  int
	correcting  bool // says korekta or korygująca
	forecasting bool // says prognoza, prognozowa or szacunkowa
	note        bool // interest note, debit note, demand for payment
	reference   bool // names another invoice: "do faktury nr"
	doubtful    bool // "Korekta faktury nr" may mean either
	numbered    bool // says nr or numer
	title       bool // stands alone at the beginning of its cell
	number      evidence
}

// headingWord is a word of a heading.
type headingWord struct {
	pattern

	opens bool // may begin a heading
	mark  func(h *heading)
}

var headingWords = []headingWord{
	{newPattern("faktura"), true, nil},
	{newPattern("faktury"), true, nil},
	{newPattern("fakturę"), true, nil},
	{newPattern("faktur"), true, nil},
	{newPattern("fakturach"), true, nil},
	{newPattern("fv"), true, nil},
	{newPattern("e-faktura"), true, nil},
	{newPattern("dokument"), true, nil},
	{newPattern("dokumentu"), true, nil},
	{newPattern("rachunek"), true, nil},
	{newPattern("duplikat"), true, nil},
	{newPattern("proforma"), true, nil},
	{newPattern("korekta"), true, func(h *heading) { h.correcting = true }},
	{newPattern("korekty"), true, func(h *heading) { h.correcting = true }},
	{newPattern("korygująca"), false, func(h *heading) { h.correcting = true }},
	{newPattern("korygującej"), false, func(h *heading) { h.correcting = true }},
	{newPattern("korygującą"), false, func(h *heading) { h.correcting = true }},
	{newPattern("korygowana"), false, func(h *heading) { h.reference = true }},
	{newPattern("korygowany"), false, func(h *heading) { h.reference = true }},
	{newPattern("korygowanego"), false, func(h *heading) { h.reference = true }},
	{newPattern("korygowane"), false, func(h *heading) { h.reference = true }},
	{newPattern("korygowanych"), false, func(h *heading) { h.reference = true }},
	{newPattern("korygowanej"), false, func(h *heading) { h.reference = true }},
	{newPattern("pierwotnej"), false, func(h *heading) { h.reference = true }},
	{newPattern("pierwotna"), false, func(h *heading) { h.reference = true }},
	{newPattern("poprzedniej"), false, func(h *heading) { h.reference = true }},
	{newPattern("prognoza"), true, func(h *heading) { h.forecasting = true }},
	{newPattern("prognozy"), true, func(h *heading) { h.forecasting = true }},
	{newPattern("prognozowa"), false, func(h *heading) { h.forecasting = true }},
	{newPattern("szacunkowa"), false, func(h *heading) { h.forecasting = true }},
	{newPattern("prognozowana"), false, func(h *heading) { h.forecasting = true }},
	{newPattern("nota"), true, func(h *heading) { h.note = true }},
	{newPattern("noty"), true, func(h *heading) { h.note = true }},
	{newPattern("wezwanie"), true, func(h *heading) { h.note = true }},
	{newPattern("upomnienie"), true, func(h *heading) { h.note = true }},
	{newPattern("vat"), false, nil},
	{newPattern("rozliczeniowa"), false, nil},
	{newPattern("rozliczenie"), true, nil},
	{newPattern("podsumowanie"), true, nil},
	{newPattern("odsetkowa"), false, nil},
	{newPattern("obciążeniowa"), false, nil},
	{newPattern("uznaniowa"), false, nil},
	{newPattern("księgowa"), false, nil},
	{newPattern("zużycia"), false, nil},
	{newPattern("energii"), false, nil},
	{newPattern("elektrycznej"), false, nil},
	{newPattern("zbiorcza"), false, nil},
	{newPattern("zbiorczej"), false, nil},
	{newPattern("sprzedaży"), false, nil},
	{newPattern("sprzedażowa"), false, nil},
	{newPattern("elektroniczna"), false, nil},
	{newPattern("za"), false, nil},
	{newPattern("energię"), false, nil},
	{newPattern("elektryczną"), false, nil},
	{newPattern("i"), false, nil},
	{newPattern("usługi"), false, nil},
	{newPattern("usługę"), false, nil},
	{newPattern("dystrybucji"), false, nil},
	{newPattern("dystrybucyjne"), false, nil},
	{newPattern("sprzedaż"), false, nil},
	{newPattern("końcowa"), false, nil},
	{newPattern("wstępna"), false, nil},
	{newPattern("zaliczkowa"), false, nil},
	{newPattern("do"), true, func(h *heading) { h.reference = true }},
	{newPattern("koryguje"), true, func(h *heading) { h.reference = true }},
	{newPattern("dotyczy"), true, func(h *heading) { h.reference = true }},
	{newPattern("dot"), true, func(h *heading) { h.reference = true }},
	{newPattern("zapłaty"), false, nil},
	{newPattern("nr"), true, func(h *heading) { h.numbered = true }},
	{newPattern("numer"), true, func(h *heading) { h.numbered = true }},
	{newPattern("no"), true, func(h *heading) { h.numbered = true }},
	{newPattern("number"), true, func(h *heading) { h.numbered = true }},
	{newPattern("invoice"), true, nil},
	{newPattern("tax"), true, nil},
	{newPattern("corrective"), true, func(h *heading) { h.correcting = true }},
	{newPattern("correcting"), true, func(h *heading) { h.correcting = true }},
	{newPattern("correction"), true, func(h *heading) { h.correcting = true }},
	{newPattern("to"), true, func(h *heading) { h.reference = true }},
}

// isDocumentWord reports whether the word itself names a document.
func (w headingWord) isDocumentWord() bool {
	switch w.text {
	case "invoice", "correction", "faktura", "faktury", "fakture", "faktur", "fakturach", "fv", "e-faktura", "dokument", "dokumentu", "rachunek", "prognoza", "nota", "noty", "wezwanie", "upomnienie", "proforma",
		"korekta", "korekty":
		return true
	}
	return false
}

// headings finds the headings of a line, from left to right.
func headings(l *line) []heading {
	var found []heading
	for at := 0; at < len(l.fold); at++ {
		if !isLetter(l.fold[at]) || (at > 0 && (isAlnum(l.fold[at-1]) || l.fold[at-1] == '/')) {
			continue
		}
		if h, ok := headingAt(l, at); ok {
			found = append(found, h)
			at = h.end
		}
	}
	return found
}

// headingAt reads heading words from position at on; at least one must name a document.
func headingAt(l *line, at int) (heading, bool) {
	h := heading{line: l, start: at}
	documents, words, first, between := 0, 0, "", at
	for pos := at; pos < len(l.fold); {
		word, end := headingWordAt(l.fold, pos)
		if word == nil || (words == 0 && !word.opens) || (word.text == "fv" && words > 0) { // "Faktura FV 12/2026": of the number
			break
		}
		if words > 0 && word.text == "do" && documents > 0 && !h.note { // "Korekta do faktury": what came before is not the name
			h = heading{line: l, start: pos, correcting: false}
			documents = 0
		}
		if words == 0 {
			first = word.text
		}
		if word.isDocumentWord() {
			documents++
		}
		if word.mark != nil && (word.text != "do" || !h.note) { // "Wezwanie do zapłaty nr"
			word.mark(&h)
		}
		words++
		end = afterGloss(l.fold, end)
		if bracketed(l.fold, pos, end) {
			end++
		}
		h.end, between = end, end
		for between < len(l.fold) && (l.fold[between] == ' ' || l.fold[between] == '-' || l.fold[between] == '.' || l.fold[between] == ':') {
			between++
		}
		pos = afterBracket(l.fold, between)
	}
	if documents == 0 {
		return h, false
	}
	h.doubtful = first == "korekta" && !h.reference && documents > 1
	cell := l.cells[l.cellAt(at)]
	h.title = cell.start == h.start && cell.end <= between
	return h, true
}

// afterBracket returns the position behind a bracket that opens around a single heading word, as in "Faktura VAT (prognoza) nr", else at.
func afterBracket(text []byte, at int) int {
	if at >= len(text) || text[at] != '(' {
		return at
	}
	if _, end := headingWordAt(text, at+1); bracketed(text, at+1, end) {
		return at + 1
	}
	return at
}

// bracketed reports whether the word from start to end stands in brackets of its own.
func bracketed(text []byte, start, end int) bool {
	return start > 0 && end > start && end < len(text) && text[start-1] == '(' && text[end] == ')'
}

// ruleListed marks the numbers below or behind a reference to several invoices.
const ruleListed = "list of corrected invoices"

// maxListed bounds the list of invoices that one correction names.
const maxListed = 200

// listed returns the further numbers of a list of invoices behind or below a reference: "do faktur nr A, B oraz C", or one in
// each line. The list ends with the first line that does not begin with a number.
func (p *part) listed(h heading) []heading {
	var found []heading
	add := func(l *line, from, to int) (end int) {
		start, end, ok := numberToken(zone{line: l, start: from, end: to})
		if !ok || !looksListed(l.fold[start:end]) {
			return -1
		}
		other := h
		other.number = newEvidence(l, start, end, l.text(start, end), ruleListed, 0.95)
		found = append(found, other)
		return end
	}
	if h.number.value != "" {
		cell := h.line.cells[h.line.cellAt(h.start)]
		for at := h.end; at < cell.end && len(found) < maxListed; at++ {
			if b := h.line.fold[at]; b == ',' || b == ';' || hasWordAt(h.line.fold, at, "i ") || hasWordAt(h.line.fold, at, "oraz ") {
				from := at + 1
				for from < cell.end && isLetter(h.line.fold[from]) {
					from++
				}
				if end := add(h.line, from, cell.end); end > 0 {
					at = end - 1
				}
			}
		}
	}
	column := h.line.boxOf(h.start, h.end)
	for i := h.line.index + 1; i < len(p.lines) && len(found) < maxListed; i++ {
		l := p.lines[i]
		c := columnCell(l, column)
		if l.page != h.line.page || c < 0 {
			break
		}
		from := skipMarks(l.fold, l.cells[c].start)
		for from < l.cells[c].end { // "Faktura VAT nr"
			word, end := headingWordAt(l.fold, from)
			if word == nil {
				break
			}
			from = skipMarks(l.fold, end)
		}
		if from >= l.cells[c].end || add(l, from, l.cells[c].end) < 0 {
			break
		}
	}
	return found
}

func digitsOrLetters(text []byte) []byte {
	end := 0
	for end < len(text) && isAlnum(text[end]) {
		end++
	}
	return text[:end]
}

// looksListed reports whether a word is certainly the number of an invoice: digits with a slash, or many digits.
func looksListed(word []byte) bool {
	const many = 7
	return bytes.IndexByte(word, '/') > 0 || len(onlyDigits(word)) >= many
}

func headingWordAt(text []byte, at int) (*headingWord, int) {
	for i := range headingWords {
		if end := headingWords[i].match(text, at, 0); end > 0 && (end == len(text) || !isAlnum(text[end])) && !joinsOn(text, end) {
			return &headingWords[i], end
		}
	}
	return nil, at
}

// joinsOn reports whether a word goes on as the number of an invoice: "FV/2026/03/15", "FV-84015264".
func joinsOn(text []byte, end int) bool {
	return end+1 < len(text) && (text[end] == '/' || text[end] == '-' || text[end] == '_') && isAlnum(text[end+1])
}

// headingsOf returns the headings of the lines with their numbers.
func (p *part) headingsOf() []heading {
	var found []heading
	for _, l := range p.lines {
		for _, h := range headings(l) {
			if !h.reference && inRow(h) {
				continue
			}
			h.number = p.documentNumber(h)
			found = append(found, h)
			if h.reference {
				found = append(found, p.listed(h)...)
			}
		}
	}
	for i, h := range found { // "Faktura VAT nr X" in the list below "Faktury korygowane"
		if !h.reference && h.number.value != "" && slices.ContainsFunc(found[:i], func(o heading) bool {
			return o.reference && o.number.rule == ruleListed && o.number.value == h.number.value
		}) {
			found[i].reference = true
		}
	}
	return found
}

// inRow reports whether a heading is only a word in a row of figures or the name of a state: "przed korektą 6 491".
func inRow(h heading) bool {
	return len(amountsOf(h.line)) > 1 || slices.ContainsFunc(h.line.labels, func(o hit) bool {
		return stateOf(o.entry.label) != classPlain && o.start < h.start && o.end >= h.end
	})
}

// documentNumber returns the number that follows a heading or stands below it; its value is "" if there is none.
func (p *part) documentNumber(h heading) evidence {
	label := hit{line: h.line, start: h.start, end: h.end, entry: &entry{}}
	for _, z := range p.zones(label) {
		numbered := h.numbered
		if at := afterNumberWord(z); z.line != h.line && at > z.start {
			z.start, numbered = at, true
		}
		start, end, ok := numberToken(z)
		ok = ok || p.numberLikeDate(z.line, start, end, numbered)
		if z.line != h.line && !numbered && (!h.title || !ok || !looksListed(z.line.fold[start:end]) || !alone(z, end)) {
			continue
		}
		if ok {
			text := z.line.text(start, end)
			return newEvidence(z.line, start, end, text, z.rule, z.score)
		}
		if z.line == h.line && holdsWord(z) {
			continue
		}
	}
	return evidence{}
}

// numberLikeDate reports whether a token that could be a date is a number of the form 3/09/2025: it has slashes, and it stands behind
// "nr", its day is not padded, or the other dates of the document are written in another way.
func (p *part) numberLikeDate(l *line, start, end int, numbered bool) bool {
	if end-start < len("1/1/2026") || bytes.Count(l.fold[start:end], []byte("/")) != 2 || bytes.IndexByte([]byte("0"), l.fold[start]) >= 0 && !numbered {
		return false
	}
	if !slices.ContainsFunc(l.dates, func(d dateToken) bool { return !d.isMonth() && d.start == start && d.end == end }) {
		return false
	}
	if numbered || l.fold[start+1] == '/' {
		return true
	}
	for _, other := range p.lines {
		for _, d := range other.dates {
			if !d.isMonth() && bytes.IndexByte(other.fold[d.start:d.end], '/') >= 0 && !bytes.Equal(other.fold[d.start:d.end], l.fold[start:end]) {
				return false
			}
		}
	}
	return true
}

// afterNumberWord returns where a zone goes on behind "nr", "numer" or "no." at its beginning, else its beginning.
func afterNumberWord(z zone) int {
	at := skipMarks(z.line.fold, z.start)
	if at >= z.end {
		return z.start
	}
	word := digitsOrLetters(z.line.fold[at:z.end])
	switch string(word) {
	case "nr", "numer", "no", "number":
		return min(afterGloss(z.line.fold, at+len(word)), z.end)
	}
	return z.start
}

// bareNumber returns the number behind "Nr" or "Numer" at the beginning of a cell, for invoices whose heading has none beside it.
func (p *part) bareNumber() (heading, bool) {
	for _, l := range p.lines {
		if len(amountsOf(l)) > 0 {
			return heading{}, false // what follows are the rows
		}
		for _, c := range l.cells {
			z := zone{line: l, start: c.start, end: c.end}
			if z.start = afterNumberWord(z); z.start == c.start {
				continue
			}
			if alone(z, z.start) && lineHas(l, labelIssued) {
				if h, ok := p.numberBelow(l, c); ok {
					return h, true
				}
			}
			start, end, ok := numberToken(z)
			if ok = ok || p.numberLikeDate(l, start, end, true); ok && end-start > 3 {
				e := newEvidence(l, start, end, l.text(start, end), "number without the word invoice", 0.85)
				return heading{line: l, start: c.start, end: end, numbered: true, number: e}, true
			}
		}
	}
	return heading{}, false
}

// numberBelow returns the number below "Numer" beside the heading of the date of issue.
func (p *part) numberBelow(l *line, c cell) (heading, bool) {
	for _, z := range p.below(hit{line: l, start: c.start, end: c.end, entry: &entry{}}) {
		if start, end, ok := numberToken(z); ok && looksListed(z.line.fold[start:end]) && alone(z, end) {
			e := newEvidence(z.line, start, end, z.line.text(start, end), z.rule, min(z.score, 0.85))
			return heading{line: l, start: c.start, end: c.end, numbered: true, number: e}, true
		}
	}
	return heading{}, false
}

// alone reports whether nothing follows in the zone.
func alone(z zone, at int) bool { return skipMarks(z.line.fold, at) >= z.end }

// holdsWord reports whether a zone begins with a word rather than with marks.
func holdsWord(z zone) bool {
	return skipMarks(z.line.fold, z.start) < z.end
}

// numberToken returns the invoice number that begins a zone: a word with a digit that is no date and no other identifier. A
// short prefix without digits ("F 1234K20/12") and parts around a slash belong to it.
func numberToken(z zone) (start, end int, ok bool) {
	text := z.line.fold
	start = z.start
	for start < z.end && !isAlnum(text[start]) && !opensPrefix(text[start:z.end]) {
		start++
	}
	end = wordEnd(text, start, z.end)
	if start < end && !hasDigit(text[start:end]) {
		next := skipBlank(text, end)
		last := wordEnd(text, next, z.end)
		if next-end != 1 || next >= z.end || !isPrefix(z.line, start, end) || !hasDigit(text[next:last]) {
			return 0, 0, false
		}
		end = last
	}
	for end < z.end && end+1 < len(text) && (text[end-1] == '/' || text[end+1] == '/') && text[end] == ' ' {
		end = wordEnd(text, end+1, z.end)
	}
	for end > start && strings.IndexByte(".,;:-", text[end-1]) >= 0 {
		end--
	}
	return start, end, start < end && !takenByOther(z.line, start, end)
}

// maxPrefix is the longest prefix of a number that stands apart from it: "F 1234K20/12", "KOR/FV 12/2026".
const maxPrefix = 8

// isPrefix reports whether a word may begin a number: a few capitals, more if a slash parts them.
func isPrefix(l *line, start, end int) bool {
	limit := maxPrefix / 2
	if bytes.IndexByte(l.fold[start:end], '/') > 0 {
		limit = maxPrefix
	}
	return end-start <= limit && upper(l.runes[start:end])
}

// opensPrefix reports whether the text begins with a short prefix in brackets that is glued to more: "(S)FS-12/2026".
func opensPrefix(text []byte) bool {
	const widest = 4
	end := bytes.IndexByte(text, ')')
	return text[0] == '(' && end > 1 && end <= widest && end+1 < len(text) && isAlnum(text[end+1])
}

func wordEnd(text []byte, at, limit int) int {
	for at < limit && !isBlank(text[at]) && text[at] != ';' && text[at] != ')' {
		if text[at] == '(' {
			if !opensPrefix(text[at:limit]) {
				break
			}
			at += bytes.IndexByte(text[at:limit], ')')
		}
		at++
	}
	return at
}

func hasDigit(text []byte) bool {
	return slices.ContainsFunc(text, isDigit)
}

func upper(runes []rune) bool {
	return strings.ToUpper(string(runes)) == string(runes)
}

// takenByOther reports whether a span is a date, an amount or another identifier rather than an invoice number.
func takenByOther(l *line, start, end int) bool {
	dates := 0
	for _, d := range l.dates {
		if !d.isMonth() && d.start <= start+1 && d.end >= end-1 {
			return true
		}
		if d.start >= start && d.end <= end && !d.isMonth() {
			dates++
		}
	}
	if dates > 1 { // a period without blanks
		return true
	}
	for _, c := range l.codes {
		if c.start < end && c.end > start && c.kind != codeNIP {
			return true
		}
	}
	for _, n := range l.numbers {
		if n.start <= start && n.end >= end && (n.places > 0 || n.unit != "") {
			return true
		}
	}
	return end-start < 2
}

// ownHeading returns the heading whose number is the invoice's: not of another invoice, the most explicit, the first.
func ownHeading(found []heading) (heading, bool) {
	best, bestScore := heading{}, 0.0
	for _, h := range found {
		if h.number.value == "" || h.reference {
			continue
		}
		score := h.number.score
		if h.numbered {
			score++
		}
		if h.doubtful {
			score -= 1.5
		}
		if score > bestScore {
			best, bestScore = h, score
		}
	}
	return best, bestScore > 0
}

// references returns the numbers of other invoices that the headings name, in order.
func references(found []heading, own string) []heading {
	var others []heading
	seen := map[string]bool{lake.FoldNumber(own): true}
	for _, h := range found {
		number := lake.FoldNumber(h.number.value)
		if number != "" && !seen[number] && (h.reference || h.doubtful) {
			seen[number] = true
			others = append(others, h)
		}
	}
	return others
}
