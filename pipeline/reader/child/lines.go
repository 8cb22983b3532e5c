package child

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"wattlake/lake"
)

// placed is a word that still has to find its line.
type placed struct {
	word        lake.Word
	framed      lake.Box // where it is when the page is turned so that it reads from left to right
	quarters    int
	baseline    float64 // in the framed coordinates
	hasBaseline bool
}

// The tolerances of lines, in heights of words.
const (
	baselineTolerance = 0.4  // how far the baselines of one line may be apart
	descent           = 0.22 // of a word's height that hangs below the baseline if it has descenders
	sameWordShift     = 0.15 // a word printed twice for a bold look lies this close to itself
)

// arrange returns the words in reading order and the index of the first word of each line. Words that stand in another
// direction than most of the page follow after the others.
func arrange(words []placed) (ordered []lake.Word, starts []int) {
	var groups [4][]placed
	for _, w := range words {
		groups[w.quarters] = append(groups[w.quarters], w)
	}
	order := []int{0, 1, 2, 3}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(len(groups[b]), len(groups[a])) })
	for _, quarters := range order {
		for _, line := range linesOf(groups[quarters]) {
			starts = append(starts, len(ordered))
			for _, w := range line.words {
				w.word.Box = roundBox(w.word.Box)
				ordered = append(ordered, w.word)
			}
		}
	}
	return ordered, starts
}

// textLine is a line of words in the making.
type textLine struct {
	words    []placed
	baseline float64 // mean
	height   float64 // mean
}

func (l *textLine) add(w placed) {
	n := float64(len(l.words))
	l.baseline = (l.baseline*n + w.baseline) / (n + 1)
	l.height = (l.height*n + heightOf(w)) / (n + 1)
	l.words = append(l.words, w)
}

func heightOf(w placed) float64 { return w.framed.Y1 - w.framed.Y0 }

// linesOf groups words of one direction by their baselines, top to bottom, each line from left to right.
func linesOf(words []placed) []textLine {
	var standing, floating []placed
	for _, w := range words {
		if w.hasBaseline {
			standing = append(standing, w)
		} else {
			floating = append(floating, w)
		}
	}
	slices.SortStableFunc(standing, func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.baseline, b.baseline), cmp.Compare(a.framed.X0, b.framed.X0), strings.Compare(a.word.Text, b.word.Text))
	})
	var lines []textLine
	for _, w := range standing {
		if i := nearestLine(lines, w); i >= 0 {
			lines[i].add(w)
			continue
		}
		lines = append(lines, textLine{})
		lines[len(lines)-1].add(w)
	}
	lines = attachFloating(lines, floating)
	slices.SortStableFunc(lines, func(a, b textLine) int { return cmp.Compare(a.baseline, b.baseline) })
	for i := range lines {
		lines[i].words = tidyLine(lines[i].words)
	}
	return lines
}

// recentLines bounds the lines that a word is compared with: words come sorted by baseline, so that its line is among the last.
const recentLines = 6

// nearestLine returns the index of the line on whose baseline w stands, -1 if there is none.
func nearestLine(lines []textLine, w placed) int {
	best, bestDistance := -1, math.Inf(1)
	for i := max(0, len(lines)-recentLines); i < len(lines); i++ {
		distance := math.Abs(lines[i].baseline - w.baseline)
		if distance <= baselineTolerance*min(lines[i].height, heightOf(w)) && distance < bestDistance {
			best, bestDistance = i, distance
		}
	}
	return best
}

// attachFloating gives words without a baseline of their own, such as a dash, to the line in whose band they lie.
func attachFloating(lines []textLine, floating []placed) []textLine {
	standing := len(lines)
	for _, w := range floating {
		middle := (w.framed.Y0 + w.framed.Y1) / 2
		best, bestDistance := -1, math.Inf(1)
		for i := range lines[:standing] {
			l := lines[i]
			distance := math.Abs(l.baseline - l.height/2 - middle)
			if distance <= l.height*0.85 && distance < bestDistance {
				best, bestDistance = i, distance
			}
		}
		if best >= 0 {
			lines[best].words = append(lines[best].words, w)
			continue
		}
		w.baseline = w.framed.Y1
		lines = append(lines, textLine{})
		lines[len(lines)-1].add(w)
	}
	return lines
}

