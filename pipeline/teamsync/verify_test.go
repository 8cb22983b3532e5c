package teamsync_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/pipeline/teamsync"
)

// Each kind of damage is found on the side where it is, and put right from the other; only what is damaged on both is left.
func TestVerifyBothSides(t *testing.T) {
	team, here := store.NewMemory(), store.NewMemory()
	ala := join(t, "ala", here, team)
	ala.ingest(t, 1)
	ala.ingest(t, 7)
	ala.mustSync(t)
	before, there := clone(t, here), clone(t, team)
	all := bronzeKeys(t, here)
	damage := func(objects *store.Memory, key lake.Key, content string) {
		empty(t, objects, key)
		if content != "" {
			put(t, objects, key, []byte(content))
		}
	}
	damage(here, all[0], "")
	damage(here, all[1], "damaged")
	damage(team, all[2], "")
	damage(team, all[3], "damaged")
	damage(here, all[4], "damaged")
	damage(team, all[4], "damaged too")
	want := map[lake.Key][]lake.ProblemCode{
		all[0]: {teamsync.ProblemMissingHere}, all[1]: {lake.ProblemDamaged}, all[2]: {teamsync.ProblemMissingThere},
		all[3]: {teamsync.ProblemThere}, all[4]: {teamsync.ProblemThere, lake.ProblemDamaged},
	}
	found, err := ala.syncer().Verify(t.Context(), false, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, codes(found.Left)); diff != "" {
		t.Errorf("found (-want +got):\n%s", diff)
	}
	ala.adopted = nil
	repaired, err := ala.syncer().Verify(t.Context(), true, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[lake.Key][]lake.ProblemCode{all[4]: want[all[4]]}, codes(repaired.Left)); diff != "" {
		t.Errorf("left (-want +got):\n%s", diff)
	}
	if len(repaired.Found) != 6 || len(ala.adopted) != 2 {
		t.Errorf("found %d, adopted %v", len(repaired.Found), ala.adopted)
	}
	for _, side := range []struct{ was, is *store.Memory }{{before, here}, {there, team}} {
		damage(side.is, all[4], "")
		damage(side.was, all[4], "")
		for _, key := range keys(t, side.was) {
			was, err1 := side.was.Get(t.Context(), key)
			is, err2 := side.is.Get(t.Context(), key)
			if err1 != nil || err2 != nil || string(was) != string(is) {
				t.Errorf("%s: %q, was %q (%v, %v)", key, is, was, err1, err2)
			}
		}
	}
}

func codes(problems []lake.Problem) map[lake.Key][]lake.ProblemCode {
	by := map[lake.Key][]lake.ProblemCode{}
	for _, p := range problems {
		by[p.Key] = append(by[p.Key], p.Code)
	}
	return by
}
