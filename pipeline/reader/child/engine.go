package child

import (
	"context"
	"image"

	"wattlake/lake"
)

// Mode tells an engine what to expect on a picture.
type Mode int

// The modes.
const (
	Sparse Mode = iota // words anywhere, in tables and columns
	Block              // some lines of text
	Line               // one line of text
	Digits             // one number
)

// Engine recognises the words of an upright, level picture. Implementations need not be safe for concurrent use.
type Engine interface {
	// Recognize returns the words with their boxes in pixels and confidences from 0 to 1.
	Recognize(ctx context.Context, page *image.Gray, dpi float64, mode Mode) ([]Recognized, error)
	// Close frees the engine.
	Close()
}

// Recognized is one word as an engine sees it, in pixels of the picture.
type Recognized struct {
	Text       string
	Box        lake.Box
	Confidence float64
}
