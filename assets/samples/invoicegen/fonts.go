package invoicegen

import (
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gomedium"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/gomonobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// face is a font with the widths of its characters in thousandths of the size.
type face struct {
	ttf    []byte
	widths func() []float64 // by code point
}

// family is a regular and a bold face.
type family struct{ regular, bold face }

var families = func() map[string]family {
	bold := newFace(gobold.TTF)
	return map[string]family{
		"go":     {newFace(goregular.TTF), bold},
		"medium": {newFace(gomedium.TTF), bold},
		"mono":   {newFace(gomono.TTF), newFace(gomonobold.TTF)},
	}
}()

func newFace(ttf []byte) face {
	return face{ttf, sync.OnceValue(func() []float64 { return readWidths(ttf) })}
}

// lastRune is the last character whose width is kept; the minus sign U+2212 is the last one in use.
const lastRune = 0x2212

func readWidths(ttf []byte) []float64 {
	widths := make([]float64, lastRune+1)
	parsed, err := sfnt.Parse(ttf)
	if err != nil {
		return widths
	}
	var buffer sfnt.Buffer
	for r := ' '; r <= lastRune; r++ {
		glyph, err := parsed.GlyphIndex(&buffer, r)
		if err != nil || glyph == 0 {
			continue
		}
		if advance, err := parsed.GlyphAdvance(&buffer, glyph, fixed.I(1000), font.HintingNone); err == nil {
			widths[r] = float64(advance) / 64
		}
	}
	return widths
}

// width returns the width of a text in millimetres.
func (f face) width(text string, size float64) float64 {
	widths, sum := f.widths(), 0.0
	for _, r := range text {
		if r <= lastRune {
			sum += widths[r]
		}
	}
	return sum * size * mmPerPoint / 1000
}
