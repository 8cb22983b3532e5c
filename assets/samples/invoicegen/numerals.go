package invoicegen

import (
	"fmt"
	"strings"

	"wattlake/lake"
)

// GroszeForm is how the grosze of an amount in words are written.
type GroszeForm int

// The forms: "pięć groszy" or "05/100".
const (
	FullGrosze GroszeForm = iota
	FractionGrosze
)

var (
	ones = strings.Fields("zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście trzynaście czternaście " +
		"piętnaście szesnaście siedemnaście osiemnaście dziewiętnaście")
	tens     = strings.Fields("- - dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt osiemdziesiąt dziewięćdziesiąt")
	hundreds = strings.Fields("- sto dwieście trzysta czterysta pięćset sześćset siedemset osiemset dziewięćset")
	// forms of nouns after 1, after 2–4 and after 5.
	zloty    = [3]string{"złoty", "złote", "złotych"}
	grosz    = [3]string{"grosz", "grosze", "groszy"}
	thousand = [3]string{"tysiąc", "tysiące", "tysięcy"}
	million  = [3]string{"milion", "miliony", "milionów"}
)

// InWords writes an amount in Polish words; the sign is written as "minus". Amounts under a milliard złotych are supported.
func InWords(m lake.Money, form GroszeForm) string {
	prefix := ""
	if m < 0 {
		prefix, m = "minus ", -m
	}
	whole, rest := int(m/100), int(m%100)
	words := prefix + cardinal(whole) + " " + noun(whole, zloty)
	if form == FractionGrosze {
		return fmt.Sprintf("%s %02d/100", words, rest)
	}
	return words + " " + cardinal(rest) + " " + noun(rest, grosz)
}

// noun chooses the form that follows n: 1, then 2–4 except 12–14, then the rest.
func noun(n int, forms [3]string) string {
	unit := n % 10
	switch {
	case n == 1:
		return forms[0]
	case unit >= 2 && unit <= 4 && (n%100 < 12 || n%100 > 14):
		return forms[1]
	default:
		return forms[2]
	}
}

func cardinal(n int) string {
	if n < 20 {
		return ones[n]
	}
	var words []string
	for _, scale := range []struct {
		size  int
		forms [3]string
	}{{1_000_000, million}, {1_000, thousand}} {
		count := n / scale.size
		n %= scale.size
		if count > 1 {
			words = append(words, cardinal(count))
		}
		if count > 0 {
			words = append(words, noun(count, scale.forms))
		}
	}
	if n >= 100 {
		words, n = append(words, hundreds[n/100]), n%100
	}
	if n >= 20 {
		words, n = append(words, tens[n/10]), n%10
	}
	if n > 0 {
		words = append(words, ones[n])
	}
	return strings.Join(words, " ")
}
