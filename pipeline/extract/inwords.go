package extract

import (
	"bytes"
	"sort"
	"strings"

	"wattlake/lake"
)

// numeral is a Polish number word.
type numeral struct {
	pattern

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
		list = append(list, numeral{newPattern(word), value})
	}
	sort.Slice(list, func(i, j int) bool {
		if len(list[i].text) != len(list[j].text) {
			return len(list[i].text) > len(list[j].text)
		}
		return list[i].text < list[j].text
	})
	return list
}()

var (
	zlotyWords = []pattern{newPattern("złot*"), newPattern("zł"), newPattern("pln")}
	groszWords = []pattern{newPattern("grosz*"), newPattern("gr")}
	minusWord  = newPattern("minus")
)

// wordedAmount is an amount in words.
type wordedAmount struct {
	amount lake.Money
	whole  bool // its grosze could not be read
}

// equals reports whether the words say the amount, as far as they could be read; they hardly ever say a sign.
func (w wordedAmount) equals(amount lake.Money) bool {
	if w.whole {
		return w.amount.Abs()/100 == amount.Abs()/100
	}
	return w.amount.Abs() == amount.Abs()
}

func (w wordedAmount) String() string {
	if w.whole {
		return strings.TrimSuffix(w.amount.String(), ".00")
	}
	return w.amount.String()
}

// amountInWords reads "cztery tysiące trzysta osiemdziesiąt osiem złotych 06/100" or "… złote dwa grosze".
func amountInWords(text []byte) (wordedAmount, bool) {
	at := skipMarks(text, 0)
	sign := lake.Money(1)
	if end := minusWord.match(text, at, 0); end > 0 {
		sign, at = -1, end
	}
	zlote, at, ok := wordsNumber(text, at)
	if !ok {
		return wordedAmount{}, false
	}
	if at, ok = anyOf(zlotyWords, text, skipMarks(text, at)); !ok {
		return wordedAmount{}, false
	}
	at = skipMarks(text, at)
	if at < len(text) && text[at] == 'i' && at+1 < len(text) && isBlank(text[at+1]) {
		at = skipMarks(text, at+1)
	}
	grosze, ok := groszeAt(text, at)
	if !ok {
		grosze = 0
	}
	return wordedAmount{sign * lake.Money(zlote*100+grosze), !ok}, true
}

// groszeAt reads "06/100", "6 gr" or "dwa grosze".
func groszeAt(text []byte, at int) (int64, bool) {
	if grosze, end := intAt(text, at); end > at && end-at <= 2 {
		if bytes.HasPrefix(text[end:], []byte("/100")) {
			return int64(grosze), true
		}
		_, ok := anyOf(groszWords, text, skipMarks(text, end))
		return int64(grosze), ok
	}
	grosze, end, ok := wordsNumber(text, at)
	if !ok || grosze >= 100 {
		return 0, false
	}
	_, ok = anyOf(groszWords, text, skipMarks(text, end))
	return grosze, ok
}

func skipMarks(text []byte, at int) int {
	for at < len(text) && !isAlnum(text[at]) {
		at++
	}
	return at
}

func anyOf(patterns []pattern, text []byte, at int) (end int, ok bool) {
	for _, p := range patterns {
		if end := p.match(text, at, 0); end > 0 {
			return end, true
		}
	}
	return at, false
}

// wordsNumber reads a whole number in words that begins at text[at].
func wordsNumber(text []byte, at int) (value int64, end int, ok bool) {
	group := int64(0)
	for {
		n, next := numeralAt(text, skipMarks(text, at))
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
		if end := numerals[i].match(text, at, 0); end > 0 {
			return &numerals[i], end
		}
	}
	return nil, at
}
