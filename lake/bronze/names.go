package bronze

import (
	"context"
	"path"
	"strings"

	"wattlake/lake"
)

// Likeness tells how well a name fits a document.
type Likeness int

// How a name may fit.
const (
	Unlike  Likeness = iota
	Spelled          // as keys spell it
	Named            // exactly so
)

// IsCalled tells whether the document was ever dropped under this file name, or has this name in a key.
func (c *Catalogue) IsCalled(ctx context.Context, id lake.DocumentID, what string) (best Likeness, err error) {
	what = baseOf(what)
	plain := strings.TrimSuffix(what, path.Ext(what))
	if string(id) == what {
		return Named, nil
	}
	a := c.Artefacts(id)
	candidate := false
	for _, key := range a.All() {
		parsed, _ := lake.ParseKey(key)
		if name := string(parsed.Name); name == what || name == plain {
			return Named, nil
		}
		stem := parsed.Name.Stem()
		if stem == what {
			best = Spelled
		}
		candidate = candidate || stem == lake.Stem(what) || stem == lake.Stem(what+".")
	}
	if !candidate { // the usual case reads nothing
		return best, nil
	}
	origins, err := c.Origins(ctx, id) // long names are cut in keys
	if len(origins) == 0 {
		raw, _ := lake.ParseKey(c.RawKey(id))
		best = max(best, alike(raw.Name.Stem()+raw.Ext, what))
	}
	for _, o := range origins {
		best = max(best, alike(baseOf(o.FileName), what))
	}
	return best, err
}

// baseOf is the file's own name, on whatever system it was typed.
func baseOf(name string) string { return path.Base(strings.ReplaceAll(name, `\`, "/")) }

// alike compares what a person typed, with or without an extension, with a file name.
func alike(fileName, typed string) Likeness {
	ext := path.Ext(fileName)
	for _, name := range []string{fileName, strings.TrimSuffix(fileName, ext)} {
		switch {
		case name == typed:
			return Named
		case sameLetters(name, typed):
			return Spelled
		}
	}
	return Unlike
}

// sameLetters compares names as keys spell them, but not cut; the case of an extension does not matter.
func sameLetters(a, b string) bool {
	a, b = lake.FoldFileName(a), lake.FoldFileName(b)
	extA, extB := path.Ext(a), path.Ext(b)
	return strings.TrimSuffix(a, extA) == strings.TrimSuffix(b, extB) && strings.EqualFold(extA, extB)
}
