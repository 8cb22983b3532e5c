package extract

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

const (
	// lineOverlap is how much of the lower word's height must overlap for two words to share a line.
	lineOverlap = 0.5
	// sameShare is by how much two rows may differ in overlap so that the nearer one still gets a word.
	sameShare = 0.1
	// gapOfCell is the gap between words, in usual spaces of the page, from which a new cell begins.
	gapOfCell = 1.7
	// maxHeightRatio is how much taller one word of a line may be than the next; a logo is taller.
	maxHeightRatio = 2.5
	// widestSpace is the widest gap, in character widths, that is taken for a space between words: in a typewriter face the
	// letters do not fill their width, and a space looks that wide.
	widestSpace = 1.5
	// usualSpace is the width of a space, in character widths, on a page with too few words to measure it.
	usualSpace = 0.6
	// leader is the shortest run of dots or underscores that joins a label with its value.
	leader = 4
	// maxLineWords bounds the words of one line; a page of noise is cut there.
	maxLineWords = 400
)

// newLines rebuilds the lines of a page from word boxes alone.
func newLines(page lake.Page) []*line {
	words := joinUnderscores(partRun(tidy(page.Words, page.Source == lake.SourceOCR)))
	if page.Source == lake.SourceOCR {
		words = joinOverlapping(words)
	}
	skew := skewOf(words)
	rows := groupRows(joinBrokenAmounts(straightened(words, skew)))
	for _, row := range rows {
		slices.SortStableFunc(row, func(a, b lake.Word) int { return cmp.Compare(a.Box.X0, b.Box.X0) })
	}
	slices.SortStableFunc(rows, func(a, b []lake.Word) int { return cmp.Compare(middleOf(a), middleOf(b)) })
	space := spaceOf(rows)
	lines := make([]*line, len(rows))
	for i, row := range rows {
		lines[i] = newLine(page, joinParted(joinSpaced(row)), space)
	}
	lines = upright(page, unfolded(page, rows, lines, space), space)
	for _, l := range lines {
		l.skew = skew
	}
	return lines
}

// groupRows puts each word, from left to right, on the row whose last words it overlaps most: a slight skew does not tear
// rows apart, because only neighbours are compared.
func groupRows(words []lake.Word) [][]lake.Word {
	var rows [][]lake.Word
	var bands []lake.Word // the last word with a letter or digit of each row, its first word until there is one
	for _, w := range words {
		best, bestShare := -1, lineOverlap
		for i, band := range bands {
			share := overlapShare(band, w)
			if share <= lineOverlap || len(rows[i]) >= maxLineWords || !follows(rows[i][len(rows[i])-1].Box, w) {
				continue
			}
			closer := best >= 0 && share > bestShare-sameShare && rows[i][len(rows[i])-1].Box.X1 > rows[best][len(rows[best])-1].Box.X1
			if (share > bestShare && (best < 0 || share > bestShare+sameShare || closer)) || closer {
				best, bestShare = i, share
			}
		}
		if best < 0 {
			rows = append(rows, []lake.Word{w})
			bands = append(bands, w)
			continue
		}
		rows[best] = append(rows[best], w)
		if token.HasAlnum(w.Text) { // a comma or dash does not move the band
			bands[best] = w
		}
	}
	return rows
}

// follows reports whether a word can stand behind another on one line: the two do not cover each other, or it is a mark over the end of that.
func follows(before lake.Box, w lake.Word) bool {
	after := w.Box
	return before.X1-after.X0 < 0.4*min(before.X1-before.X0, after.X1-after.X0) || (!token.HasAlnum(w.Text) && after.X0 > before.X0 && after.X1 > before.X1)
}

// overlapShare returns how much of the lower one's height overlaps, 0 if the two cannot stand on one line.
func overlapShare(last, w lake.Word) float64 {
	band := last.Box
	if !token.HasAlnum(w.Text) { // a comma hangs below the digits that it stands between
		w.Box.Y0 -= w.Box.Y1 - w.Box.Y0
	}
	overlap := min(band.Y1, w.Box.Y1) - max(band.Y0, w.Box.Y0)
	if overlap <= 0 {
		return 0
	}
	bandHeight, height := band.Y1-band.Y0, w.Box.Y1-w.Box.Y0
	offset := (band.Y0 + band.Y1 - w.Box.Y0 - w.Box.Y1) / 2
	if offset = max(offset, -offset); token.HasAlnum(w.Text) && token.HasAlnum(last.Text) &&
		(offset > 0.45*max(bandHeight, height) || max(bandHeight, height) > maxHeightRatio*min(bandHeight, height)) {
		return 0
	}
	return overlap / min(bandHeight, height)
}

func middleOf(row []lake.Word) float64 {
	sum := 0.0
	for _, w := range row {
		sum += (w.Box.Y0 + w.Box.Y1) / 2
	}
	return sum / float64(len(row))
}

// spaceOf measures the usual space between words of the page, in character widths.
func spaceOf(rows [][]lake.Word) float64 {
	var gaps []float64
	for _, row := range rows {
		char := charWidth(row)
		for i := 1; i < len(row); i++ {
			if gap := (row[i].Box.X0 - row[i-1].Box.X1) / char; gap > 0.1 && gap < widestSpace {
				gaps = append(gaps, gap)
			}
		}
	}
	if len(gaps) < 8 {
		return usualSpace
	}
	slices.Sort(gaps)
	return max(gaps[len(gaps)/2], usualSpace/2)
}

// charWidth returns the mean width of a character of the row.
func charWidth(row []lake.Word) float64 {
	width, count := 0.0, 0
	for _, w := range row {
		width += w.Box.X1 - w.Box.X0
		count += utf8.RuneCountInString(w.Text)
	}
	return width / float64(max(count, 1))
}
