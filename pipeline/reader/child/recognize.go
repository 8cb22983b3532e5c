package child

import (
	"context"
	"image"
	"regexp"
	"strings"
	"unicode"

	"wattlake/lake"
	"wattlake/pipeline/reader/child/raster"
)

const (
	pointsPerInch    = 72.0
	sureConfidence   = 0.75 // mean confidence below which another orientation is tried
	betterBy         = 0.10 // how much surer another orientation must be
	probeShare       = 0.30 // of the page's height that an orientation is tried on
	turnedSharper    = 1.25 // how much sharper the lines must be when the page is turned a quarter
	ruleConfidence   = 0.60 // below it a word of strokes only is a ruled line
	minConfidence    = 0.05 // below it a word is noise, if it is no number
	fewestDigits     = 4    // of a number that is looked at again before it is taken for noise
	scannedWordTrust = 0.80 // of words that another program recognised
)

func pixelBox(r image.Rectangle) lake.Box {
	return lake.Box{X0: float64(r.Min.X), Y0: float64(r.Min.Y), X1: float64(r.Max.X), Y1: float64(r.Max.Y)}
}

// recognition is what one attempt to read a picture gave.
type recognition struct {
	words      []Recognized // in pixels of the turned, level picture
	quarters   int          // clockwise quarter turns that the picture was given
	degrees    float64      // and the turn after that, clockwise
	w, h       int          // of the turned picture
	picture    *image.Gray  // as the engine saw it
	confidence float64
}

// recognizer reads pictures of pages with an engine.
type recognizer struct {
	engine   Engine
	enlarged bool // the pictures are
}

// recognize reads a picture, upright or not.
func (r recognizer) recognize(ctx context.Context, page *image.Gray, dpi float64) (recognition, error) {
	seen, err := r.orient(ctx, page, dpi)
	if err != nil {
		return recognition{}, err
	}
	return r.complete(ctx, seen, dpi)
}

// orient reads the picture in the orientation that it is read in most surely.
func (r recognizer) orient(ctx context.Context, page *image.Gray, dpi float64) (recognition, error) {
	dark := raster.InkOf(page)
	if dark.Empty() {
		return recognition{w: page.Rect.Dx(), h: page.Rect.Dy(), confidence: 1}, nil
	}
	_, level := dark.Skew()
	_, onSide := dark.Turned().Skew()
	order := []int{0, 2, 1, 3}
	if onSide > level*turnedSharper*sidewaysBias(dark) {
		order = []int{1, 3, 0, 2}
	}
	first, err := r.attempt(ctx, page, dark, order[0], dpi)
	if err != nil || first.confidence >= sureConfidence {
		return first, err
	}
	quarters, err := r.surest(ctx, page, dark, order, dpi)
	if err != nil || quarters == order[0] {
		return first, err
	}
	second, err := r.attempt(ctx, page, dark, quarters, dpi)
	if err != nil || second.confidence <= first.confidence {
		return first, err
	}
	return second, nil
}

// sidewaysBias makes the sharpness of rows comparable with that of columns: there are fewer, longer ones of the one kind.
func sidewaysBias(dark raster.Ink) float64 {
	return float64(dark.Height) / float64(max(dark.Width, 1))
}

// surest tries every orientation on the part of the page with the most ink and returns the one read with most confidence.
func (r recognizer) surest(ctx context.Context, page *image.Gray, dark raster.Ink, order []int, dpi float64) (int, error) {
	strip := densest(page, dark)
	stripInk := raster.InkOf(strip)
	best, bestConfidence := order[0], -1.0
	for i, quarters := range order {
		try, err := r.attempt(ctx, strip, stripInk, quarters, dpi)
		if err != nil {
			return 0, err
		}
		if i == 0 {
			bestConfidence = try.confidence + betterBy
			continue
		}
		if try.confidence > bestConfidence {
			best, bestConfidence = quarters, try.confidence
		}
	}
	return best, nil
}

// densest returns the horizontal strip of the page that holds the most ink.
func densest(page *image.Gray, dark raster.Ink) *image.Gray {
	rows := make([]int, dark.Height+1)
	for _, y := range dark.Ys {
		rows[y+1]++
	}
	for i := 1; i < len(rows); i++ {
		rows[i] += rows[i-1]
	}
	height := max(1, int(probeShare*float64(dark.Height)))
	best, bestInk := 0, -1
	for y := 0; y+height <= dark.Height; y++ {
		if in := rows[y+height] - rows[y]; in > bestInk {
			best, bestInk = y, in
		}
	}
	cut := image.Rect(0, best*dark.Scale, page.Rect.Dx(), min((best+height)*dark.Scale, page.Rect.Dy()))
	from := page.Pix[cut.Min.Y*page.Stride:]
	return &image.Gray{Pix: from, Stride: page.Stride, Rect: image.Rect(0, 0, cut.Dx(), cut.Dy())}
}

