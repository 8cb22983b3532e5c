package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"wattlake/lake"
)

// ProfiledExtractor is an [Extractor] that people can refine. Its results are a function of the words, its rules and the profiles.
type ProfiledExtractor interface {
	Extractor
	// ExtractWith is Extract with the profiles of the set that concern the document, and the version of what was decided about them.
	ExtractWith(text lake.PageText, set lake.ProfileSet) ([]lake.Reading, lake.RulesVersion)
	// Suggest offers profiles for what people corrected more than once.
	Suggest(cases []lake.ProfileCase) []lake.Profile
}

// extractWords turns words into invoices, with the profiles decided on so far.
func (n *stages) extractWords(text lake.PageText) ([]lake.Reading, lake.RulesVersion) {
	if profiled, ok := n.extractor.(ProfiledExtractor); ok {
		return profiled.ExtractWith(text, n.Profiles())
	}
	return n.extractor.Extract(text), lake.RulesVersion{}
}

// Profiles returns the vendor profiles that people have decided on, by name.
func (l *Library) Profiles() lake.ProfileSet { return lake.NewProfileSet(l.bronze.Decisions("")) }

// AddProfile makes a profile count for everybody who shares the lake, in the place of an earlier one of that name. What is parsed
// already stays until it is parsed again.
func (n *Node) AddProfile(ctx context.Context, content []byte) (lake.Profile, error) {
	profile, err := lake.ParseProfile(content)
	if err != nil {
		return profile, err
	}
	canonical, err := json.Marshal(profile)
	if err != nil {
		return profile, fmt.Errorf("encode profile: %w", err)
	}
	values := map[string]string{lake.ProfileNameValue: profile.Name, lake.ProfileValue: string(canonical)}
	return profile, n.decide(ctx, lake.Decision{Kind: lake.DecideProfile, Author: n.author, Values: values})
}

// RemoveProfile takes a profile out of use.
func (n *Node) RemoveProfile(ctx context.Context, name string) error {
	for _, h := range n.Profiles() {
		if h.Name == name && h.Active != nil {
			return n.decide(ctx, lake.Decision{Kind: lake.DecideProfile, Author: n.author, Values: map[string]string{lake.ProfileNameValue: name}})
		}
	}
	return &lake.Error{
		Code: lake.CodeNotFound, Op: "pipeline: remove profile",
		Message: lake.Text{PL: "Nie ma profilu „" + name + "”.", EN: "There is no profile " + name + "."},
		Hint:    lake.Text{PL: "Listę pokaże: wattlake profile list", EN: "List them: wattlake profile list"},
	}
}

// SuggestProfiles offers profiles that would have spared people the corrections they made in review, none if the extractor cannot
// be refined.
func (n *Node) SuggestProfiles(ctx context.Context) ([]lake.Profile, error) {
	profiled, ok := n.extractor.(ProfiledExtractor)
	if !ok {
		return nil, nil
	}
	var cases []lake.ProfileCase
	for _, id := range n.bronze.Documents() {
		facts, err := n.bronze.Facts(ctx, id)
		if err != nil {
			return nil, err
		}
		found := casesOf(facts)
		if len(found) == 0 {
			continue
		}
		text, _, ok, err := n.bronze.Words(ctx, id)
		if err != nil {
			return nil, err
		}
		for i := range found {
			found[i].Text = text
		}
		if ok {
			cases = append(cases, found...)
		}
	}
	return profiled.Suggest(cases), nil
}

// casesOf returns what people changed in the invoices of a document, without its words.
func casesOf(facts lake.Facts) []lake.ProfileCase {
	best, ok := facts.Best()
	if !ok || facts.Deleted() {
		return nil
	}
	var cases []lake.ProfileCase
	for _, reading := range best.Invoices {
		c := lake.ProfileCase{Document: facts.ID, SellerNIP: reading.Fields.Value(lake.FieldSellerNIP), Values: map[lake.FieldName]string{}}
		for _, d := range facts.Decisions {
			if d.Kind != lake.DecideReview || (d.Part != 0 && d.Part != reading.Part) {
				continue
			}
			for name, value := range d.Values {
				if field := lake.FieldName(name[strings.LastIndexByte(name, '.')+1:]); value != "" && value != reading.Fields.Value(field) {
					c.Values[field] = value
				}
			}
		}
		if len(c.Values) > 0 {
			cases = append(cases, c)
		}
	}
	return cases
}
