package pipeline_test

import (
	"testing"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/pipeline/pipelinetest"
)

// refined is an extractor whose profiles decide the reason that it reads.
type refined struct{ pipelinetest.Extractor }

func (r refined) ExtractWith(text lake.PageText, set lake.ProfileSet) ([]lake.Reading, lake.RulesVersion) {
	readings := r.Extract(text)
	active, version := set.For(nil)
	for _, p := range active {
		readings[0].Fields[lake.FieldReason] = lake.Field{Value: p.Ignore[0], Confidence: 1}
	}
	return readings, version
}

// Suggest offers one profile per case, named after the field that was corrected.
func (refined) Suggest(cases []lake.ProfileCase) []lake.Profile {
	var profiles []lake.Profile
	for _, c := range cases {
		for field := range c.Values {
			profiles = append(profiles, lake.Profile{Name: string(field), SellerNIPs: []string{c.SellerNIP}})
		}
	}
	return profiles
}

// A profile is decided on, replaced and removed; after each replay the tables say what the latest decision makes of the words,
// although the earlier results stay where they are.
func TestProfilesCountAfterAReplay(t *testing.T) {
	b := newBench(t)
	b.params = func(p *pipeline.Params) { p.Extractor = refined{} }
	r := b.start(t, nil)
	r.ingest(t, drop(t, invoice("A/1", 100))...)
	for _, step := range []struct{ profile, want string }{
		{`{"name":"a","ignore":["first"]}`, "first"}, {`{"name":"a","ignore":["second"]}`, "second"}, {"", ""}, {`{"name":"a","ignore":["first"]}`, "first"},
	} {
		err := r.RemoveProfile(t.Context(), "a")
		if step.profile != "" {
			_, err = r.AddProfile(t.Context(), []byte(step.profile))
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Replay(t.Context(), lake.StageParse, nil); err != nil {
			t.Fatal(err)
		}
		if row := r.row(t); row.Reason != step.want {
			t.Errorf("after %q the reason is %q, want %q", step.profile, row.Reason, step.want)
		}
	}
	if _, err := r.AddProfile(t.Context(), []byte(`{"name":"a","typo":1}`)); lake.CodeOf(err) != lake.CodeUsage {
		t.Errorf("a wrong profile: %v", err)
	}
	if err := r.RemoveProfile(t.Context(), "b"); lake.CodeOf(err) != lake.CodeNotFound {
		t.Errorf("removing what is not there: %v", err)
	}
}

func TestSuggestionsComeFromReviews(t *testing.T) {
	b := newBench(t)
	b.params = func(p *pipeline.Params) { p.Extractor = refined{} }
	r := b.start(t, nil)
	id := r.ingest(t, drop(t, invoice("A/1", 100))...)[0].Document
	if err := r.review(t.Context(), id, 1, map[string]string{"consumption_kwh": "512"}); err != nil {
		t.Fatal(err)
	}
	suggested, err := r.SuggestProfiles(t.Context())
	if err != nil || len(suggested) != 1 || suggested[0].Name != string(lake.FieldConsumption) || suggested[0].SellerNIPs[0] != "1112223332" {
		t.Errorf("got %+v, %v", suggested, err)
	}
}
