package extract

import (
	"slices"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

// heading is a phrase such as "Faktura VAT korekta nr" at runes start to end of a line, with the number that follows it.
type heading struct {
	line        *line
	start, end  int
	correcting  bool // says korekta or korygująca
	forecasting bool // says prognoza, prognozowa or szacunkowa
	note        bool // interest note, debit note, demand for payment, pro forma
	reference   bool // names another invoice: "do faktury nr"
	corrected   bool // of that: "Korekta do faktury nr" begins the cell
	pristine    bool // of that, the invoice before any correction: "faktury pierwotnej nr"
	doubtful    bool // "Korekta faktury nr" may mean either
	numbered    bool // says nr or numer
	title       bool // stands alone at the beginning of its cell
	number      evidence
}

// headings finds the headings of a line, from left to right.
func headings(l *line) []heading {
	var found []heading
	for at := 0; at < len(l.fold); at++ {
		if !token.IsLetter(l.fold[at]) || (at > 0 && (token.IsAlnum(l.fold[at-1]) || l.fold[at-1] == '/')) {
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
		if word == nil || (words == 0 && word.place == inside) || (word.Text == "fv" && words > 0) { // "Faktura FV 12/2026": of the number
			break
		}
		if words == 0 && word.Text == "fv" && behindNumberWord(l.fold, pos) { // "nr FV 12/2026": of the number
			break
		}
		if words > 0 && word.Text == "do" && documents > 0 && !h.note { // "Korekta do faktury": what came before is not the name
			h = heading{line: l, start: pos, corrected: h.correcting && l.cells[l.cellAt(at)].start == at}
			documents = 0
		}
		if words == 0 {
			first = word.Text
		}
		if word.place == document {
			documents++
		}
		if word.Text != "do" || !h.note { // "Wezwanie do zapłaty nr"
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

// behindNumberWord reports whether "nr" or "numer" stands right in front of a position.
func behindNumberWord(text []byte, at int) bool {
	end := at
	for end > 0 && (token.IsBlank(text[end-1]) || text[end-1] == '.' || text[end-1] == ':') {
		end--
	}
	start := end
	for start > 0 && token.IsLetter(text[start-1]) {
		start--
	}
	word := string(text[start:end])
	return word == "nr" || word == "numer"
}

// afterBracket returns the position behind a bracket that opens around a single heading word, as in "Faktura VAT (prognoza) nr", else at.
func afterBracket(text []byte, at int) int {
	if at >= len(text) || text[at] != '(' {
		return at
	}
	if _, end := headingWordAt(text, at+1); bracketed(text, at+1, end) {
		return at + 1
	}
	end := at + 1
	for end < len(text) && token.IsLetter(text[end]) {
		end++
	}
	if next := token.SkipBlank(text, min(end+1, len(text))); end > at+1 && bracketed(text, at+1, end) && opensNumberWord(text[next:]) { // "Faktura korygująca (rabat) nr"
		return next
	}
	return at
}

// opensNumberWord reports whether a text begins with "nr" or "numer".
func opensNumberWord(text []byte) bool {
	return hasWordAt(text, 0, "nr") || hasWordAt(text, 0, "numer")
}

// bracketed reports whether the word from start to end stands in brackets of its own.
func bracketed(text []byte, start, end int) bool {
	return start > 0 && end > start && end < len(text) && text[start-1] == '(' && text[end] == ')'
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

// references returns the numbers of other invoices that the headings name, in order. What corrects a correction does not correct the invoice
// that came before both.
func references(found []heading, own string) []heading {
	var others []heading
	chained := slices.ContainsFunc(found, func(h heading) bool { return h.reference && h.correcting && h.number.value != "" })
	seen := map[string]bool{lake.FoldNumber(own): true}
	for _, h := range found {
		number := lake.FoldNumber(h.number.value)
		if number != "" && !seen[number] && (h.reference || h.doubtful) && (!chained || !h.pristine) {
			seen[number] = true
			others = append(others, h)
		}
	}
	return others
}
