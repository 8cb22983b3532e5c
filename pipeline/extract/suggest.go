package extract

import (
	"maps"
	"slices"
	"strings"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

// enoughCases is in how many documents people must have made the same correction before it is offered as a rule.
const enoughCases = 2

// Suggest offers profiles for what people corrected: where in at least two documents of one seller the corrected value of a field
// stands beside the same words, those words announce the field. The order of the cases does not matter.
func (e *Extractor) Suggest(cases []lake.ProfileCase) []lake.Profile {
	type rule struct {
		nip   string
		field lake.FieldName
		label string // folded
	}
	documents := map[rule]map[lake.DocumentID]bool{}
	printed := map[rule]string{}
	for _, c := range cases {
		lines := scanTokens(c.Text.Pages)
		settleDots(lines, dotStyleOf(lines))
		for field, value := range c.Values {
			l, ok := profileLabels[field]
			if !ok || !lake.ValidNIP(c.SellerNIP) {
				continue
			}
			for _, text := range labelsBeside(lines, field, value) {
				if standard.knows(l, text) {
					continue
				}
				r := rule{c.SellerNIP, field, token.Fold(text)}
				if documents[r] == nil {
					documents[r] = map[lake.DocumentID]bool{}
				}
				documents[r][c.Document] = true
				if printed[r] == "" || text < printed[r] {
					printed[r] = text
				}
			}
		}
	}
	bySeller := map[string]map[lake.FieldName][]string{}
	for r, in := range documents {
		if len(in) < enoughCases {
			continue
		}
		if bySeller[r.nip] == nil {
			bySeller[r.nip] = map[lake.FieldName][]string{}
		}
		bySeller[r.nip][r.field] = append(bySeller[r.nip][r.field], printed[r])
	}
	var profiles []lake.Profile
	for _, nip := range slices.Sorted(maps.Keys(bySeller)) {
		for _, labels := range bySeller[nip] {
			slices.Sort(labels)
		}
		profiles = append(profiles, lake.Profile{Name: "seller-" + nip, SellerNIPs: []string{nip}, Labels: bySeller[nip]})
	}
	return profiles
}

// knows reports whether the general wordings already let the text announce the label.
func (d *dictionary) knows(l label, text string) bool {
	folded := []byte(token.Fold(text))
	return slices.ContainsFunc(d.find(&line{fold: folded}, folded), func(h hit) bool { return h.is(l) && h.start == 0 && h.end == len(folded) })
}

// labelsBeside returns the words in front of or above every place where the value of the field is printed, in small letters.
func labelsBeside(lines []*line, field lake.FieldName, value string) []string {
	var found []string
	for i, l := range lines {
		for _, at := range placesOf(l, field, value) {
			text := wordsBefore(l, at)
			if text == "" && i > 0 && lines[i-1].page == l.page && near(lines[i-1], l) {
				text = wordsAbove(lines[i-1], l, at)
			}
			if text != "" && !slices.Contains(found, text) {
				found = append(found, text)
			}
		}
	}
	return found
}

// placesOf returns where the line prints the value.
func placesOf(l *line, field lake.FieldName, value string) []int {
	var places []int
	add := func(at int, matches bool) {
		if matches {
			places = append(places, at)
		}
	}
	switch field {
	case lake.FieldNet, lake.FieldVAT, lake.FieldGross, lake.FieldAmountDue:
		for _, n := range l.numbers {
			add(n.Start, n.Primary && n.IsAmount() && n.Money().String() == value)
		}
	case lake.FieldConsumption:
		for _, n := range l.numbers {
			for _, unit := range []string{token.UnitKWh, token.UnitMWh} {
				energy, ok := energyOf(n, unit)
				add(n.Start, ok && n.Primary && energy.String() == value)
			}
		}
	case lake.FieldIssueDate, lake.FieldSaleDate, lake.FieldDueDate, lake.FieldPeriodStart:
		for _, d := range l.dates {
			add(d.Start, d.From.String() == value)
		}
	case lake.FieldPPE:
		for _, c := range l.codes {
			add(c.start, c.value == value)
		}
	default:
		if at := strings.Index(string(l.fold), token.Fold(value)); at >= 0 && value != "" {
			add(at, true)
		}
	}
	return slices.Compact(places)
}

// wordsBefore returns the words in front of a position: of its cell, else the cell before.
func wordsBefore(l *line, at int) string {
	i := l.cellAt(at)
	if text := labelText(l, l.cells[i].start, at); text != "" || i == 0 {
		return text
	}
	return labelText(l, l.cells[i-1].start, l.cells[i-1].end)
}

// wordsAbove returns the words of the cell above a position.
func wordsAbove(above, l *line, at int) string {
	i := columnCell(above, l.boxOf(at, at+1))
	if i < 0 {
		return ""
	}
	return labelText(above, above.cells[i].start, above.cells[i].end)
}

// labelText returns a span as the wording of a label, "" if it can be none.
func labelText(l *line, start, end int) string {
	const shortest, longest = 3, 60
	text := strings.ToLower(strings.Trim(l.text(start, end), " .,:;-–()[]*"))
	if cut := strings.LastIndexAny(text, ":;") + 1; cut > 0 {
		text = strings.TrimSpace(text[cut:])
	}
	if len(text) < shortest || len(text) > longest || strings.ContainsAny(text, "0123456789") {
		return ""
	}
	return text
}
