// Package samples holds the built-in fictional invoices of one commune and what a reader should find in each.
package samples

import (
	"embed"
	"path"
	"strings"
)

//go:generate go run ./generate

//go:embed pdf truth
var files embed.FS

// File is one sample document.
type File struct {
	Name string // an ordinary file name with its extension
	PDF  []byte
}

// All returns the samples in the order of their names.
func All() []File {
	entries, err := files.ReadDir("pdf")
	if err != nil {
		return nil
	}
	all := make([]File, 0, len(entries))
	for _, e := range entries {
		if content, err := files.ReadFile(path.Join("pdf", e.Name())); err == nil {
			all = append(all, File{Name: e.Name(), PDF: content})
		}
	}
	return all
}

// Truth returns what is in the named sample as a JSON array with one object per invoice, in the form that
// `wattlake ingest --json` prints; nil for a name that is no sample.
func Truth(name string) []byte {
	content, err := files.ReadFile(path.Join("truth", strings.TrimSuffix(name, ".pdf")+".json"))
	if err != nil {
		return nil
	}
	return content
}
