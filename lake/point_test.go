package lake_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"wattlake/lake"
)

func decided(lamport uint64, d lake.Decision) lake.Decision {
	d.Lamport = lamport
	return d
}

func TestRegisterIsTheLastWordAboutEachPoint(t *testing.T) {
	decisions := []lake.Decision{
		decided(1, lake.NewPointDecision(lake.RegisteredPoint{PPE: " 590 1 ", Name: " School ", OldCodes: []string{"pl 1", "590 1", "PL1", ""}})),
		decided(2, lake.NewPointDecision(lake.RegisteredPoint{PPE: "5902", Group: "lights", OldCodes: []string{"PL1", "PL2", "5903"}})),
		decided(3, lake.NewPointDecision(lake.RegisteredPoint{PPE: "5903", Tariff: "C11"})),
		decided(4, lake.NewPointDecision(lake.RegisteredPoint{PPE: "5904"})),
		decided(5, lake.NewPointRemoval("5904")),
		{Kind: lake.DecideApprove, Lamport: 9, Document: "d"},
	}
	want := []lake.RegisteredPoint{
		{PPE: "5901", Name: "School"}, // the later decision has its old code
		{PPE: "5902", Group: "lights", OldCodes: []string{"PL1", "PL2"}},
		{PPE: "5903", Tariff: "C11"},
	}
	if diff := cmp.Diff(want, lake.FoldPoints(decisions), cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

func TestFirstAcceptanceCounts(t *testing.T) {
	accept := func(lamport uint64, author, id string) lake.Decision {
		d := decided(lamport, lake.NewAuditAcceptance(id))
		d.Author = author
		return d
	}
	ofDocument := accept(1, "ola", "gap")
	ofDocument.Document = "d"
	got := lake.FoldAcceptances([]lake.Decision{accept(3, "jan", "f1"), accept(2, "ania", "f1"), accept(4, "jan", "f0"), ofDocument})
	if diff := cmp.Diff([]lake.AcceptedFinding{{ID: "f0", Author: "jan"}, {ID: "f1", Author: "ania"}}, got); diff != "" {
		t.Error(diff)
	}
}

// The same decisions in any order, any number of times, give the same register.
func TestRegisterDoesNotDependOnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := rapid.SampledFrom([]string{"A", "B", "C"})
		draw := rapid.Custom(func(t *rapid.T) lake.Decision {
			d := lake.NewPointDecision(lake.RegisteredPoint{PPE: code.Draw(t, "ppe"), OldCodes: rapid.SliceOfN(code, 0, 2).Draw(t, "old")})
			if rapid.IntRange(0, 4).Draw(t, "removed") == 0 {
				d = lake.NewPointRemoval(code.Draw(t, "ppe"))
			}
			return d
		})
		decisions := rapid.SliceOfN(draw, 0, 6).Draw(t, "decisions")
		for i := range decisions {
			decisions[i].Lamport = uint64(rapid.IntRange(1, 3).Draw(t, "lamport"))
			decisions[i].Content = lake.ContentID(rune('a' + i))
		}
		shuffled := rapid.Permutation(append(decisions, decisions...)).Draw(t, "shuffled")
		if diff := cmp.Diff(lake.FoldPoints(decisions), lake.FoldPoints(shuffled)); diff != "" {
			t.Fatal(diff)
		}
	})
}
