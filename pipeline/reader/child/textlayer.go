package child

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/responses"
	"golang.org/x/text/unicode/norm"

	"wattlake/lake"
)

// The limits of words in a text layer, in heights of their glyphs. PDFium has already put spaces where the font's own space
// would fit, so these only part what no font would join; letter-spaced headings stay below them.
const (
	maxGlyphGap  = 1.5 // to the right
	maxGlyphBack = 1.0 // back to the left
	maxGlyphDrop = 0.7 // between the middles of neighbours, up or down
)

// glyph is one character as displayed.
type glyph struct {
	text     rune
	box      lake.Box
	quarters int // quarter turns clockwise by which it stands on the displayed page
}

// layer is the text layer of one page.
type layer struct {
	shown         display
	width, height float64
	words         []placed
	all           int // characters in PDFium's count, with its spaces
	stats         layerStats
}

// textLayer reads the words of one page with PDFium.
func (d *pdfDocument) textLayer(index int) (layer, error) {
	shown, err := d.display(index)
	if err != nil {
		return layer{}, err
	}
	text, err := d.pdf.GetPageTextStructured(&requests.GetPageTextStructured{
		Page: d.page(index), Mode: requests.GetPageTextStructuredModeChars,
	})
	if err != nil {
		return layer{}, fmt.Errorf("page text: %w", err)
	}
	width, height := shown.size()
	found := layer{shown: shown, width: width, height: height, all: len(text.Chars)}
	b := wordBuilder{page: lake.Box{X1: width, Y1: height}}
	invented := d.inventedSpaces(index, text.Chars)
	for i, c := range text.Chars {
		if invented[i] {
			continue
		}
		g, ok := newGlyph(c, shown)
		found.stats.count(g.text)
		if !ok {
			b.end()
			continue
		}
		b.add(g)
	}
	b.end()
	found.words = slices.Concat(b.words, d.formWords(index, shown))
	return found, nil
}

// newGlyph returns a character of the page; it is not ok for white space and for what has no character.
func newGlyph(c *responses.GetPageTextStructuredChar, shown display) (glyph, bool) {
	r := cleanRune([]rune(c.Text))
	g := glyph{text: r}
	if r == 0 || unicode.IsSpace(r) {
		return g, false
	}
	p := c.PointPosition
	g.box = shown.box(p.Left, p.Bottom, p.Right, p.Top)
	turns := int(math.Round(c.Angle/(math.Pi/2))) + shown.quarters
	g.quarters = ((turns % 4) + 4) % 4
	return g, true
}

// cleanRune replaces what PDFium or fonts put in the place of a plain character; 0 is none.
func cleanRune(runes []rune) rune {
	if len(runes) == 0 {
		return 0
	}
	switch r := runes[0]; r {
	case 0x02, '\u00ad', '\u2010', '\u2011': // PDFium's hyphen at a line's end, soft and hard hyphens
		return '-'
	case '\r', '\n', '\t', '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff':
		return ' '
	default:
		return r
	}
}

// wordBuilder joins glyphs that follow one another into words.
type wordBuilder struct {
	page   lake.Box
	words  []placed
	text   strings.Builder
	first  glyph
	last   lake.Box // of the last glyph, in the reading frame
	box    lake.Box // as displayed
	height float64  // of the tallest glyph
	base   float64  // lowest edge of the glyphs that stand on the baseline, in the reading frame
	hasRow bool     // base is known
}

func (b *wordBuilder) add(g glyph) {
	framed := turnBack(g.box, g.quarters, b.page)
	if b.text.Len() > 0 && b.parts(g, framed) {
		b.end()
	}
	if b.text.Len() == 0 {
		b.first, b.box, b.height, b.hasRow = g, lake.Box{}, 0, false
	}
	b.text.WriteRune(g.text)
	if framed.X1 <= framed.X0 && framed.Y1 <= framed.Y0 {
		return // no outline: it has a character but no place
	}
	b.last = framed
	b.box = b.box.Union(g.box)
	b.height = max(b.height, framed.Y1-framed.Y0)
	if standsOnBaseline(g.text) && (!b.hasRow || framed.Y1 > b.base) {
		b.base, b.hasRow = framed.Y1, true
	}
}

// parts reports whether g begins a new word.
func (b *wordBuilder) parts(g glyph, framed lake.Box) bool {
	if g.quarters != b.first.quarters {
		return true
	}
	if b.height == 0 || framed.Y1 <= framed.Y0 {
		return false
	}
	height := max(b.height, framed.Y1-framed.Y0)
	gap := framed.X0 - b.last.X1
	drop := math.Abs(framed.Y0+framed.Y1-b.last.Y0-b.last.Y1) / 2
	return gap > maxGlyphGap*height || gap < -maxGlyphBack*height || drop > maxGlyphDrop*height
}

// end finishes the word that is being built, if there is one and it lies on the visible page.
func (b *wordBuilder) end() {
	if b.text.Len() == 0 {
		return
	}
	text := norm.NFC.String(expandLigatures(b.text.String()))
	b.text.Reset()
	if b.box == (lake.Box{}) || !inside(b.box, b.page) {
		return
	}
	w := placed{
		word:     lake.Word{Text: text, Box: b.box, Confidence: 1},
		framed:   turnBack(b.box, b.first.quarters, b.page),
		quarters: b.first.quarters,
		baseline: b.base, hasBaseline: b.hasRow,
	}
	if !w.hasBaseline {
		w.baseline, w.hasBaseline = baselineOf(text, w.framed)
	}
	b.words = append(b.words, w)
}

// inside reports whether the middle of the box is on the page.
func inside(box, page lake.Box) bool {
	x, y := (box.X0+box.X1)/2, (box.Y0+box.Y1)/2
	return x >= page.X0 && x <= page.X1 && y >= page.Y0 && y <= page.Y1
}

// turnBack maps a displayed box to the frame in which text turned by the quarters reads from left to right.
func turnBack(box lake.Box, quarters int, page lake.Box) lake.Box {
	switch quarters {
	case 1: // reads downwards
		return lake.Box{X0: box.Y0, Y0: page.X1 - box.X1, X1: box.Y1, Y1: page.X1 - box.X0}
	case 2:
		return lake.Box{X0: page.X1 - box.X1, Y0: page.Y1 - box.Y1, X1: page.X1 - box.X0, Y1: page.Y1 - box.Y0}
	case 3: // reads upwards
		return lake.Box{X0: page.Y1 - box.Y1, Y0: box.X0, X1: page.Y1 - box.Y0, Y1: box.X1}
	default:
		return box
	}
}

var ligatures = strings.NewReplacer("ﬀ", "ff", "ﬁ", "fi", "ﬂ", "fl", "ﬃ", "ffi", "ﬄ", "ffl", "ﬅ", "st", "ﬆ", "st")

func expandLigatures(s string) string { return ligatures.Replace(s) }
