package extract

import (
	"bytes"
	"slices"
	"strings"
	"sync"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

// Fonts with odd widths make readers part words ("zapłat y", "ne tt o") or run them together ("FakturaVAT"). The words of the dictionary tell
// where a seam belongs.

const (
	// mostParts is how many pieces of one word are put together.
	mostParts = 5
	// shortestHalf is how many letters each half of two words that run together has at least.
	shortestHalf = 3
)

// vocabulary is every word, folded, that labels, headings, fees and parts of the day are made of.
var vocabulary = sync.OnceValue(func() map[string]bool {
	known := map[string]bool{}
	add := func(text string) {
		for word := range strings.FieldsSeq(text) {
			if word = strings.Trim(word, ".,:()[]/%*-"); onlyLetters(word) {
				known[word] = true
			}
		}
	}
	for _, e := range standard.all {
		add(e.Text)
	}
	for _, w := range headingWords {
		add(w.Text)
	}
	for _, f := range fees {
		add(f.Text)
	}
	for _, z := range zoneWords {
		add(z.Text)
		add(token.Fold(z.name))
	}
	return known
})

// onlyLetters reports whether a folded text is a word of letters.
func onlyLetters(text string) bool {
	for i := range len(text) {
		if !token.IsLetter(text[i]) {
			return false
		}
	}
	return text != ""
}

// joinParted puts the pieces of a row's words together where only the whole is a word.
func joinParted(row []lake.Word) []lake.Word {
	known := vocabulary()
	joined := make([]lake.Word, 0, len(row))
	for i := 0; i < len(row); i++ {
		word := row[i]
		if end := partedEnd(row, i, known); end > i+1 {
			for _, w := range row[i+1 : end] {
				word.Text += w.Text
				word.Box = word.Box.Union(w.Box)
				word.Confidence = min(word.Confidence, w.Confidence)
			}
			i = end - 1
		}
		joined = append(joined, word)
	}
	return joined
}

// partedEnd returns the end of the longest run of close pieces from row[i] on that make one word, i+1 if there is none.
func partedEnd(row []lake.Word, i int, known map[string]bool) int {
	best, text, strange := i+1, "", false
	for j := i; j < len(row) && j < i+mostParts; j++ {
		if j > i && row[j].Box.X0-row[j-1].Box.X1 > 0.6*charWidth(row[j-1:j+1]) {
			break
		}
		part := token.Fold(row[j].Text)
		letters := strings.TrimRight(part, ".,:()[]")
		if !onlyLetters(letters) {
			break
		}
		text, strange = text+letters, strange || !known[letters]
		if j > i && strange && known[text] {
			best = j + 1
		}
		if letters != part { // a mark ends a word
			break
		}
	}
	return best
}

// partRun cuts words that have run together.
func partRun(words []lake.Word) []lake.Word {
	known := vocabulary()
	parted := make([]lake.Word, 0, len(words))
	for _, w := range words {
		runes := []rune(w.Text)
		for at := seamOf(token.FoldRunes(runes), known); at > 0; at = seamOf(token.FoldRunes(runes), known) {
			head := w
			head.Text = string(runes[:at])
			head.Box.X1 = w.Box.X0 + (w.Box.X1-w.Box.X0)*float64(at)/float64(len(runes))
			parted = append(parted, head)
			runes = runes[at:]
			w.Text, w.Box.X0 = string(runes), head.Box.X1
		}
		parted = append(parted, w)
	}
	return parted
}

// seamOf returns where the second word of two begins, a figure behind a word, or what a semicolon parts; -1 if the text is one word or other than two known ones.
func seamOf(text []byte, known map[string]bool) int {
	if at := bytes.IndexByte(text, ';') + 1; at > 1 && at < len(text) { // "590310600000001023;Adres"
		return at
	}
	letters := 0
	for letters < len(text) && token.IsLetter(text[letters]) {
		letters++
	}
	if letters < len(text) && token.IsDigit(text[letters]) { // "okres01.04.2024", "VAT23%"
		if known[string(text[:letters])] && (letters > shortestHalf || text[len(text)-1] == '%' || string(text[:letters]) == "nip") {
			return letters
		}
		return -1
	}
	if string(text) == "zdnia" {
		return 1
	}
	end := len(text)
	for end > 0 && strings.IndexByte(".,:", text[end-1]) >= 0 {
		end--
	}
	if end < 2*shortestHalf || !onlyLetters(string(text[:end])) || known[string(text[:end])] {
		return -1
	}
	for at := shortestHalf; at <= end-shortestHalf; at++ {
		if known[string(text[:at])] && known[string(text[at:end])] {
			return at
		}
	}
	return -1
}

// joinUnderscores puts codes together that a reader parted at their underscores, which stand below the line: "PL", "_", "ZEOD".
func joinUnderscores(words []lake.Word) []lake.Word {
	gone := map[int]bool{}
	for i, mark := range words {
		if mark.Text != "_" {
			continue
		}
		left, right := -1, -1
		for j, w := range words {
			height := w.Box.Y1 - w.Box.Y0
			if j == i || gone[j] || mark.Box.Y0 < w.Box.Y0 || mark.Box.Y0 > w.Box.Y1+height/2 {
				continue
			}
			if gap := mark.Box.X0 - w.Box.X1; max(gap, -gap) < height/5 && token.HasAlnum(w.Text) {
				left = j
			}
			if gap := w.Box.X0 - mark.Box.X1; max(gap, -gap) < height/5 && token.HasAlnum(w.Text) {
				right = j
			}
		}
		if left < 0 || right < 0 {
			continue
		}
		words[left].Text += "_" + words[right].Text
		words[left].Box = words[left].Box.Union(words[right].Box)
		words[left].Confidence = min(words[left].Confidence, words[right].Confidence)
		gone[i], gone[right] = true, true
	}
	return without(words, gone)
}

// without removes the words at some indices.
func without(words []lake.Word, gone map[int]bool) []lake.Word {
	at := -1
	return slices.DeleteFunc(words, func(lake.Word) bool {
		at++
		return gone[at]
	})
}
