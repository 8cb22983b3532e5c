package child

import (
	"context"
	"encoding/binary"
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

// DefaultLanguage is the language that scans are recognised in, by Tesseract's name.
const DefaultLanguage = "pol"

// Tesseract's page segmentation: sparse text finds the words of tables, whose lines are then rebuilt from the boxes.
const pageSegmentation = "11"

var errNoImage = errors.New("tesseract could not use the image")

// tesseract is an [Engine] on Tesseract 5, started with its first page.
type tesseract struct {
	config Config
	client *gosseract.Client
}

func newTesseract(config Config) *tesseract {
	if config.Language == "" {
		config.Language = DefaultLanguage
	}
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

// DataFolder implements [Engine].
func (t *tesseract) DataFolder() string { return t.config.Tessdata }

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
		if _, err := os.Stat(filepath.Join(t.config.Tessdata, t.config.Language+".traineddata")); err != nil {
			return missingLanguage(t.config.Language, err)
		}
	}
	client := gosseract.NewClient()
	settings := []error{
		client.SetLanguage(t.config.Language),
		// A variable, because a mode set before the first recognition is lost when the engine starts.
		client.SetVariable("tessedit_pageseg_mode", pageSegmentation),
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
func (t *tesseract) Recognize(_ context.Context, page *image.Gray, dpi float64) ([]Recognized, error) {
	if err := t.start(); err != nil {
		return nil, err
	}
	if page.Rect.Empty() {
		return nil, errNoImage
	}
	if err := t.client.SetVariable("user_defined_dpi", strconv.Itoa(int(math.Round(dpi)))); err != nil {
		return nil, fmt.Errorf("set resolution: %w", err)
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

const (
	bitmapHeader   = 14 + 40
	bitmapPalette  = 256 * 4
	metresPerInch  = 0.0254
	bitmapAlign    = 4
	bitsPerGray    = 8
	bitmapInfoSize = 40
)

// bitmap encodes the picture as BMP, the format that Tesseract's image library takes over in whole rows without decoding.
func bitmap(page *image.Gray, dpi float64) []byte {
	w, h := page.Rect.Dx(), page.Rect.Dy()
	stride := (w + bitmapAlign - 1) / bitmapAlign * bitmapAlign
	out := make([]byte, bitmapHeader+bitmapPalette+stride*h)
	le := binary.LittleEndian
	perMetre := uint32(math.Round(dpi / metresPerInch))
	copy(out, "BM")
	le.PutUint32(out[2:], uint32(len(out)))                    //nolint:gosec // bounded by the pixel budget
	le.PutUint32(out[10:], uint32(bitmapHeader+bitmapPalette)) // where the pixels begin
	le.PutUint32(out[14:], bitmapInfoSize)
	le.PutUint32(out[18:], uint32(w)) //nolint:gosec // bounded by the pixel budget
	le.PutUint32(out[22:], uint32(h)) //nolint:gosec // bounded by the pixel budget
	le.PutUint16(out[26:], 1)
	le.PutUint16(out[28:], bitsPerGray)
	le.PutUint32(out[34:], uint32(stride*h)) //nolint:gosec // bounded by the pixel budget
	le.PutUint32(out[38:], perMetre)
	le.PutUint32(out[42:], perMetre)
	le.PutUint32(out[46:], 256)
	for i := range 256 {
		entry := out[bitmapHeader+4*i:]
		entry[0], entry[1], entry[2] = byte(i), byte(i), byte(i)
	}
	pixels := out[bitmapHeader+bitmapPalette:]
	for y := range h { // from the bottom row upwards
		copy(pixels[(h-1-y)*stride:], page.Pix[y*page.Stride:y*page.Stride+w])
	}
	return out
}
