package extract

import (
	"slices"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

// scanTokens turns pages into lines with tokens; labels and the meaning of dots follow from the profiles.
func scanTokens(pages []lake.Page) []*line {
	var lines []*line
	for _, page := range pages {
		lines = append(lines, newLines(page)...)
	}
	english := pointsAreDecimal(lines)
	for _, l := range lines {
		taken := make([]bool, len(l.fold)+1)
		l.codes = scanCodes(l, taken)
		l.dates = token.Dates(l.fold, taken)
		if english {
			swapMarks(l.fold, taken)
		}
		l.numbers = token.Numbers(l.fold, taken)
		settleMinus(l)
	}
	joinBrokenCodes(lines)
	mendCodes(lines)
	joinHyphenatedDates(lines)
	joinBrokenDates(lines)
	joinBrokenYears(lines)
	joinBrokenPeriods(lines)
	return lines
}

// settleMinus reads the spaced dashes between the amounts of a line as signs if its first amount has such a sign: "- 20,17 - 4,64".
func settleMinus(l *line) {
	dashed := func(n token.Number) int { // where a spaced dash stands in front of a positive amount, -1 if none does
		at := n.Start - 1
		for at > 0 && l.fold[at] == ' ' {
			at--
		}
		if n.Value <= 0 || !n.IsAmount() || at < 1 || at == n.Start-1 || l.fold[at] != '-' || !token.IsBlank(l.fold[at-1]) {
			return -1
		}
		return at
	}
	signed := slices.ContainsFunc(l.numbers, func(n token.Number) bool {
		return n.Value < 0 && n.IsAmount() && l.fold[n.Start] == '-' && l.fold[n.Start+1] == ' '
	})
	if !signed {
		return
	}
	for i, n := range l.numbers {
		if at := dashed(n); at > 0 {
			l.numbers[i].Value, l.numbers[i].Start = -n.Value, at
		}
	}
}

// pointsAreDecimal reports whether the document writes 1,234.56: nearly all numbers with two decimals have a point before them.
func pointsAreDecimal(lines []*line) bool {
	const fewest = 3
	commas, points := 0, 0
	for _, l := range lines {
		for at := 1; at+2 < len(l.fold); at++ {
			b := l.fold[at]
			if (b != ',' && b != '.') || !token.IsDigit(l.fold[at-1]) || len(token.DigitsAt(l.fold, at+1)) != token.MoneyPlaces || !token.NumberMayEnd(l.fold, at+3) {
				continue
			}
			whole := at - 1
			for whole > 0 && (token.IsDigit(l.fold[whole-1]) || l.fold[whole-1] == ',') {
				whole--
			}
			switch {
			case b == ',':
				commas++
			case whole == 0 || l.fold[whole-1] != '.': // not the year of a date
				points++
			}
		}
	}
	return points >= fewest && points > 4*commas
}

// swapMarks exchanges points and commas inside numbers, so that the rest of the package sees the Polish form.
func swapMarks(text []byte, taken []bool) {
	for at := 1; at+1 < len(text); at++ {
		if taken[at] || !token.IsDigit(text[at-1]) || !token.IsDigit(text[at+1]) {
			continue
		}
		switch text[at] {
		case '.':
			text[at] = ','
		case ',':
			text[at] = '.'
		}
	}
}

func dropNumbers(l *line, start, end int) {
	l.numbers = slices.DeleteFunc(l.numbers, func(n token.Number) bool { return n.End > start && n.Start < end })
}

// aligned reports whether two boxes stand in one column: they overlap horizontally.
func aligned(a, b lake.Box) bool {
	return min(a.X1, b.X1) > max(a.X0, b.X0)
}

// part is one invoice of a document.
type part struct {
	lines []*line
	pages []int
	known []table // see tables
	rows  map[*line]*record
	kind  lake.Kind
	dict  *dictionary
}

// newPart numbers the lines anew; their labels must have been found.
func newPart(lines []*line, dict *dictionary) *part {
	p := &part{lines: lines, dict: dict}
	for i, l := range lines {
		l.index = i
		if len(p.pages) == 0 || p.pages[len(p.pages)-1] != l.page {
			p.pages = append(p.pages, l.page)
		}
	}
	return p
}

// hits yields the wordings of the labels in the order of the document.
func (p *part) hits(labels ...label) []hit {
	var found []hit
	for _, l := range p.lines {
		for _, h := range l.labels {
			if slices.Contains(labels, h.entry.label) {
				found = append(found, h)
			}
		}
	}
	return found
}

// has reports whether any line contains the wording.
func (p *part) has(wordings ...token.Pattern) bool {
	for _, l := range p.lines {
		for _, w := range wordings {
			if contains(l.fold, w) {
				return true
			}
		}
	}
	return false
}

func contains(text []byte, w token.Pattern) bool {
	return indexOf(text, w) >= 0
}

// indexOf returns where the wording begins in the text, at the start of a word, or -1.
func indexOf(text []byte, w token.Pattern) int {
	first := w.Text[0]
	for at, b := range text {
		if (b == first || b == token.Odd || w.Polish[0]) && (at == 0 || !token.IsAlnum(text[at-1])) && w.Match(text, at, 0) > 0 {
			return at
		}
	}
	return -1
}
