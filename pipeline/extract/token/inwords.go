package token

import (
	"bytes"
	"sort"
	"strings"

	"wattlake/lake"
)

// numeral is a Polish number word.
type numeral struct {
	Pattern

	value int64
}

// numerals are the words of amounts in words, longer ones first so that "sto" does not hide "stu".
var numerals = func() []numeral {
	words := map[string]int64{
		"zero": 0, "jeden": 1, "jedna": 1, "dwa": 2, "dwie": 2, "trzy": 3, "cztery": 4, "pięć": 5, "sześć": 6, "siedem": 7, "osiem": 8, "dziewięć": 9,
		"dziesięć": 10, "jedenaście": 11, "dwanaście": 12, "trzynaście": 13, "czternaście": 14, "piętnaście": 15, "szesnaście": 16, "siedemnaście": 17,
		"osiemnaście": 18, "dziewiętnaście": 19, "dwadzieścia": 20, "trzydzieści": 30, "czterdzieści": 40, "pięćdziesiąt": 50, "sześćdziesiąt": 60,
		"siedemdziesiąt": 70, "osiemdziesiąt": 80, "dziewięćdziesiąt": 90, "sto": 100, "dwieście": 200, "trzysta": 300, "czterysta": 400, "pięćset": 500,
		"sześćset": 600, "siedemset": 700, "osiemset": 800, "dziewięćset": 900, "tysiąc": 1000, "tysiące": 1000, "tysięcy": 1000,
		"milion": 1_000_000, "miliony": 1_000_000, "milionów": 1_000_000,
	}
	list := make([]numeral, 0, len(words))
	for word, value := range words {
		list = append(list, numeral{NewPattern(word), value})
	}
	sort.Slice(list, func(i, j int) bool {
		if len(list[i].Text) != len(list[j].Text) {
			return len(list[i].Text) > len(list[j].Text)
		}
		return list[i].Text < list[j].Text
	})
	return list
}()

var (
	zlotyWords = []Pattern{NewPattern("złot*"), NewPattern("zł"), NewPattern("pln")}
	groszWords = []Pattern{NewPattern("grosz*"), NewPattern("gr")}
	minusWord  = NewPattern("minus")
)

// WordedAmount is an amount in words.
type WordedAmount struct {
	Amount lake.Money
	whole  bool // its grosze could not be read
}

// Equals reports whether the words say the amount, as far as they could be read; they hardly ever say a sign.
func (w WordedAmount) Equals(amount lake.Money) bool {
	if w.whole {
		return w.Amount.Abs()/100 == amount.Abs()/100
	}
	return w.Amount.Abs() == amount.Abs()
}

func (w WordedAmount) String() string {
	if w.whole {
		return strings.TrimSuffix(w.Amount.String(), ".00")
	}
	return w.Amount.String()
}

// AmountInWords reads "cztery tysiące trzysta osiemdziesiąt osiem złotych 06/100" or "… złote dwa grosze".
func AmountInWords(text []byte) (WordedAmount, bool) {
	at := SkipMarks(text, 0)
	sign := lake.Money(1)
	if end := minusWord.Match(text, at, 0); end > 0 {
		sign, at = -1, end
	}
	zlote, at, ok := wordsNumber(text, at)
	if !ok {
		return WordedAmount{}, false
	}
	if at, ok = anyOf(zlotyWords, text, SkipMarks(text, at)); !ok {
		return WordedAmount{}, false
	}
	at = SkipMarks(text, at)
	if at < len(text) && text[at] == 'i' && at+1 < len(text) && IsBlank(text[at+1]) {
		at = SkipMarks(text, at+1)
	}
	grosze, ok := groszeAt(text, at)
	if !ok {
		grosze = 0
	}
	return WordedAmount{sign * lake.Money(zlote*100+grosze), !ok}, true
}

// groszeAt reads "06/100", "6 gr" or "dwa grosze".
func groszeAt(text []byte, at int) (int64, bool) {
	if grosze, end := IntAt(text, at); end > at && end-at <= 2 {
		if bytes.HasPrefix(text[end:], []byte("/100")) {
			return int64(grosze), true
		}
		_, ok := anyOf(groszWords, text, SkipMarks(text, end))
		return int64(grosze), ok
	}
	grosze, end, ok := wordsNumber(text, at)
	if !ok || grosze >= 100 {
		return 0, false
	}
	_, ok = anyOf(groszWords, text, SkipMarks(text, end))
	return grosze, ok
}

// SkipMarks returns the first place from at on with a letter or digit.
func SkipMarks(text []byte, at int) int {
	for at < len(text) && !IsAlnum(text[at]) {
		at++
	}
	return at
}

func anyOf(patterns []Pattern, text []byte, at int) (end int, ok bool) {
	for _, p := range patterns {
		if end := p.Match(text, at, 0); end > 0 {
			return end, true
		}
	}
	return at, false
}

// wordsNumber reads a whole number in words that begins at text[at].
func wordsNumber(text []byte, at int) (value int64, end int, ok bool) {
	group := int64(0)
	for {
		n, next := numeralAt(text, SkipMarks(text, at))
		if n == nil {
			return value + group, at, ok
		}
		at, ok = next, true
		if n.value >= 1000 {
			value += max(group, 1) * n.value
			group = 0
			continue
		}
		group += n.value
	}
}

func numeralAt(text []byte, at int) (*numeral, int) {
	for i := range numerals {
		if end := numerals[i].Match(text, at, 0); end > 0 {
			return &numerals[i], end
		}
	}
	return nil, at
}
