package extract

import "wattlake/lake"

// The rules by which a label leads to its value.
const (
	ruleLeft  = "label left of value"
	ruleAbove = "label above value"
	ruleRight = "label right of value"
	ruleFirst = "first of several values"

	ruleColumn = "column of a table"
	ruleRows   = "sum of rows"
)

// evidence is a canonical value with its place and how much speaks for it.
type evidence struct {
	value      string
	raw        string
	page       int
	box        lake.Box
	confidence float64 // of the reader in the words
	score      float64 // 0 to 1, of the rule that found it
	rule       string
	line       *line // that it was read from, nil if it was computed
}

// newEvidence takes a value from runes start to end of a line.
func newEvidence(l *line, start, end int, value, rule string, score float64) evidence {
	return evidence{value, l.text(start, end), l.page, shifted(l.printedBox(start, end), l.skew), l.confidenceOf(start, end), score, rule, l}
}

// money returns the value as an amount, 0 if it is none.
func (e evidence) money() lake.Money {
	amount, err := lake.ParseMoney(e.value)
	if err != nil {
		return 0
	}
	return amount
}

// plus adds an amount of the same kind to one that was read, or begins such a sum.
func (e evidence) plus(o evidence, amount lake.Money) evidence {
	o.value = (e.money() + amount).String()
	if e.value != "" {
		o.raw, o.confidence = e.raw+" + "+o.raw, min(e.confidence, o.confidence)
	}
	return o
}

// field turns evidence into a field of a reading.
func (e evidence) field() lake.Field {
	return lake.Field{Value: e.value, Raw: e.raw, Page: e.page, Box: e.box, Confidence: e.score * e.confidence, Rule: e.rule}
}
