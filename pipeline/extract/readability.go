package extract

import (
	"cmp"
	"fmt"
	"strings"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

// judgeReadability asks for review of recognised words that nothing proves: the number, unless it is printed twice, and the dates.
func (p *part) judgeReadability(f *facts, add addFinding) {
	unsure := func(field lake.FieldName, e evidence) {
		if e.value != "" && (e.confidence < sureWord || (e.confidence < 1 && isNumberField(field) && hasLookalike(e.value))) {
			text := cmp.Or(e.raw, e.value)
			add(lake.FindingLowConfidence, lake.NeedsReview, field,
				fmt.Sprintf("Tekst „%s” jest słabo czytelny.", text), fmt.Sprintf("The text “%s” is hard to read.", text))
		}
	}
	if doubt, repeated := p.numberReadings(f); doubt != "" {
		add(lake.FindingLowConfidence, lake.NeedsReview, lake.FieldNumber,
			fmt.Sprintf("Numer faktury odczytano też jako „%s”.", doubt), fmt.Sprintf("The invoice number was also read as “%s”.", doubt))
	} else if !repeated {
		unsure(lake.FieldNumber, f.own.number)
	}
	unsure(lake.FieldIssueDate, f.issued)
	if f.kind == lake.Other {
		return
	}
	unsure(lake.FieldDueDate, f.dueDate)
	if f.has.period {
		unsure(lake.FieldPeriodStart, newEvidence(f.period.line, f.period.start, f.period.end, f.period.from.String(), "", 1))
	}
	if !f.usage.proven {
		unsure(lake.FieldConsumption, f.usage.evidence)
	}
	for _, ref := range f.refs {
		unsure(lake.FieldCorrects, ref.number)
	}
	for _, pt := range f.points {
		if !lake.ValidPPE(pt.code.value) { // old codes have no check digit that could prove them
			unsure(lake.FieldPPE, pt.code)
		}
	}
}

func isNumberField(field lake.FieldName) bool {
	return field == lake.FieldNumber || field == lake.FieldCorrects
}

// hasLookalike reports whether a letter that resembles a digit stands beside a digit, where it may be a misread one.
func hasLookalike(number string) bool {
	folded := token.Fold(number)
	for i := 1; i < len(folded); i++ {
		a, b := folded[i-1], folded[i]
		if (token.IsDigit(a) && resemblesDigit(b)) || (resemblesDigit(a) && token.IsDigit(b)) {
			return true
		}
	}
	return false
}

func resemblesDigit(b byte) bool { return strings.IndexByte("oqdilsbzg", b) >= 0 }

// numberReadings looks for other readings of the invoice's number on the page: one that differs in a few characters is a
// doubt, an equal one in another place is a confirmation.
func (p *part) numberReadings(f *facts) (doubt string, repeated bool) {
	own := f.own.number
	if own.value == "" || own.confidence == 1 {
		return "", false
	}
	number := lake.FoldNumber(own.value)
	for _, l := range p.lines {
		for i, piece := range l.pieces {
			if l.page == own.page && shifted(piece.printed, l.skew).Union(own.box) == own.box {
				continue
			}
			other, equal := readingLike(l, i, number)
			switch {
			case equal:
				repeated = true
			case other != "" && !f.refersTo(other):
				doubt = other
			}
		}
	}
	return doubt, repeated
}

// readingLike compares the i-th word of a line with an invoice number: the word without marks, as it stands, and with the prefix
// before it ("F 1234K20/12"). If none is equal, the word is a reading of it when it differs in a few characters.
func readingLike(l *line, i int, number string) (other string, equal bool) {
	const closeBy = 2 // characters
	p := l.pieces[i]
	start, end := trimMarks(l.fold, p.start, p.end)
	if end-start < 5 || !hasDigit(l.fold[start:end]) {
		return "", false
	}
	starts := []int{start, p.start}
	if i > 0 {
		starts = append(starts, l.pieces[i-1].start)
	}
	for _, from := range starts {
		if lake.FoldNumber(l.text(from, end)) == number {
			return "", true
		}
	}
	other = lake.FoldNumber(l.text(start, end))
	if distance(number, other, closeBy) > closeBy {
		return "", false
	}
	return other, false
}

// refersTo reports whether the number is that of a corrected invoice, which often resembles the invoice's own.
func (f *facts) refersTo(number string) bool {
	for _, ref := range f.refs {
		if distance(lake.FoldNumber(ref.number.value), number, 0) == 0 {
			return true
		}
	}
	return false
}

// distance returns the edit distance of two texts, or more than limit if it is greater.
func distance(a, b string, limit int) int {
	if diff := len(a) - len(b); diff > limit || -diff > limit {
		return limit + 1
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
