package child

import (
	"context"
	"image"

	"wattlake/lake"
)

// Engine recognises the words of an upright, level picture. Implementations need not be safe for concurrent use.
type Engine interface {
	// Recognize returns the words with their boxes in pixels and confidences from 0 to 1.
	Recognize(ctx context.Context, page *image.Gray, dpi float64) ([]Recognized, error)
	// Close frees the engine.
	Close()
}

// Recognized is one word as an engine sees it, in pixels of the picture.
type Recognized struct {
	Text       string
	Box        lake.Box
	Confidence float64
}
