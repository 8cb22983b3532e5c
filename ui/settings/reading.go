package settings

import "regexp"

// Reading bounds what one document may cost. Zero means the usual value, which leaves any honest invoice far from it.
type Reading struct {
	PageSeconds     int    `toml:"page_seconds,omitempty" comment:"wall clock of one page; usually 60"`
	DocumentMinutes int    `toml:"document_minutes,omitempty" comment:"wall clock of one document; usually 30"`
	MemoryMB        int    `toml:"memory_mb,omitempty" comment:"memory of one reader process; usually 1024, at least 256"`
	MaxPages        int    `toml:"max_pages,omitempty" comment:"pages of one document; usually 500"`
	MaxMegapixels   int    `toml:"max_megapixels,omitempty" comment:"of one page's picture; usually 50"`
	Language        string `toml:"language,omitempty" comment:"Tesseract's names of the languages of scans, such as pol+eng; usually pol"`

	Processes int `toml:"processes,omitempty" comment:"documents read at the same time; usually one per processor"`
}

// What the program can still work with.
const (
	minReadingMB  = 256
	maxReadingAny = 1 << 20
)

// languages are what Tesseract calls them, joined with a plus.
var languages = regexp.MustCompile(`^[a-zA-Z_]{2,20}(\+[a-zA-Z_]{2,20}){0,4}$`)

// valid drops what makes no sense.
func (r Reading) valid() Reading {
	for _, v := range []*int{&r.PageSeconds, &r.DocumentMinutes, &r.MemoryMB, &r.MaxPages, &r.MaxMegapixels, &r.Processes} {
		if *v < 0 || *v > maxReadingAny {
			*v = 0
		}
	}
	if !languages.MatchString(r.Language) {
		r.Language = ""
	}
	if r.MemoryMB > 0 {
		r.MemoryMB = max(r.MemoryMB, minReadingMB)
	}
	return r
}