// tidyLine orders the words of one line, drops words printed twice and joins letter-spaced ones.
func tidyLine(words []placed) []placed {
	slices.SortStableFunc(words, func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.framed.X0, b.framed.X0), cmp.Compare(a.framed.X1, b.framed.X1), strings.Compare(a.word.Text, b.word.Text))
	})
	kept := words[:0]
	for _, w := range words {
		if n := len(kept); n > 0 && samePlace(kept[n-1], w) {
			continue
		}
		kept = append(kept, w)
	}
	return joinSpaced(kept)
}

func samePlace(a, b placed) bool {
	shift := sameWordShift * heightOf(a)
	return a.word.Text == b.word.Text && math.Abs(a.framed.X0-b.framed.X0) <= shift && math.Abs(a.framed.X1-b.framed.X1) <= shift
}

// The rules for letter-spaced words, "F A K T U R A": so many letters in a row, evenly apart.
const (
	minSpacedLetters = 4
	maxSpacedGap     = 1.2 // heights between two letters of one word
	wordGapFactor    = 1.7 // a gap so many times the usual one parts two words
)

// joinSpaced joins runs of single letters into the words that they spell.
func joinSpaced(words []placed) []placed {
	var joined []placed
	for i := 0; i < len(words); {
		end := spacedRun(words, i)
		if end-i < minSpacedLetters {
			joined = append(joined, words[i])
			i++
			continue
		}
		joined = append(joined, spell(words[i:end])...)
		i = end
	}
	return joined
}

// spacedRun returns the end of the run of single letters that begins at start.
func spacedRun(words []placed, start int) int {
	end := start
	for end < len(words) && isSingleLetter(words[end].word.Text) {
		if end > start {
			gap := words[end].framed.X0 - words[end-1].framed.X1
			if gap > 2*maxSpacedGap*max(heightOf(words[end]), heightOf(words[end-1])) {
				break
			}
		}
		end++
	}
	return end
}

func isSingleLetter(s string) bool {
	r, size := utf8.DecodeRuneInString(s)
	return size == len(s) && unicode.IsLetter(r)
}

// spell joins letters; a gap much wider than the usual one begins the next word.
func spell(letters []placed) []placed {
	gaps := make([]float64, 0, len(letters)-1)
	for i := 1; i < len(letters); i++ {
		gaps = append(gaps, letters[i].framed.X0-letters[i-1].framed.X1)
	}
	sorted := slices.Sorted(slices.Values(gaps))
	usual := max(sorted[len(sorted)/2], 0.01)
	if usual > maxSpacedGap*heightOf(letters[0]) {
		return letters
	}
	words := []placed{letters[0]}
	for i, w := range letters[1:] {
		last := &words[len(words)-1]
		if gaps[i] > wordGapFactor*usual {
			words = append(words, w)
			continue
		}
		last.word.Text += w.word.Text
		last.word.Box = last.word.Box.Union(w.word.Box)
		last.word.Confidence = min(last.word.Confidence, w.word.Confidence)
		last.framed = last.framed.Union(w.framed)
	}
	return words
}

// standsOnBaseline reports whether the lower edge of the character is the baseline.
func standsOnBaseline(r rune) bool {
	switch {
	case strings.ContainsRune("gjpqyQJąęĄĘ", r):
		return false
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		return true
	default:
		return strings.ContainsRune(".:!?%&#", r)
	}
}

// baselineOf estimates the baseline of a recognised word from its box and its letters.
func baselineOf(text string, box lake.Box) (baseline float64, ok bool) {
	stands, hangs := false, false
	for _, r := range text {
		stands = stands || standsOnBaseline(r)
		hangs = hangs || strings.ContainsRune("gjpqyQąęĄĘ,;()[]{}/|@$", r)
	}
	switch {
	case hangs && (stands || strings.ContainsAny(text, "gjpqyąę")):
		return box.Y1 - descent*(box.Y1-box.Y0), true
	case stands:
		return box.Y1, true
	default:
		return 0, false
	}
}