// attempt levels the page in one orientation and reads it.
func (r recognizer) attempt(ctx context.Context, page *image.Gray, dark raster.Ink, quarters int, dpi float64) (recognition, error) {
	if quarters%2 == 1 {
		dark = dark.Turned()
	}
	degrees, _ := dark.Skew()
	picture := raster.QuarterTurn(page, quarters)
	tried := recognition{quarters: quarters, degrees: degrees, w: picture.Rect.Dx(), h: picture.Rect.Dy()}
	if degrees != 0 {
		picture = raster.Rotate(picture, degrees)
	}
	tried.picture = raster.Prepare(picture, dpi)
	if r.enlarged { // its grain is, too, and makes eights of zeros with a dot; ruled lines had to be sharp until they were erased
		tried.picture = raster.Smooth(tried.picture)
	}
	words, err := r.engine.Recognize(ctx, tried.picture, dpi, Sparse)
	if err != nil {
		return recognition{}, err
	}
	tried.words = clean(words)
	tried.confidence = meanConfidence(tried.words)
	return tried, nil
}

// complete adds what the first look has missed.
func (r recognizer) complete(ctx context.Context, seen recognition, dpi float64) (recognition, error) {
	if len(seen.words) == 0 {
		return seen, nil
	}
	var err error
	if seen.words, err = r.secondLooks(ctx, seen.picture, dpi, seen.words); err != nil {
		return recognition{}, err
	}
	more, err := r.leftovers(ctx, seen.picture, dpi, seen.words)
	if err != nil {
		return recognition{}, err
	}
	seen.words = mendDashes(seen.picture, joinTorn(append(seen.words, more...)))
	settleHeights(seen.picture, seen.words)
	return seen, nil
}

// clean drops what is no word: empty results, noise and the strokes of tables.
func clean(words []Recognized) []Recognized {
	kept := words[:0]
	for _, w := range words {
		w.Text = tidy(w.Text)
		if w.Text == "" || w.Confidence < minConfidence && digitsIn(w.Text) < fewestDigits || isRule(w) {
			continue
		}
		kept = append(kept, w)
	}
	return kept
}

// units are written in one way only; recognition cannot tell the case of a letter that stands alone in its column, and takes
// the stroke of an ł and a short dash for others. No other word looks like these.
var units = map[string]string{"kwh": "kWh", "mwh": "MWh", "kvarh": "kvarh", "kw": "kW", "zt": "zł", "m=c": "m-c", "m--c": "m-c", "m—c": "m-c"}

// company is the end of "sp. z o.o.", which looks like zeros; no number is written with two points and nothing behind.
var company = regexp.MustCompile(`^[0oO]\.[0oO](\.[,;]?|[,;])$`)

// tidy takes the remains of ruled lines off a word, brackets that open at its end among them, and writes units as they are written.
func tidy(text string) string {
	if trimmed := strings.TrimRight(strings.TrimLeft(text, "|¦)]}"), "|¦([{"); trimmed != "" {
		text = trimmed
	}
	if unit, ok := units[strings.ToLower(text)]; ok {
		return unit
	}
	if company.MatchString(text) {
		return "o.o." + strings.TrimPrefix(text[len("o.o"):], ".")
	}
	return settleZero(settleCase(longDash.ReplaceAllString(text, "$1-$2")))
}

func isRule(w Recognized) bool {
	strokes := strings.Trim(w.Text, "|¦_—–-=~.‚'`\"[]{}()/\\") == ""
	return strokes && (w.Confidence < ruleConfidence || strings.Trim(w.Text, "|¦_") == "")
}

// meanConfidence is the mean over characters, so that specks do not count as much as words.
func meanConfidence(words []Recognized) float64 {
	var sum, characters float64
	for _, w := range words {
		n := 0.0
		for _, r := range w.Text {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				n++
			}
		}
		sum += n * w.Confidence
		characters += n
	}
	if characters == 0 {
		return 0
	}
	return sum / characters
}

// place puts the recognised words on a page with so many points to a pixel. The boxes are those of the upright, level page:
// on one that was scanned askew, the words of a line would not lie on a line.
func (r recognition) place(scaleX, scaleY float64) []placed {
	words := make([]placed, 0, len(r.words))
	for _, w := range r.words {
		box := lake.Box{X0: w.Box.X0 * scaleX, Y0: w.Box.Y0 * scaleY, X1: w.Box.X1 * scaleX, Y1: w.Box.Y1 * scaleY}
		p := placed{word: lake.Word{Text: w.Text, Box: box, Confidence: round2(w.Confidence)}, framed: box}
		p.baseline, p.hasBaseline = baselineOf(w.Text, box)
		words = append(words, p)
	}
	return words
}
