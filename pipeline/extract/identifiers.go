package extract

import (
	"bytes"
	"regexp"
	"strings"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

// codeKind tells what a code identifies.
type codeKind int

const (
	codePPE     codeKind = iota // GSRN of 18 digits, check digit right
	codeBadPPE                  // 18 digits that begin with 590, check digit wrong
	codeOldPPE                  // a form in use before 2023
	codeNRB                     // account
	codeNIP                     // tax number, check digit right
	codeBarcode                 // any other chain of at least 18 digits
	codeKSeF                    // number in the national e-invoice system
)

const (
	ppeDigits     = 18
	nrbDigits     = 26
	nipDigits     = 10
	barcodePrefix = "8018" // GS1 application identifier in front of a GSRN
)

// code is an identifier at runes start to end of a line, value without separators.
type code struct {
	start, end int
	kind       codeKind
	value      string
	misread    string // what was read where value is a neighbour's that it resembles, see mendCodes
}

var (
	oldPPE      = regexp.MustCompile(`^(?:pl_?[a-z]{0,5}_?[0-9]{8,}(?:_[0-9]+)*|(?:enid|prod|elsn|epp|emid|wisl|esvd|gld)_?[0-9]{5,}|480548[0-9]{12})$`)
	ksefID      = regexp.MustCompile(`[0-9]{10}-20[0-9]{6}-[0-9a-f]{6,12}-?[0-9a-f]{0,6}-[0-9a-f]{2}`)
	barcodeMark = regexp.MustCompile(`^\(` + barcodePrefix + `\)`)
	nipRE       = regexp.MustCompile(`(?:pl ?)?[0-9]{3}[- ]?[0-9]{3}[- ]?[0-9]{2}[- ]?[0-9]{2}|(?:pl ?)?[0-9]{3}[- ]?[0-9]{2}[- ]?[0-9]{2}[- ]?[0-9]{3}`)
)

// scanCodes finds the identifiers of a line and marks them as taken. Chains of digit groups never cross a cell.
func scanCodes(l *line, taken []bool) []code {
	var found []code
	keep := func(c code) {
		for i := c.start; i < c.end; i++ {
			if taken[i] {
				return
			}
		}
		for i := c.start; i < c.end; i++ {
			taken[i] = true
		}
		found = append(found, c)
	}
	for _, at := range ksefID.FindAllIndex(l.fold, -1) {
		keep(code{at[0], at[1], codeKSeF, strings.ToUpper(string(l.fold[at[0]:at[1]])), ""})
	}
	for i := range l.pieces {
		for _, c := range codesFrom(l, i) {
			keep(c)
		}
	}
	for _, at := range nipRE.FindAllIndex(l.fold, -1) {
		value := onlyDigits(l.fold[at[0]:at[1]])
		if lake.ValidNIP(value) && boundary(l.fold, at[0], at[1]) {
			keep(code{at[0], at[1], codeNIP, value, ""})
		}
	}
	return found
}

// boundary reports whether a span is not part of a longer word or number.
func boundary(text []byte, start, end int) bool {
	return (start == 0 || (!token.IsAlnum(text[start-1]) && text[start-1] != '/')) &&
		(end == len(text) || (!token.IsAlnum(text[end]) && text[end] != '/' && (text[end] != ',' || end+1 == len(text) || !token.IsDigit(text[end+1]))))
}

// codesFrom returns the code that begins with the i-th word: the word alone, else the longest chain of words that has the
// length of a code.
func codesFrom(l *line, i int) []code {
	first := l.pieces[i]
	start, end := trimMarks(l.fold, first.start, first.end)
	if start >= end {
		return nil
	}
	word := l.fold[start:end]
	if account := bytes.TrimPrefix(word, []byte("pl")); len(account) == nrbDigits && lake.ValidNRB(string(account)) {
		return []code{{start, end, codeNRB, string(account), ""}}
	}
	if isOldPPE(word) {
		return []code{{start, end, codeOldPPE, strings.ToUpper(string(word)), ""}}
	}
	if c, ok := longCode(string(word)); ok {
		c.start, c.end = start, end
		return []code{c}
	}
	digits := ""
	best := code{}
	for j := i; j < len(l.pieces) && len(digits) <= nrbDigits; j++ {
		p := l.pieces[j]
		if j > i && l.fold[p.start-1] == '\t' {
			break
		}
		from, to := trimMarks(l.fold, p.start, p.end)
		if j == i {
			from = start
		}
		if from >= to || !digitLike(l.fold[from:to]) {
			break
		}
		digits += strings.ReplaceAll(string(l.fold[from:to]), "-", "")
		certain := len(digits) == nrbDigits || !moreDigits(l, j)
		if c, ok := longCode(digits); ok && (c.kind == codePPE || c.kind == codeNRB || (certain && (c.kind != codeBarcode || len(digits) == nrbDigits))) {
			c.start, c.end = start, to
			best = c
		}
	}
	if best.end == 0 {
		return nil
	}
	return []code{best}
}

// shortestPL is the length of the shortest code in use before 2023 that begins with the country: "PLTAUD" and 12 digits, with
// one lost to the reader. A tax number with its country ("PL9990000014") is shorter, even when a reader adds a letter to it.
const shortestPL = 17

func isOldPPE(word []byte) bool {
	return oldPPE.Match(word) && (!bytes.HasPrefix(word, []byte("pl")) || len(word) >= shortestPL)
}

// moreDigits reports whether the cell goes on with a word of digits after the j-th.
func moreDigits(l *line, j int) bool {
	return j+1 < len(l.pieces) && l.fold[l.pieces[j+1].start-1] != '\t' && token.IsDigit(l.fold[l.pieces[j+1].start])
}

// trimMarks cuts punctuation and a glued label ("PPE:") off a word.
func trimMarks(text []byte, start, end int) (from, to int) {
	start += len(barcodeMark.Find(text[start:end]))
	for i := start; i < end; i++ {
		if text[i] == ':' || text[i] == '(' {
			start = i + 1
		}
	}
	for end > start && strings.IndexByte(".,;:)", text[end-1]) >= 0 {
		end--
	}
	return start, end
}

// lookalikes are letters that readers confuse with digits.
var lookalikes = strings.NewReplacer("o", "0", "q", "0", "d", "0", "l", "1", "i", "1", "|", "1", "s", "5", "b", "8", "z", "2", "g", "6")

// digitLike reports whether a word consists of digits, dashes between them, and at most a few letters that resemble digits.
func digitLike(word []byte) bool {
	digits, letters := 0, 0
	for _, b := range word {
		switch {
		case token.IsDigit(b):
			digits++
		case b == '-':
		case strings.IndexByte("oqdli|sbzg", b) >= 0:
			letters++
		default:
			return false
		}
	}
	return digits > 0 && letters <= 2+digits/4
}

// longCode classifies a chain of digits without separators. Letters count only if a check digit proves the repair.
func longCode(word string) (code, bool) {
	digits := strings.ReplaceAll(word, "-", "")
	plain := onlyDigits([]byte(digits)) == digits
	if !plain {
		if !digitLike([]byte(digits)) {
			return code{}, false
		}
		digits = lookalikes.Replace(digits)
	}
	if len(digits) == len(barcodePrefix)+ppeDigits && strings.HasPrefix(digits, barcodePrefix) {
		digits = digits[len(barcodePrefix):]
	}
	switch {
	case lake.ValidPPE(digits):
		return code{kind: codePPE, value: digits}, true
	case lake.ValidNRB(digits):
		return code{kind: codeNRB, value: digits}, true
	case !plain:
		return code{}, false
	case len(digits) == ppeDigits && strings.HasPrefix(digits, "590"):
		return code{kind: codeBadPPE, value: digits}, true
	case len(digits) >= ppeDigits:
		return code{kind: codeBarcode, value: digits}, true
	}
	return code{}, false
}

func onlyDigits(text []byte) string {
	digits := make([]byte, 0, len(text))
	for _, b := range text {
		if token.IsDigit(b) {
			digits = append(digits, b)
		}
	}
	return string(digits)
}
