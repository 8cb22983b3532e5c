package child

import (
	"math"
	"strings"

	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/responses"
)

const (
	// fewestRuns is how many runs of characters between spaces a page must have to be judged by them.
	fewestRuns = 20
	// scatteredShare is the share of runs of one character from which on the spaces of a page are looked at. Polish has few such words.
	scatteredShare = 0.25
	// narrowestSpace is the narrowest space between two characters, in heights of their font, when their own widths are taken off.
	narrowestSpace = 0.12
)

// inventedSpaces returns the spaces that PDFium put where the page has none: it guesses from the font, and where every glyph has a place
// of its own (as Qt's printer writes) it may tear words apart. Only pages that look torn are asked, because each answer costs a call.
func (d *pdfDocument) inventedSpaces(index int, chars []*responses.GetPageTextStructuredChar) map[int]bool {
	if !scattered(chars) {
		return nil
	}
	text, err := d.pdf.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: d.page(index)})
	if err != nil {
		return nil
	}
	defer func() {
		_, _ = d.pdf.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.TextPage})
	}()
	found := map[int]bool{}
	for i := 1; i < len(chars); i++ {
		end := i // of a run of white space
		for end < len(chars) && isSpace(chars[end]) {
			end++
		}
		if end == i || end == len(chars) {
			i = end
			continue
		}
		if d.touch(text.TextPage, i-1, end) && d.generated(text.TextPage, i) {
			for at := i; at < end; at++ {
				found[at] = true
			}
		}
		i = end
	}
	return found
}

// generated reports whether PDFium made up a character.
func (d *pdfDocument) generated(text references.FPDF_TEXTPAGE, at int) bool {
	made, err := d.pdf.FPDFText_IsGenerated(&requests.FPDFText_IsGenerated{TextPage: text, Index: at})
	return err == nil && made.IsGenerated
}

// touch reports whether two characters stand on one line without a space between the places that their font gives them.
func (d *pdfDocument) touch(text references.FPDF_TEXTPAGE, before, after int) bool {
	a, err := d.pdf.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: text, Index: before})
	if err != nil {
		return false
	}
	b, err := d.pdf.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: text, Index: after})
	if err != nil {
		return false
	}
	height := math.Abs(float64(a.Rect.Top - a.Rect.Bottom))
	gap, drop := math.Abs(float64(b.Rect.Left-a.Rect.Right)), math.Abs(float64(b.Rect.Bottom-a.Rect.Bottom))
	return height > 0 && gap < narrowestSpace*height && drop < narrowestSpace*height
}

// scattered reports whether a page has unusually many words of one character.
func scattered(chars []*responses.GetPageTextStructuredChar) bool {
	runs, single, length := 0, 0, 0
	for i := 0; i <= len(chars); i++ {
		if i < len(chars) && !isSpace(chars[i]) {
			length++
			continue
		}
		if length > 0 {
			runs++
		}
		if length == 1 {
			single++
		}
		length = 0
	}
	return runs >= fewestRuns && float64(single) > scatteredShare*float64(runs)
}

func isSpace(c *responses.GetPageTextStructuredChar) bool { return strings.TrimSpace(c.Text) == "" }
