package lake

import "strings"

// TextPack keeps short texts in few large pieces of memory: each by itself would take more than its length, and the garbage
// collector would look at every one. A piece lives as long as any text in it, so it is for texts that come and stay together.
// The zero value is ready; it is for one goroutine.
type TextPack struct{ piece strings.Builder }

const packPiece = 16 << 10 // bytes

// Keep returns a copy of the text.
func (p *TextPack) Keep(s string) string {
	if s == "" {
		return ""
	}
	if p.piece.Cap()-p.piece.Len() < len(s) {
		p.piece = strings.Builder{}
		p.piece.Grow(max(packPiece, len(s)))
	}
	from := p.piece.Len()
	_, _ = p.piece.WriteString(s) // never fails
	return p.piece.String()[from:]
}
