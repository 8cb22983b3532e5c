package extract

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"wattlake/lake"
)

// tidy drops what is no text of a line (rules, rotated margin notes, doubles of false bold) and cuts words at leaders. The
// result is ordered by place, so the order in the stream does not matter.
func tidy(words []lake.Word, recognised bool) []lake.Word {
	framed := !recognised && hasFrame(words)
	tidied := make([]lake.Word, 0, len(words))
	for _, w := range words {
		width, height := w.Box.X1-w.Box.X0, w.Box.Y1-w.Box.Y0
		vertical := utf8.RuneCountInString(w.Text) > 3 && height > 2*width
		if width <= 0 || height <= 0 || vertical || strings.TrimSpace(w.Text) == "" || (framed && isRule(w.Text)) {
			continue
		}
		for _, part := range cutLeaders(w) {
			tidied = append(tidied, cutBars(part, recognised)...)
		}
	}
	slices.SortFunc(tidied, func(a, b lake.Word) int {
		return cmp.Or(cmp.Compare(a.Box.X0, b.Box.X0), cmp.Compare(a.Box.Y0, b.Box.Y0), cmp.Compare(a.Text, b.Text),
			cmp.Compare(a.Box.X1, b.Box.X1))
	})
	return slices.CompactFunc(tidied, isDouble)
}

// hasFrame reports whether typed bars stand below each other, as in a frame and not between words.
func hasFrame(words []lake.Word) bool {
	const fewest, straight = 3, 1.0 // bars in a column; points by which they may be apart
	below := map[int]int{}
	for _, w := range words {
		if isRule(w.Text) && utf8.RuneCountInString(w.Text) == 1 {
			column := int(w.Box.X0 / straight)
			below[column]++
			if below[column] >= fewest {
				return true
			}
		}
	}
	return false
}

// isRule reports whether a word is a piece of a table's frame that was typed: "|", "+-----+", "=====".
func isRule(text string) bool {
	return strings.Trim(text, "|│┃¦") == "" || (utf8.RuneCountInString(text) > 2 && strings.Trim(text, "|│┃¦+-=_─━═┼├┤┬┴┌┐└┘*") == "")
}

// isDouble reports whether two words are one that was printed twice for a bold look.
func isDouble(a, b lake.Word) bool {
	tolerance := (a.Box.Y1 - a.Box.Y0) * 0.15
	near := func(x, y float64) bool { return max(x-y, y-x) < tolerance }
	return a.Text == b.Text && near(a.Box.X0, b.Box.X0) && near(a.Box.Y0, b.Box.Y0)
}

// cutLeaders removes runs of leader characters; what stands on either side becomes a word of its own.
func cutLeaders(w lake.Word) []lake.Word {
	if !strings.Contains(w.Text, "....") && !strings.Contains(w.Text, "____") && !strings.Contains(w.Text, "…") {
		return []lake.Word{w}
	}
	runes := []rune(w.Text)
	step := (w.Box.X1 - w.Box.X0) / float64(len(runes))
	var parts []lake.Word
	start := 0
	flush := func(end int) {
		if end > start {
			part := w
			part.Text = string(runes[start:end])
			part.Box.X0 = w.Box.X0 + step*float64(start)
			part.Box.X1 = w.Box.X0 + step*float64(end)
			parts = append(parts, part)
		}
	}
	for i := 0; i < len(runes); {
		run := i
		for run < len(runes) && (runes[run] == '.' || runes[run] == '_' || runes[run] == '…') {
			run++
		}
		if run-i >= leader || (run > i && runes[i] == '…') {
			flush(i)
			start = run
		}
		i = max(run, i+1)
	}
	flush(len(runes))
	return parts
}

// cutBars cuts a word at upright bars between its parts: "całodobowa|5902438…|C11". A recognised bar may be a letter or a one.
func cutBars(w lake.Word, recognised bool) []lake.Word {
	if recognised || !strings.Contains(w.Text, "|") || strings.Trim(w.Text, "|") == "" {
		return []lake.Word{w}
	}
	step := (w.Box.X1 - w.Box.X0) / float64(utf8.RuneCountInString(w.Text))
	var parts []lake.Word
	at := 0
	for text := range strings.SplitSeq(w.Text, "|") {
		length := utf8.RuneCountInString(text)
		if length > 0 {
			part := w
			part.Text = text
			part.Box.X0, part.Box.X1 = w.Box.X0+step*float64(at), w.Box.X0+step*float64(at+length)
			parts = append(parts, part)
		}
		at += length + 1
	}
	return parts
}
