//go:build cgo

package child

import (
	"context"
	"errors"
	"fmt"
	"image"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/otiai10/gosseract/v2"
)

// segmentation is Tesseract's number for each mode. Sparse text finds the words of tables; lines are rebuilt from the boxes.
var segmentation = map[Mode]string{Sparse: "11", Block: "6", Line: "7", Digits: "7"}

// whitelist is what each mode may find; empty means everything.
var whitelist = map[Mode]string{Digits: "0123456789" + numberSigns}

var errNoImage = errors.New("tesseract could not use the image")

// tesseract is an [Engine] on Tesseract 5, started with its first page.
type tesseract struct {
	config Config
	client *gosseract.Client
}

func newTesseract(config Config) *tesseract {
	config.Language = config.language()
	if config.Tessdata == "" {
		config.Tessdata = findTessdata()
	}
	return &tesseract{config: config}
}

// findTessdata returns the folder of the language data: TESSDATA_PREFIX or where the packages of Linux put it.
func findTessdata() string {
	if prefix := os.Getenv("TESSDATA_PREFIX"); prefix != "" {
		return prefix
	}
	for _, pattern := range []string{
		"/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tesseract-ocr/*/tessdata", "/usr/share/tessdata", "/usr/local/share/tessdata",
	} {
		if folders, err := filepath.Glob(pattern); err == nil && len(folders) > 0 {
			return folders[len(folders)-1]
		}
	}
	return ""
}

// Close implements [Engine].
func (t *tesseract) Close() {
	if t.client != nil {
		_ = t.client.Close()
		t.client = nil
	}
}

func (t *tesseract) start() error {
	if t.client != nil {
		return nil
	}
	if t.config.Tessdata != "" {
		for language := range strings.SplitSeq(t.config.Language, "+") {
			if _, err := os.Stat(filepath.Join(t.config.Tessdata, language+".traineddata")); err != nil {
				return missingLanguage(language, err)
			}
		}
	}
	client := gosseract.NewClient()
	settings := []error{
		client.SetLanguage(t.config.Language),
		client.SetVariable(gosseract.DEBUG_FILE, os.DevNull),
	}
	if t.config.Tessdata != "" {
		settings = append(settings, client.SetTessdataPrefix(t.config.Tessdata))
	}
	if err := errors.Join(settings...); err != nil {
		return fmt.Errorf("set up tesseract: %w", err)
	}
	t.client = client
	return nil
}

// Recognize implements [Engine].
func (t *tesseract) Recognize(_ context.Context, page *image.Gray, dpi float64, mode Mode) ([]Recognized, error) {
	if err := t.start(); err != nil {
		return nil, err
	}
	if page.Rect.Empty() {
		return nil, errNoImage
	}
	err := errors.Join(
		t.client.SetVariable("user_defined_dpi", strconv.Itoa(int(math.Round(dpi)))),
		// A variable, because a mode set by its own call before the first recognition is lost when the engine starts.
		t.client.SetVariable("tessedit_pageseg_mode", segmentation[mode]),
		t.client.SetVariable("tessedit_char_whitelist", whitelist[mode]),
	)
	if err != nil {
		return nil, fmt.Errorf("set up recognition: %w", err)
	}
	if err := t.client.SetImageFromBytes(bitmap(page, dpi)); err != nil {
		return nil, fmt.Errorf("hand image to tesseract: %w", err)
	}
	boxes, err := t.client.GetBoundingBoxes(gosseract.RIL_WORD)
	if err != nil {
		t.Close()
		if strings.Contains(err.Error(), "failed to initialize") {
			return nil, missingLanguage(t.config.Language, err)
		}
		return nil, fmt.Errorf("recognise: %w", err)
	}
	words := make([]Recognized, 0, len(boxes))
	for _, b := range boxes {
		words = append(words, Recognized{
			Text: strings.TrimSpace(b.Word), Box: pixelBox(b.Box), Confidence: min(max(b.Confidence/100, 0), 1),
		})
	}
	return words, nil
}
