package child

import (
	"iter"
	"strings"
	"unicode"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

// The rules by which a page's text layer is believed or the page is recognised instead.
const (
	minLayerCharacters = 16   // fewer are a stamp or a page number on a scan
	maxAlienShare      = 0.10 // of characters that are none: unmapped, private, replacement
	minPlainShare      = 0.55 // of letters and digits among all characters; glyph numbers read as characters have fewer
	longText           = 400  // letters after which Polish text must have shown a Polish letter
	coveringShare      = 0.80 // of the page that an image must cover to be a scan of it
	mapSamples         = 48   // characters asked whether their font has a Unicode map
	minDrawnPaths      = 60   // fewer lines and boxes cannot be letters drawn as outlines
	outerObjects       = 24   // objects looked at from each end of the page's list: a scan is drawn first or last
)

// layerStats counts the characters of a text layer.
type layerStats struct {
	characters, letters, digits, polish, alien int
}

func (s *layerStats) count(r rune) {
	if r != 0 && unicode.IsSpace(r) {
		return
	}
	s.characters++
	switch {
	case isAlien(r):
		s.alien++
	case unicode.IsLetter(r):
		s.letters++
		if strings.ContainsRune("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", r) {
			s.polish++
		}
	case unicode.IsDigit(r):
		s.digits++
	}
}

// isAlien reports whether r is what a font without a usable Unicode map leaves.
func isAlien(r rune) bool {
	return r == 0 || r == unicode.ReplacementChar || r == 0xfffe || unicode.Is(unicode.Co, r) || unicode.IsControl(r)
}

// verdict is what the rules say of a text layer.
type verdict int

const (
	believed  verdict = iota // use the text layer
	scanned                  // somebody else's recognition under an image of the page: usable, but a guess
	scarce                   // hardly any text: recognise if there is something to see
	suspected                // text that is none: recognise
)

// judge decides on a text layer. Asking PDFium about the page's images and fonts is left to page, which is called only if
// the answer matters.
func (s *layerStats) judge(page pageFacts) verdict {
	if s.characters < minLayerCharacters {
		if s.alien == 0 && !page.pictured() {
			return believed
		}
		return scarce
	}
	n := float64(s.characters)
	if float64(s.alien) > maxAlienShare*n || float64(s.letters+s.digits) < minPlainShare*n && !hasRules(n, s) {
		return suspected
	}
	if s.polish == 0 && page.unmappedShare() > maxAlienShare {
		return suspected // a Polish letter would prove that the fonts have maps
	}
	covered, hidden := page.covered()
	switch {
	case !covered:
		return believed
	case s.letters >= longText && s.polish == 0:
		return suspected
	case hidden:
		return scanned
	default:
		return believed
	}
}

// hasRules reports whether the page is text whose many signs are leader dots or drawn rules: enough letters are left.
func hasRules(n float64, s *layerStats) bool {
	return float64(s.letters+s.digits) > 0.2*n && s.letters >= 200
}

// pageFacts answers what the text alone does not tell.
type pageFacts interface {
	pictured() bool                  // there is more to see on the page than its text
	unmappedShare() float64          // of the characters whose font has no Unicode map
	covered() (covered, hidden bool) // an image covers the page; the text over it is invisible
}

// pdfPage is one page for [layerStats.judge].
type pdfPage struct {
	document   *pdfDocument
	index      int
	characters int // in PDFium's count
	shown      display
}

func (p pdfPage) unmappedShare() float64 {
	pdf := p.document.pdf
	text, err := pdf.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: p.document.page(p.index)})
	if err != nil {
		return 0
	}
	defer func() {
		_, _ = pdf.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.TextPage})
	}()
	asked, missing := 0, 0
	for i := 0; i < p.characters; i += max(1, p.characters/mapSamples) {
		answer, err := pdf.FPDFText_HasUnicodeMapError(&requests.FPDFText_HasUnicodeMapError{TextPage: text.TextPage, Index: i})
		if err != nil {
			continue
		}
		asked++
		if answer.HasUnicodeMapError {
			missing++
		}
	}
	if asked == 0 {
		return 0
	}
	return float64(missing) / float64(asked)
}

func (p pdfPage) covered() (covered, hidden bool) {
	texts, invisible := 0, 0
	for object, kind := range p.objects(outerObjects) {
		switch kind {
		case enums.FPDF_PAGEOBJ_IMAGE:
			covered = covered || p.covers(object)
		case enums.FPDF_PAGEOBJ_FORM:
			covered = covered || p.covers(object) && p.formHasImage(object)
		case enums.FPDF_PAGEOBJ_TEXT:
			texts++
			if p.invisible(object) {
				invisible++
			}
		default:
		}
	}
	return covered, texts > 0 && invisible*2 > texts
}

func (p pdfPage) pictured() bool {
	paths := 0
	for _, kind := range p.objects(minDrawnPaths) {
		switch kind {
		case enums.FPDF_PAGEOBJ_TEXT:
		case enums.FPDF_PAGEOBJ_PATH:
			paths++
		default:
			return true
		}
	}
	return paths >= minDrawnPaths
}

// objects yields so many objects from each end of the page's list.
func (p pdfPage) objects(outer int) iter.Seq2[references.FPDF_PAGEOBJECT, enums.FPDF_PAGEOBJ] {
	return func(yield func(references.FPDF_PAGEOBJECT, enums.FPDF_PAGEOBJ) bool) {
		pdf, page := p.document.pdf, p.document.page(p.index)
		count, err := pdf.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: page})
		if err != nil {
			return
		}
		for i := range count.Count {
			if i >= outer && i < count.Count-outer {
				continue
			}
			object, err := pdf.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: page, Index: i})
			if err != nil {
				continue
			}
			kind, err := pdf.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: object.PageObject})
			if err == nil && !yield(object.PageObject, kind.Type) {
				return
			}
		}
	}
}

// covers reports whether the object's bounds hold most of the page.
func (p pdfPage) covers(object references.FPDF_PAGEOBJECT) bool {
	bounds, err := p.document.pdf.FPDFPageObj_GetBounds(&requests.FPDFPageObj_GetBounds{PageObject: object})
	if err != nil {
		return false
	}
	d := p.shown
	width := min(float64(bounds.Right), d.right) - max(float64(bounds.Left), d.left)
	height := min(float64(bounds.Top), d.top) - max(float64(bounds.Bottom), d.bottom)
	return width > 0 && height > 0 && width*height >= coveringShare*(d.right-d.left)*(d.top-d.bottom)
}

// formHasImage reports whether an image is among the first objects of a form, which is how some scanners wrap the scan.
func (p pdfPage) formHasImage(form references.FPDF_PAGEOBJECT) bool {
	pdf := p.document.pdf
	count, err := pdf.FPDFFormObj_CountObjects(&requests.FPDFFormObj_CountObjects{PageObject: form})
	if err != nil {
		return false
	}
	for i := range min(count.Count, outerObjects) {
		object, err := pdf.FPDFFormObj_GetObject(&requests.FPDFFormObj_GetObject{PageObject: form, Index: uint64(i)})
		if err != nil {
			continue
		}
		kind, err := pdf.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: object.PageObject})
		if err == nil && kind.Type == enums.FPDF_PAGEOBJ_IMAGE {
			return true
		}
	}
	return false
}

func (p pdfPage) invisible(text references.FPDF_PAGEOBJECT) bool {
	mode, err := p.document.pdf.FPDFTextObj_GetTextRenderMode(&requests.FPDFTextObj_GetTextRenderMode{PageObject: text})
	return err == nil && mode.TextRenderMode == enums.FPDF_TEXTRENDERMODE_INVISIBLE
}
