package child

import (
	"image"
	"math"
	"slices"
	"unicode"
	"unicode/utf8"

	"wattlake/lake"
	"wattlake/pipeline/reader/child/raster"
)

// A dash between digits is so small that recognition of sparse text takes it for dirt now and then. In heights of the digits:
const (
	tightGap     = 1.0  // between the parts of a date that the dash holds together
	looseGap     = 3.0  // between two dates with the dash between them
	dashLength   = 0.15 // at least
	dashThick    = 0.28 // at most
	dashMiddle   = 0.5  // where it stands
	dashMisplace = 0.2  // how far from there
)

// mendDashes puts back the dashes that stand on the page between words of digits: "2026", "04" become "2026-04", and two dates get one
// between them.
func mendDashes(page *image.Gray, words []Recognized) []Recognized {
	slices.SortStableFunc(words, func(a, b Recognized) int { return int(a.Box.X0) - int(b.Box.X0) })
	for i := range words {
		for { // until nothing more follows: a date has two dashes
			j, loose := follower(words, i)
			if j < 0 {
				break
			}
			dash, ok := dashBetween(page, words[i].Box, words[j].Box)
			if !ok {
				break
			}
			if loose {
				words = append(words, Recognized{Text: "-", Box: dash, Confidence: min(words[i].Confidence, words[j].Confidence)})
				break
			}
			words[i].Text += "-" + words[j].Text
			words[i].Box = words[i].Box.Union(words[j].Box)
			words[i].Confidence = min(words[i].Confidence, words[j].Confidence)
			words[j].Text = ""
		}
	}
	return slices.DeleteFunc(words, func(w Recognized) bool { return w.Text == "" })
}

// follower returns the next word of digits on the line of the i-th, -1 if none is near enough to have had a dash before it.
func follower(words []Recognized, i int) (next int, loose bool) {
	w := words[i]
	height := w.Box.Y1 - w.Box.Y0
	if last, _ := utf8.DecodeLastRuneInString(w.Text); !unicode.IsDigit(last) {
		return -1, false
	}
	for j := i + 1; j < len(words); j++ {
		n := words[j]
		gap := n.Box.X0 - w.Box.X1
		if gap > looseGap*height {
			break
		}
		level := math.Abs(n.Box.Y1-w.Box.Y1) <= baselineTolerance*height
		if first, _ := utf8.DecodeRuneInString(n.Text); !level || gap <= 0 || n.Text == "" {
			continue
		} else if !unicode.IsDigit(first) {
			break
		}
		switch {
		case gap <= tightGap*height && isDigits(w.Text[max(0, len(w.Text)-2):]) && isDigits(n.Text):
			return j, false
		case isDate(w.Text) && isDate(n.Text):
			return j, true
		default:
			return -1, false
		}
	}
	return -1, false
}

// dashBetween returns the dash in the gap between two words of digits: the only piece of ink in it.
func dashBetween(page *image.Gray, before, behind lake.Box) (lake.Box, bool) {
	cut := image.Rect(int(before.X1)+1, int(before.Y0), int(behind.X0), int(before.Y1)+1).Intersect(page.Rect)
	part := crop(page, cut)
	threshold, _ := raster.Levels(crop(page, image.Rect(int(before.X0), cut.Min.Y, int(behind.X1), cut.Max.Y).Intersect(page.Rect)))
	pieces := inkPieces(part, threshold)
	if len(pieces) != 1 {
		return lake.Box{}, false
	}
	dash, height := pieces[0].box, float64(part.Rect.Dy())
	middle := float64(dash.Min.Y+dash.Max.Y) / 2
	flat := float64(dash.Dx()) >= dashLength*height && float64(dash.Dy()) <= dashThick*height && dash.Dx() > dash.Dy()
	if !flat || math.Abs(middle-dashMiddle*height) > dashMisplace*height {
		return lake.Box{}, false
	}
	return pixelBox(dash.Add(cut.Min)), true
}
