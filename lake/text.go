package lake

import "strings"

// Lang is a language that the program speaks, as an ISO 639-1 code.
type Lang string

// The languages of the program. Polish is the default.
const (
	Polish  Lang = "pl"
	English Lang = "en"
)

// ParseLang returns the language that a locale such as "en_GB.UTF-8" asks for; anything unknown means Polish.
func ParseLang(locale string) Lang {
	if strings.HasPrefix(strings.ToLower(locale), string(English)) {
		return English
	}
	return Polish
}

// Text is one sentence in each language. It is stored in both, so that a team member reads it in theirs.
type Text struct {
	PL string `json:"pl"`
	EN string `json:"en"`
}

// In returns the sentence in the language.
func (t Text) In(lang Lang) string {
	if lang == English {
		return t.EN
	}
	return t.PL
}

// IsZero reports whether there is no sentence at all.
func (t Text) IsZero() bool { return t == Text{} }
