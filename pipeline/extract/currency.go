package extract

import (
	"regexp"
	"slices"
	"unicode/utf8"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

var (
	currencyWords = []token.Pattern{token.NewPattern("zł"), token.NewPattern("pln"), token.NewPattern("złotych"), token.NewPattern("złote")}
	namesCurrency = token.NewPattern("walu*")   // "Waluta: EUR", "w walucie PLN", "Kod waluty"
	shareCapital  = token.NewPattern("kapita*") // of the seller, in whatever currency
	exchangeRates = []token.Pattern{token.NewPattern("kurs*"), token.NewPattern("przelicz*")}

	currencySign = regexp.MustCompile(`€|£|\$|\p{L}+`)
	currencyCode = regexp.MustCompile(`^[A-Z]{3}$`)
)

// currencySigns are the signs of currencies that an electricity invoice may be in, as printed.
var currencySigns = map[string]string{
	"zł": lake.Złoty, "ZŁ": lake.Złoty, "Zł": lake.Złoty, "PLN": lake.Złoty, "pln": lake.Złoty, "złotych": lake.Złoty, "złote": lake.Złoty,
	"€": "EUR", "EUR": "EUR", "eur": "EUR", "Eur": "EUR", "euro": "EUR", "Euro": "EUR", "EURO": "EUR", "Kč": "CZK", "$": "USD", "£": "GBP",
	"CZK": "CZK", "USD": "USD", "GBP": "GBP", "CHF": "CHF", "SEK": "SEK", "NOK": "NOK", "DKK": "DKK", "HUF": "HUF", "UAH": "UAH", "RON": "RON",
}

// amountLabels are those that announce amounts of money.
var amountLabels = []label{labelNet, labelVAT, labelGross, labelDue, labelRefund, labelPrice, labelTotal}

// currency is what the signs on a page tell.
type currency struct {
	evidence

	mixed bool // amounts are in several currencies, and nothing tells which is the invoice's
}

// currencyOf returns the currency that the page names, else that of the invoice's own amounts, else that of most. A Polish invoice
// without any sign is in złote; then the value is empty.
func (p *part) currencyOf(f *facts) currency {
	var own, all signCount
	for _, l := range p.lines {
		if code, ok := l.namedCurrency(); ok {
			return currency{evidence: code}
		}
		if contains(l.fold, shareCapital) {
			continue
		}
		all.add(l)
		if l.announces(labelDue) || slices.ContainsFunc(append(f.sums.fields[:], f.due), func(e evidence) bool { return e.line == l }) {
			own.add(l)
		}
	}
	switch {
	case len(own.seen) == 1:
		return currency{evidence: all.seen[own.most()]}
	case len(all.seen) > 0:
		most := all.most()
		return currency{evidence: all.seen[most], mixed: all.total > all.count[most] && (most != lake.Złoty || few*(all.total-all.count[most]) >= all.total)}
	case p.has(currencyWords...):
		return currency{evidence: evidence{value: lake.Złoty, rule: "currency on the page", score: 0.9, confidence: 1}}
	}
	return currency{}
}

// few is how many złote amounts make one in another currency a matter of its own, such as what may be charged for a late payment.
const few = 4

// announces reports whether one of the labels stands in the line.
func (l *line) announces(labels ...label) bool {
	return slices.ContainsFunc(l.labels, func(h hit) bool { return slices.Contains(labels, h.entry.label) })
}

// namedCurrency returns the code behind the word for currency.
func (l *line) namedCurrency() (evidence, bool) {
	at := indexOf(l.fold, namesCurrency)
	if at < 0 || slices.ContainsFunc(exchangeRates, func(w token.Pattern) bool { return contains(l.fold, w) }) {
		return evidence{}, false
	}
	for _, s := range l.signs(at) {
		if s.code != "" || currencyCode.MatchString(s.text) {
			return newEvidence(l, s.start, s.end, s.value(), "named currency", 0.97), true
		}
	}
	return evidence{}, false
}

// sign is a word, or a sign of a currency with its code.
type sign struct {
	start, end int // runes
	text, code string
}

func (s sign) value() string {
	if s.code != "" {
		return s.code
	}
	return s.text
}

// signs returns the words and signs of the line from a rune on.
func (l *line) signs(from int) []sign {
	text := string(l.runes[from:])
	var found []sign
	for _, at := range currencySign.FindAllStringIndex(text, -1) {
		start := from + utf8.RuneCountInString(text[:at[0]])
		word := text[at[0]:at[1]]
		found = append(found, sign{start, start + utf8.RuneCountInString(word), word, currencySigns[word]})
	}
	return found
}

// signCount counts what stands beside amounts, or in lines that announce them, by currency. The zero value is ready.
type signCount struct {
	count map[string]int
	seen  map[string]evidence // the first of each
	total int
}

func (c *signCount) add(l *line) {
	taken := map[int]bool{} // numbers with a sign of złote that has lost its letter
	for _, n := range l.numbers {
		if n.Primary && n.Unit == token.UnitMoney {
			c.note(newEvidence(l, n.Start, n.End, lake.Złoty, "currency of an amount", 0.97))
			taken[n.End] = true
		}
	}
	for _, s := range l.signs(0) {
		n, beside := l.amountBeside(s)
		switch {
		case s.code == "", taken[n.End] && beside:
		case beside && n.Places > 0:
			c.note(newEvidence(l, n.Start, n.End, s.code, "currency of an amount", 0.97))
		case !beside && l.announces(amountLabels...):
			c.note(newEvidence(l, s.start, s.end, s.code, "currency of a column", 0.9))
		}
	}
}

func (c *signCount) note(e evidence) {
	if c.count == nil {
		c.count, c.seen = map[string]int{}, map[string]evidence{}
	}
	if _, again := c.seen[e.value]; !again {
		c.seen[e.value] = e
	}
	c.count[e.value]++
	c.total++
}

// most returns the currency that is seen most often; of equals the one that is not złoty, which nobody prints by mistake.
func (c *signCount) most() string {
	best := ""
	for code, n := range c.count {
		switch {
		case best == "" || n > c.count[best]:
			best = code
		case n == c.count[best] && (best == lake.Złoty || code != lake.Złoty && code < best):
			best = code
		}
	}
	return best
}

// amountBeside returns the number that the sign stands behind or before.
func (l *line) amountBeside(s sign) (token.Number, bool) {
	before, after := s.start, s.end
	for before > 0 && (token.IsBlank(l.fold[before-1]) || l.fold[before-1] == ')') {
		before--
	}
	for after < len(l.fold) && token.IsBlank(l.fold[after]) {
		after++
	}
	for _, n := range l.numbers {
		if n.Primary && (n.End == before || n.Start == after) {
			return n, true
		}
	}
	return token.Number{}, false
}

func (f *facts) judgeCurrency(add addFinding) {
	if f.currency.mixed {
		add(lake.FindingLowConfidence, lake.NeedsReview, lake.FieldCurrency,
			"Na dokumencie są kwoty w różnych walutach; sprawdź walutę faktury.", "The document has amounts in several currencies; check that of the invoice.")
	}
}
