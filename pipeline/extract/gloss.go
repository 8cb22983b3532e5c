package extract

import (
	"strings"

	"wattlake/pipeline/extract/token"
)

// englishWords are the words of the second language in bilingual labels: "Termin płatności / Due date", "Faktura / Rechnung".
var englishWords = wordSet(`a amount amounts and active address at balance bank before after billed billing brutto business buyer by charge charges client code
	consumer consumption contract contracted cost correction correcting corrective corrected currency customer customer's date dated day days delivery description difference
	distribution document due duty electric electricity end energy excise fee fees fixed for from grid gross group id identification in invoice invoiced item issue
	issued kwh line load meter metering measure name net network no number of on order original paid pay payable payer payment peak period place point poa ppe
	power price purchaser quantity rate rechnung reactive reading reason recipient refund refundable refunded be sale sales seller service services settlement start subtotal sum supplier supply tariff tax
	term terms the to total type unit units usage used value variable vat vendor with`)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		set[word] = true
	}
	return set
}

// afterGloss returns where a translation ends that follows a label behind a slash or in brackets, else at itself.
func afterGloss(text []byte, at int) int {
	start := token.SkipBlank(text, at)
	if start >= len(text) || (text[start] != '/' && text[start] != '(' && text[start] != '|') {
		return at
	}
	end := at
	for pos := start + 1; pos < len(text); {
		pos = token.SkipBlank(text, pos)
		word := pos
		for word < len(text) && (token.IsLetter(text[word]) || text[word] == '\'') {
			word++
		}
		if word == pos || !englishWords[string(text[pos:word])] {
			break
		}
		for word < len(text) && (text[word] == '.' || text[word] == ')' || text[word] == ',') {
			word++
		}
		end, pos = word, word
	}
	return end
}

// joinTranslated makes one hit of two neighbours that say the same in two languages, and takes translations into the label.
func joinTranslated(text []byte, hits []hit) []hit {
	joined := hits[:0]
	for _, h := range hits {
		if len(joined) > 0 {
			last := &joined[len(joined)-1]
			if h.start < last.end {
				continue // a word of the translation
			}
			if between := strings.Trim(string(text[last.end:h.start]), " \t/(|"); between == "" && h.start > last.end+1 && last.entry.label == h.entry.label &&
				strings.ContainsAny(string(text[last.end:h.start]), "/(|") {
				last.end = afterGloss(text, h.end)
				continue
			}
		}
		h.end = afterGloss(text, h.end)
		joined = append(joined, h)
	}
	return joined
}
