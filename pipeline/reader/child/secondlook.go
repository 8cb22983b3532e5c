package child

import (
	"cmp"
	"context"
	"image"
	"slices"

	"wattlake/lake"
	"wattlake/pipeline/reader/child/raster"
)

// More looks at words that are doubtful: enlarged and alone on clean paper, numbers with digits as the only choice.
const (
	doubtfulNumber  = 0.87  // confidence below which a word with digits is looked at again
	doubtfulWord    = 0.60  // and one without
	maxSecondLooks  = 24    // words per page that are looked at again
	secondLookEdge  = 0.012 // inches of the page around the word
	secondLookPaper = 0.06  // inches of empty paper around that
)

// look is how many times a word is enlarged to be looked at again. Looks differ, so that the same grain does not deceive each.
type look struct{ wide, high float64 }

// looks are tried one after the other: at letters the first, at numbers two unless the first agrees with what was read, at codes
// all until a check digit proves one, at impossible dates until one is possible.
var looks = []look{{2, 2}, {1.3, 1.5}, {3, 3}, {1, 1}}

const numberLooks = 2

// doubt is a word that deserves another look.
type doubt struct {
	index int
	rank  int // codes and dates that cannot be right first, then numbers, then letters
}

// secondLooks reads doubtful words again, settles what they are, and returns those that are words.
func (r recognizer) secondLooks(ctx context.Context, page *image.Gray, dpi float64, words []Recognized) ([]Recognized, error) {
	for _, d := range doubts(words) {
		first := words[d.index]
		if first.Text == "" {
			continue
		}
		again, err := r.lookAgain(ctx, page, dpi, first)
		if err != nil {
			return nil, err
		}
		if brokenPPE(first.Text) && proven(again.Text) { // other words may have been seen in the rest of it
			for i, w := range words {
				if overlapsAny(w.Box, []Recognized{again}) {
					words[i].Text = ""
				}
			}
		}
		if first.Confidence < minConfidence && again.Confidence < pieceConfidence && !proven(again.Text) {
			again.Text = ""
		}
		words[d.index] = again
	}
	return slices.DeleteFunc(words, func(w Recognized) bool {
		return w.Text == "" || w.Confidence < minConfidence && !proven(w.Text) || isRule(w)
	}), nil
}

// doubts returns the words worth another look, the most important first.
func doubts(words []Recognized) []doubt {
	var found []doubt
	for i, w := range words {
		switch {
		case proven(w.Text):
		case broken(w.Text):
			found = append(found, doubt{i, 0})
		case hasDigit(w.Text):
			if w.Confidence < doubtfulNumber {
				found = append(found, doubt{i, 1})
			}
		case w.Confidence < doubtfulWord:
			found = append(found, doubt{i, 2})
		}
	}
	slices.SortStableFunc(found, func(a, b doubt) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(words[a.index].Confidence, words[b.index].Confidence))
	})
	return found[:min(len(found), maxSecondLooks)]
}

// lookAgain looks at one word until it is settled, and returns what it is.
func (r recognizer) lookAgain(ctx context.Context, page *image.Gray, dpi float64, first Recognized) (Recognized, error) {
	if broken(first.Text) {
		return r.lookForProof(ctx, page, dpi, first)
	}
	seen := []Recognized{first}
	for _, l := range looks[:numberLooks] {
		again, err := r.look(ctx, page, dpi, first, l)
		if err != nil {
			return Recognized{}, err
		}
		switch {
		case again.Text == first.Text:
			again.Confidence = max(first.Confidence, again.Confidence)
			if isFigure(first.Text) { // grain is not read as the same figure twice, however unsurely
				again.Confidence = max(again.Confidence, pieceConfidence)
			}
			return again, nil
		case !hasDigit(first.Text):
			return settledLetters(first, again), nil
		}
		seen = append(seen, again)
	}
	return elected(seen), nil
}

// lookForProof looks at a code or a date that cannot be right until a look proves it: by its check digit, or as a day that there is.
func (r recognizer) lookForProof(ctx context.Context, page *image.Gray, dpi float64, first Recognized) (Recognized, error) {
	whole := first
	if brokenPPE(first.Text) {
		whole.Box = wholePPE(first)
	}
	for _, l := range looks {
		again, err := r.look(ctx, page, dpi, whole, l)
		if err != nil {
			return Recognized{}, err
		}
		switch {
		case isDate(first.Text):
			if possible(again.Text) && (sameShape(first.Text, again.Text) || again.Confidence >= certain) {
				return again, nil
			}
		case proven(again.Text):
			return again, nil
		case len(again.Text) > ppeDigits && proven(again.Text[:ppeDigits]): // the box took in what follows
			again.Text = again.Text[:ppeDigits]
			return again, nil
		}
	}
	return first, nil
}

// wholePPE is where the whole code stands of which perhaps not all digits were read: they are of equal width.
func wholePPE(w Recognized) lake.Box {
	box, n := w.Box, float64(len([]rune(w.Text)))
	switch missing := (ppeDigits - n) * (box.X1 - box.X0) / n; {
	case headless(w.Text):
		box.X0 -= missing
	case missing > 0:
		box.X1 += missing
	}
	return box
}

// look reads one word alone and enlarged.
func (r recognizer) look(ctx context.Context, page *image.Gray, dpi float64, w Recognized, l look) (Recognized, error) {
	edge := int(secondLookEdge*dpi + 0.5)
	cut := image.Rect(int(w.Box.X0)-edge, int(w.Box.Y0)-edge, int(w.Box.X1)+edge, int(w.Box.Y1)+edge).Intersect(page.Rect)
	if cut.Empty() {
		return Recognized{Box: w.Box}, nil
	}
	mode := Line
	if isNumber(w.Text) || broken(w.Text) {
		mode = Digits
	}
	margin := int(secondLookPaper * dpi * l.high)
	found, err := r.engine.Recognize(ctx, onPaper(crop(page, cut), l, margin), dpi*l.high, mode)
	if err != nil || len(found) == 0 {
		return Recognized{Box: w.Box}, err
	}
	again := Recognized{Box: found[0].Box, Confidence: 1}
	slices.SortFunc(found, func(a, b Recognized) int { return cmp.Compare(a.Box.X0, b.Box.X0) })
	for _, f := range found {
		again.Text += f.Text
		again.Box = again.Box.Union(f.Box)
		again.Confidence = min(again.Confidence, f.Confidence)
	}
	again.Text = tidy(again.Text)
	again.Box = lake.Box{
		X0: float64(cut.Min.X) + (again.Box.X0-float64(margin))/l.wide, X1: float64(cut.Min.X) + (again.Box.X1-float64(margin))/l.wide,
		Y0: float64(cut.Min.Y) + (again.Box.Y0-float64(margin))/l.high, Y1: float64(cut.Min.Y) + (again.Box.Y1-float64(margin))/l.high,
	}
	return again, nil
}

// onPaper returns the part enlarged, with so many pixels of its own paper around it.
func onPaper(part *image.Gray, l look, margin int) *image.Gray {
	large := raster.Enlarge(part, l.wide, l.high)
	sheet := image.NewGray(image.Rect(0, 0, large.Rect.Dx()+2*margin, large.Rect.Dy()+2*margin))
	_, light := raster.Levels(part)
	for i := range sheet.Pix {
		sheet.Pix[i] = light
	}
	for y := range large.Rect.Dy() {
		copy(sheet.Pix[(y+margin)*sheet.Stride+margin:], large.Pix[y*large.Stride:y*large.Stride+large.Rect.Dx()])
	}
	return sheet
}
