package present

import (
	"slices"

	"wattlake/lake"
)

// spread gives each finding to the field that it is about; what is about none stands above the form.
func (s *Sheet) spread(findings []lake.Finding) {
	var rest []lake.Finding
	for _, f := range findings {
		about := s.about(f)
		for _, field := range about {
			field.Findings = append(field.Findings, Notice{Tone: severityTone(f.Severity), Message: s.l.Say(f.Message)})
		}
		if len(about) == 0 {
			rest = append(rest, f)
		}
	}
	s.Notices = notices(s.l, rest)
}

// about returns the fields that a finding is about. One about points does not say which: the first that it can hold for
// shows it.
func (s *Sheet) about(f lake.Finding) []*SheetField {
	if field, ok := s.fields[string(f.Field)]; ok && f.Field != "" {
		return []*SheetField{field}
	}
	for n := range s.Points {
		field, ok := s.fields[lake.PointField(n, f.Field)]
		if ok && (f.Code != lake.FindingPPECheck || !lake.ValidPPE(field.Value)) {
			return []*SheetField{field}
		}
	}
	return nil
}

// judge tells how certain a field is and whether it needs a person.
func (s *Sheet) judge(f *SheetField) {
	open := slices.ContainsFunc(f.Findings, func(n Notice) bool { return n.Tone == Bad || n.Tone == Attention })
	wanting := f.Key && f.Value == "" && !s.sellerKnown(f)
	switch {
	case f.Entered:
		f.Certainty = Entered
	case f.Value == "" && (wanting || open):
		f.Certainty = Missing
	case f.Value == "":
		f.Certainty = Absent
	case open || f.Read.Confidence < lowConfidence:
		f.Certainty = Doubted
	default:
		f.Certainty = Sure
	}
	f.NeedsEyes = !s.Approved && (f.Problem != "" || f.Certainty == Missing || f.Certainty == Doubted)
}

// sellerKnown reports whether the field is the seller's name and the tax number makes up for it.
func (s *Sheet) sellerKnown(f *SheetField) bool {
	nip := s.fields[string(lake.FieldSellerNIP)]
	return f.Name == string(lake.FieldSellerName) && nip != nil && nip.Value != ""
}

// Next returns the name of the first field that needs eyes after (or, with backwards, before) the named one, going round; ""
// when none does.
func (s *Sheet) Next(after string, backwards bool) string {
	at, step := slices.Index(s.order, after), 1
	if backwards {
		step = -1
		if at < 0 {
			at = 0
		}
	}
	n := len(s.order)
	for i := 1; i <= n; i++ {
		name := s.order[((at+i*step)%n+n)%n]
		if s.fields[name].NeedsEyes && name != after {
			return name
		}
	}
	return ""
}

// Eyes counts the fields that need a person.
func (s *Sheet) Eyes() int {
	n := 0
	for _, f := range s.fields {
		if f.NeedsEyes {
			n++
		}
	}
	return n
}
