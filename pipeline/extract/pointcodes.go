package extract

import (
	"cmp"
	"slices"
	"strings"

	"wattlake/pipeline/extract/token"
)

// ppeCodes returns the codes of metering points in a line: by form, or by label for unknown old forms.
func (p *part) ppeCodes(l *line) []code {
	var found []code
	for _, c := range l.codes {
		if c.kind == codePPE || c.kind == codeBadPPE || c.kind == codeOldPPE {
			found = append(found, c)
		}
	}
	if len(found) > 0 {
		return found
	}
	for _, h := range l.labels {
		if !h.is(labelPPE) {
			continue
		}
		for _, z := range p.zones(h) {
			if c, ok := longCodeIn(z); ok {
				if z.line == l {
					found = append(found, c)
				}
				break
			}
			if c, ok := labelledCode(z); ok {
				if z.line == l {
					c.value = p.wholeCode(l, c.value)
					found = append(found, c)
				}
				break
			}
		}
	}
	return found
}

// wholeCode returns the code of a metering point of which recognition kept only the head or the tail, where that is the only one of the
// document that the piece belongs to; else the piece.
func (p *part) wholeCode(l *line, piece string) string {
	digits := onlyDigits([]byte(piece))
	if !l.ocr || digits != strings.Trim(piece, ".,;") || len(digits) >= ppeDigits {
		return piece
	}
	whole := ""
	for _, other := range p.lines {
		for _, c := range other.codes {
			if c.kind != codePPE || c.value == whole || (!strings.HasPrefix(c.value, digits) && !strings.HasSuffix(c.value, digits)) {
				continue
			}
			if whole != "" {
				return piece
			}
			whole = c.value
		}
	}
	return cmp.Or(whole, piece)
}

// longCodeIn returns the number right behind a PPE label that has the length of a code but not its form.
func longCodeIn(z zone) (code, bool) {
	for _, c := range z.line.codes {
		if c.start >= z.start && c.end <= z.end && c.kind == codeBarcode && len(c.value) == ppeDigits && token.Leads(z.line.fold[z.start:c.start]) {
			c.kind = codeBadPPE
			return c, true
		}
	}
	return code{}, false
}

// labelledCode reads a code of unknown form right behind a PPE label.
func labelledCode(z zone) (code, bool) {
	start := z.start
	for start < z.end && !token.IsAlnum(z.line.fold[start]) {
		start++
	}
	end := wordEnd(z.line.fold, start, z.end)
	word := z.line.fold[start:end]
	const shortest, fewestDigits = 7, 5
	if len(word) < shortest || len(onlyDigits(word)) < fewestDigits || takenByOther(z.line, start, end) {
		return code{}, false
	}
	return code{start: start, end: end, kind: codeOldPPE, value: string(z.line.runes[start:end])}, true
}

// rowOfPoint reports whether a line with a code is a row of figures rather than a heading.
func rowOfPoint(l *line) bool {
	return len(amountsOf(l)) > 0 && unlabelled(l) && !startsState(l)
}

// announcedCode reports whether a code is the value of a label right above it that heads no table: then the figures beside it belong to
// something else.
func (p *part) announcedCode(l *line, c code) bool {
	box := l.boxOf(c.start, c.end)
	for i := max(0, l.index-2); i < l.index; i++ {
		for _, h := range p.lines[i].labels {
			head := h.line.boxOf(h.start, h.end)
			if h.is(labelPPE) && h.line.page == l.page && endsLine(h.line, h) && columnsOf(h.line) == nil && aligned(head, box) &&
				l.box.Y0-head.Y1 < maxBelowGap*l.height {
				return true
			}
		}
	}
	return false
}

// startsState reports whether the line is the first of several that tell the states before and after.
func startsState(l *line) bool {
	return lineHas(l, labelBefore) && !lineHas(l, labelAfter)
}

// unlabelled reports whether the figures of the line are its own: no label announces them.
func unlabelled(l *line) bool {
	for _, h := range l.labels {
		switch h.entry.label {
		case labelNet, labelGross, labelConsumption, labelPeriod, labelDue:
			if !isUnitLabel(h) && !endsLine(l, h) {
				return false
			}
		default:
		}
	}
	return true
}

// endsLine reports whether no figure follows a label on its line: it is the heading of what stands below it, as in a box beside a table.
func endsLine(l *line, h hit) bool {
	return !slices.ContainsFunc(l.numbers, func(n token.Number) bool { return n.Start >= h.end }) && !slices.ContainsFunc(l.dates, func(d token.Date) bool { return d.Start >= h.end })
}
