package present

import (
	"math"
	"strconv"
	"strings"
	"time"

	"wattlake/lake"
)

// nbsp keeps a number and its unit on one line.
const nbsp = "\u00a0"

// minus is an en dash: as wide as a digit, and in the same font as the digits, which the true minus sign is not.
const minus = "\u2013"

// Plus writes a sum of two amounts as people do: "100,00 + 23,00", "100,00 – 23,00".
func (l *Locale) Plus(a, b lake.Money) string {
	if b < 0 {
		return l.Amount(a) + " " + minus + " " + l.Amount(-b)
	}
	return l.Amount(a) + " + " + l.Amount(b)
}

// Amount writes money without its currency: "1 234,56" in Polish, "1,234.56" in English.
func (l *Locale) Amount(m lake.Money) string { return l.decimal(m.String()) }

// Money writes money with its currency: "1 234,56 zł" in Polish, "PLN 1,234.56" in English. No currency means złoty.
func (l *Locale) Money(m lake.Money, currency string) string {
	if currency == "" {
		currency = lake.Złoty
	}
	switch {
	case l.Lang == lake.English:
		return currency + nbsp + l.Amount(m)
	case currency == lake.Złoty:
		return l.Amount(m) + nbsp + "zł"
	default:
		return l.Amount(m) + nbsp + currency
	}
}

// Energy writes an amount of energy without its unit.
func (l *Locale) Energy(e lake.Energy) string { return l.decimal(e.String()) }

// EnergyAt writes an amount of energy with so many decimals, or more where it has them: figures in a column look alike.
func (l *Locale) EnergyAt(e lake.Energy, decimals int) string {
	canonical := e.String()
	missing := decimals - decimalsOf(canonical)
	if missing > 0 && missing == decimals {
		canonical += "."
	}
	return l.decimal(canonical + strings.Repeat("0", max(0, missing)))
}

// decimalsOf counts the decimals of a canonical number.
func decimalsOf(canonical string) int {
	_, fraction, _ := strings.Cut(canonical, ".")
	return len(fraction)
}

// KWh writes an amount of energy with its unit.
func (l *Locale) KWh(e lake.Energy) string { return l.Energy(e) + nbsp + "kWh" }

// Price writes a unit price without its currency.
func (l *Locale) Price(p lake.Price) string { return l.decimal(p.String()) }

// Percent writes a share between 0 and 1 as a whole percentage.
func (l *Locale) Percent(share float64) string {
	s := l.Int(int64(share*100 + 0.5))
	if l.Lang == lake.English {
		return s + "%"
	}
	return s + nbsp + "%"
}

// Bytes writes a size as people read it, in powers of 1000.
func (l *Locale) Bytes(n int64) string {
	const step = 1000
	if n < step {
		return l.Int(n) + nbsp + "B"
	}
	value, unit := float64(n)/step, 0
	units := []string{"kB", "MB", "GB", "TB"}
	for value >= step && unit < len(units)-1 {
		value, unit = value/step, unit+1
	}
	return l.decimal(strconv.FormatFloat(value, 'f', 1, 64)) + nbsp + units[unit]
}

// TimeLeft writes an estimate, coarser the longer it is.
func (l *Locale) TimeLeft(d time.Duration) string {
	switch {
	case d < time.Minute:
		return l.Int(int64(math.Ceil(d.Seconds()))) + nbsp + "s"
	case d < time.Hour:
		return l.Int(int64(math.Ceil(d.Minutes()))) + nbsp + "min"
	}
	return l.Int(int64(d.Hours())) + nbsp + "h " + l.Int(int64(d.Minutes())%60) + nbsp + "min"
}

// decimal brings a canonical decimal number to the form of the language.
func (l *Locale) decimal(s string) string {
	whole, fraction, dot := strings.Cut(s, ".")
	whole = l.group(whole)
	if !dot {
		return whole
	}
	return whole + l.point() + fraction
}

func (l *Locale) point() string {
	if l.Lang == lake.English {
		return "."
	}
	return ","
}

// group separates thousands and writes a long minus sign.
func (l *Locale) group(digits string) string {
	digits, negative := strings.CutPrefix(digits, "-")
	separator := nbsp
	if l.Lang == lake.English {
		separator = ","
	}
	var b strings.Builder
	if negative {
		b.WriteString(minus)
	}
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(separator)
		}
		b.WriteRune(d)
	}
	return b.String()
}

// Plain writes a canonical decimal number for a spreadsheet: the language's decimal sign, no grouping, a plain minus.
func (l *Locale) Plain(canonical string) string { return strings.Replace(canonical, ".", l.point(), 1) }
