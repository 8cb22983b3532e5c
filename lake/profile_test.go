package lake

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func profileDecision(name, body string, lamport uint64) Decision {
	d := Decision{Kind: DecideProfile, Lamport: lamport, Content: NewContentID([]byte(fmt.Sprint(name, body, lamport))), Values: map[string]string{ProfileNameValue: name}}
	if body != "" {
		d.Values[ProfileValue] = body
	}
	return d
}

func TestParseProfile(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		json string
		ok   bool
	}{
		"whole":          {`{"name":"jantar","seller_nips":["9570968370"],"labels":{"net":["suma pozycji"]},"number":"[0-9]+/FES","dot":"thousands","unit":"MWh"}`, true},
		"name only":      {`{"name":"jantar"}`, true},
		"no name":        {`{}`, false},
		"odd name":       {`{"name":"../x"}`, false},
		"wrong NIP":      {`{"name":"jantar","seller_nips":["9570968371"]}`, false},
		"unknown key":    {`{"name":"jantar","lables":{}}`, false},
		"broken pattern": {`{"name":"jantar","number":"("}`, false},
		"odd dot":        {`{"name":"jantar","dot":"comma"}`, false},
		"odd unit":       {`{"name":"jantar","unit":"GJ"}`, false},
		"empty label":    {`{"name":"jantar","labels":{"net":[""]}}`, false},
		"too big":        {`{"name":"jantar","ignore":["` + strings.Repeat("x", MaxProfileBytes) + `"]}`, false},
		"too many":       {`{"name":"jantar","ignore":[` + strings.Repeat(`"abc",`, maxProfileWordings) + `"abc"]}`, false},
	} {
		if _, err := ParseProfile([]byte(test.json)); (err == nil) != test.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLatestDecisionOnAProfileCounts(t *testing.T) {
	t.Parallel()
	const nip, other = "9570968370", "7770020640"
	mine := `{"name":"a","seller_nips":["` + nip + `"],"unit":"MWh"}`
	set := NewProfileSet([]Decision{profileDecision("a", "", 7), profileDecision("a", mine, 3), profileDecision("b", `{"name":"b"}`, 5)})
	active, version := set.For([]string{nip})
	if len(active) != 1 || active[0].Name != "b" || version != (RulesVersion{Lamport: 7, Decisions: 3}) {
		t.Errorf("removed: %v %v", active, version)
	}
	if _, version := set.For([]string{other}); version != (RulesVersion{Lamport: 5, Decisions: 1}) {
		t.Errorf("of a seller that profile a never covered: %v", version)
	}
}

// TestMoreDecisionsCountMore: whatever the order in which decisions arrive, who knows more of them makes the result that counts.
func TestMoreDecisionsCountMore(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		var all []Decision
		for i := range rapid.IntRange(1, 8).Draw(rt, "decisions") {
			name := rapid.SampledFrom([]string{"a", "b"}).Draw(rt, "name")
			body := fmt.Sprintf(`{"name":%q,"ignore":["w%d"]}`, name, i)
			all = append(all, profileDecision(name, body, rapid.Uint64Range(1, 4).Draw(rt, "lamport")))
		}
		shuffled := rapid.Permutation(all).Draw(rt, "order")
		whole, version := NewProfileSet(all).For(nil)
		again, versionAgain := NewProfileSet(shuffled).For(nil)
		if fmt.Sprint(whole) != fmt.Sprint(again) || version != versionAgain {
			rt.Fatalf("%v %v, shuffled %v %v", whole, version, again, versionAgain)
		}
		part := shuffled[:rapid.IntRange(0, len(shuffled)-1).Draw(rt, "known")]
		if _, less := NewProfileSet(part).For(nil); less.Compare(version) >= 0 {
			rt.Fatalf("a part has %v, the whole %v", less, version)
		}
	})
}
