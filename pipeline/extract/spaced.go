package extract

import (
	"unicode/utf8"

	"wattlake/lake"
)

// joinSpaced joins letter-spaced words ("1 5 2 9 , 4 8"): at least four single characters at nearly the same distance.
func joinSpaced(row []lake.Word) []lake.Word {
	joined := make([]lake.Word, 0, len(row))
	for i := 0; i < len(row); {
		end := spacedRun(row, i)
		if end-i < 4 {
			joined = append(joined, row[i])
			i++
			continue
		}
		word := row[i]
		for _, w := range row[i+1 : end] {
			word.Text += w.Text
			word.Box = word.Box.Union(w.Box)
			word.Confidence = min(word.Confidence, w.Confidence)
		}
		joined = append(joined, word)
		i = end
	}
	return joined
}

// spacedRun returns the end of the run of evenly spaced single characters that begins at row[from].
func spacedRun(row []lake.Word, from int) int {
	single := func(w lake.Word) bool { return utf8.RuneCountInString(w.Text) == 1 }
	pitch := func(i int) float64 { return row[i].Box.X0 + row[i].Box.X1 - row[i-1].Box.X0 - row[i-1].Box.X1 }
	if !single(row[from]) || from+1 >= len(row) || !single(row[from+1]) {
		return from
	}
	usual, end := pitch(from+1), from+1
	for end < len(row) && single(row[end]) && pitch(end) < 1.6*usual && pitch(end) > 0.5*usual {
		end++
	}
	return end
}
