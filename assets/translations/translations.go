// Package translations holds the words of the program in each language it speaks.
//
// A key maps to a sentence, or to plural forms: one/few/many in Polish, one/other in English. {name} stands for a value.
package translations

import "embed"

// Files holds one catalogue per language: pl.json and en.json.
//
//go:embed *.json
var Files embed.FS
