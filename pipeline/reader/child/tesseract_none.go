//go:build !cgo

package child

import (
	"context"
	"errors"
	"image"
)

// noTesseract is the [Engine] of a program built without C libraries: text layers are read, scans are not.
type noTesseract struct{ language string }

func newTesseract(config Config) noTesseract { return noTesseract{config.language()} }

// Recognize implements [Engine].
func (t noTesseract) Recognize(context.Context, *image.Gray, float64, Mode) ([]Recognized, error) {
	return nil, missingLanguage(t.language, errors.New("this program was built without Tesseract"))
}

// Close implements [Engine].
func (noTesseract) Close() {}
