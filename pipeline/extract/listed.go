package extract

import (
	"bytes"

	"wattlake/pipeline/extract/token"
)

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
			if b := h.line.fold[at]; b == ',' || b == ';' || (token.IsBlank(h.line.fold[at-1]) && joinsList(h.line.fold[at:])) {
				from := at + 1
				for from < cell.end && token.IsLetter(h.line.fold[from]) {
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
		from := token.SkipMarks(l.fold, l.cells[c].start)
		for from < l.cells[c].end { // "Faktura VAT nr"
			word, end := headingWordAt(l.fold, from)
			if word == nil {
				break
			}
			from = token.SkipMarks(l.fold, end)
		}
		if from >= l.cells[c].end || add(l, from, l.cells[c].end) < 0 {
			break
		}
	}
	return found
}

// joinsList reports whether a text begins with a word that joins the numbers of a list, apart from what follows.
func joinsList(text []byte) bool {
	return bytes.HasPrefix(text, []byte("i ")) || bytes.HasPrefix(text, []byte("oraz "))
}

// looksListed reports whether a word is certainly the number of an invoice: digits with a slash, or many digits.
func looksListed(word []byte) bool {
	const many = 7
	return bytes.IndexByte(word, '/') > 0 || len(onlyDigits(word)) >= many
}
