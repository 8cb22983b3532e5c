package present

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"wattlake/assets/translations"
	"wattlake/lake"
)

// Locale speaks one language: sentences, numbers and dates. It is immutable and safe for concurrent use.
type Locale struct {
	Lang    lake.Lang
	entries map[string]phrase
}

// phrase is one entry of a catalogue: a sentence in Other, or plural forms.
type phrase struct {
	One   string `json:"one"`
	Few   string `json:"few"`
	Many  string `json:"many"`
	Other string `json:"other"`
}

// UnmarshalJSON reads a plain string or an object of plural forms.
func (p *phrase) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &p.Other)
	}
	type plain phrase
	return json.Unmarshal(b, (*plain)(p))
}

var catalogues = sync.OnceValues(func() (map[lake.Lang]map[string]phrase, error) {
	all := map[lake.Lang]map[string]phrase{}
	for _, lang := range []lake.Lang{lake.Polish, lake.English} {
		content, err := translations.Files.ReadFile(string(lang) + ".json")
		if err != nil {
			return nil, fmt.Errorf("read catalogue: %w", err)
		}
		entries := map[string]phrase{}
		if err := json.Unmarshal(content, &entries); err != nil {
			return nil, fmt.Errorf("catalogue %s: %w", lang, err)
		}
		all[lang] = entries
	}
	return all, nil
})

// NewLocale returns the locale of the language. An unknown key is spoken as itself, so nothing is ever silent.
func NewLocale(lang lake.Lang) *Locale {
	all, err := catalogues()
	if err != nil {
		return &Locale{Lang: lang} // the catalogues are part of the program; a test proves that they load
	}
	return &Locale{Lang: lang, entries: all[lang]}
}

// T returns the sentence of the key; pairs are names and values for its {placeholders}.
func (l *Locale) T(key string, pairs ...string) string {
	p, ok := l.entries[key]
	if !ok {
		return key
	}
	return fill(p.Other, pairs)
}

// N returns the plural form of the key for n; {n} stands for the number.
func (l *Locale) N(key string, n int, pairs ...string) string {
	p, ok := l.entries[key]
	if !ok {
		return key
	}
	return fill(l.plural(p, n), append(pairs, "n", l.Int(int64(n))))
}

// plural follows the CLDR rules for whole numbers.
func (l *Locale) plural(p phrase, n int) string {
	switch {
	case n == 1:
		return p.One
	case l.Lang == lake.English:
		return p.Other
	case n%10 >= 2 && n%10 <= 4 && (n%100 < 12 || n%100 > 14):
		return p.Few
	default:
		return p.Many
	}
}

func fill(sentence string, pairs []string) string {
	for i := 0; i+1 < len(pairs); i += 2 {
		sentence = strings.ReplaceAll(sentence, "{"+pairs[i]+"}", pairs[i+1])
	}
	return sentence
}

// Say returns a stored sentence in the locale's language.
func (l *Locale) Say(t lake.Text) string { return t.In(l.Lang) }

// Explain returns the sentence and the hint for an error.
func (l *Locale) Explain(err error) (message, hint string) {
	m, h := lake.Explain(err)
	return l.Say(m), l.Say(h)
}

// Int writes a whole number with grouped thousands.
func (l *Locale) Int(n int64) string { return l.group(strconv.FormatInt(n, 10)) }
