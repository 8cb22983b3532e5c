package extract

import (
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"wattlake/lake"
)

// profileLabels maps the fields that a profile may add wordings for to labels.
var profileLabels = map[lake.FieldName]label{
	lake.FieldIssueDate: labelIssued, lake.FieldSaleDate: labelSold, lake.FieldDueDate: labelDueDate, lake.FieldPeriodStart: labelPeriod,
	lake.FieldPPE: labelPPE, lake.FieldTariff: labelTariff, lake.FieldNet: labelNet, lake.FieldVAT: labelVAT, lake.FieldGross: labelGross,
	lake.FieldAmountDue: labelDue, lake.FieldConsumption: labelConsumption, lake.FieldReason: labelReason, lake.FieldSellerName: labelSeller,
	lake.FieldBuyerName: labelBuyer, lake.FieldAddress: labelPlace,
}

//go:embed profiles/*.json
var profileFiles embed.FS

// builtin returns the profiles that come with the program.
func builtin() ([]lake.Profile, error) {
	files, err := profileFiles.ReadDir("profiles")
	if err != nil {
		return nil, fmt.Errorf("read the built-in profiles: %w", err)
	}
	profiles := make([]lake.Profile, 0, len(files))
	for _, f := range files {
		content, err := profileFiles.ReadFile("profiles/" + f.Name())
		if err != nil {
			return nil, fmt.Errorf("read the built-in profiles: %w", err)
		}
		p, err := lake.ParseProfile(content)
		if err != nil {
			return nil, fmt.Errorf("profile %s: %w", f.Name(), err)
		}
		profiles = append(profiles, p)
	}
	return profiles, nil
}

// ExtractWith is [Extractor.Extract] refined by the profiles that people decided on, and the version of those decisions that
// concern the document. The result is a function of the words and the set.
func (e *Extractor) ExtractWith(text lake.PageText, set lake.ProfileSet) ([]lake.Reading, lake.RulesVersion) {
	lines := scanTokens(text.Pages)
	nips := taxNumbers(lines)
	decided, version := set.For(nips)
	var profiles []lake.Profile
	for _, p := range e.builtin {
		replaced := slices.ContainsFunc(set, func(h lake.ProfileHistory) bool { return h.Name == p.Name && h.Active != nil })
		if p.CoversAny(nips) && !replaced {
			profiles = append(profiles, p)
		}
	}
	return e.read(text, lines, e.refined(append(profiles, decided...))), version
}

// taxNumbers returns the tax numbers that the document prints.
func taxNumbers(lines []*line) []string {
	var nips []string
	for _, l := range lines {
		for _, c := range l.codes {
			if c.kind == codeNIP && !slices.Contains(nips, c.value) {
				nips = append(nips, c.value)
			}
		}
	}
	return nips
}

// refined returns the dictionary with the profiles; it is built once for each set of them.
func (e *Extractor) refined(profiles []lake.Profile) *dictionary {
	if len(profiles) == 0 {
		return standard
	}
	name, err := json.Marshal(profiles)
	if err != nil {
		return standard // plain data; it was read from JSON
	}
	if d, ok := e.dicts.Load(string(name)); ok {
		if known, ok := d.(*dictionary); ok {
			return known
		}
	}
	d := newDictionary(profiles...)
	e.dicts.Store(string(name), d)
	return d
}

// learn adds what a profile says, ahead of the general wordings, so that it wins over equal ones.
func (d *dictionary) learn(p lake.Profile) {
	for _, field := range slices.Sorted(maps.Keys(p.Labels)) {
		l, ok := profileLabels[field]
		for _, wording := range p.Labels[field] {
			if ok {
				d.add(l, strings.ToLower(wording), l == labelNet || l == labelVAT || l == labelGross)
				d.all[len(d.all)-1].taught = true
			}
		}
	}
	for _, wording := range p.Ignore {
		d.add(labelOther, strings.ToLower(wording), false)
	}
	if p.Number != "" {
		if pattern, err := regexp.Compile("(?i)^(?:" + p.Number + ")$"); err == nil {
			d.number = pattern
		}
	}
	switch p.Dot {
	case lake.DotThousands:
		d.dot = dotThousands
	case lake.DotDecimal:
		d.dot = dotDecimal
	}
	if p.Unit != "" {
		d.unit = strings.ToLower(p.Unit)
	}
}

// patternedNumber returns the only number of the invoice in the form that a profile gives, if the one that was found has not that
// form.
func (p *part) patternedNumber(own heading, refs []heading) (heading, bool) {
	if p.dict.number == nil || own.note || p.dict.number.MatchString(own.number.value) { // notes have numbers of another form
		return own, false
	}
	var found heading
	for _, l := range p.lines {
		for _, piece := range l.pieces {
			start, end := trimMarks(l.fold, piece.start, piece.end)
			if start >= end || !p.dict.number.MatchString(l.text(start, end)) {
				continue
			}
			value := l.text(start, end)
			if slices.ContainsFunc(refs, func(r heading) bool { return lake.FoldNumber(r.number.value) == lake.FoldNumber(value) }) {
				continue
			}
			switch {
			case found.line == nil:
				found = heading{line: l, start: start, end: end, numbered: true, number: newEvidence(l, start, end, value, "form of the seller's numbers", 0.9)}
			case lake.FoldNumber(found.number.value) != lake.FoldNumber(value):
				return own, false
			}
		}
	}
	found.correcting, found.forecasting, found.note = own.correcting, own.forecasting, own.note
	return found, found.line != nil
}
