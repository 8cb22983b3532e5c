package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
)

// A scheduler that runs the stages one by one gets the tables that the window gets, and running them again changes nothing.
func TestStagesOneByOneGiveTheSameTables(t *testing.T) {
	want, got, source := t.TempDir(), t.TempDir(), t.TempDir()
	paths, err := writeSamples(t.Context(), source)
	if err != nil {
		t.Fatal(err)
	}
	if _, code := wattlake(t, want, append([]string{"ingest", "--json"}, paths[:4]...)...); code != 0 {
		t.Fatal("ingest failed")
	}
	raw := filepath.FromSlash(lake.RawPrefix)
	if err := os.CopyFS(filepath.Join(got, raw), os.DirFS(filepath.Join(want, raw))); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		for _, stage := range []string{"read", "parse", "silver", "gold"} {
			if _, code := wattlake(t, got, "stage", stage, "--json"); code != 0 {
				t.Fatalf("stage %s: exit code %d", stage, code)
			}
			if out, code := wattlake(t, got, "stage", stage, "--list", "--json"); out != "[]\n" || code != 0 {
				t.Errorf("after the stage %s there is left: %s", stage, out)
			}
		}
	}
	for _, metric := range []string{"costs", "consumption", "corrections", "audit"} {
		expected, _ := wattlake(t, want, "metrics", metric, "--json")
		if printed, _ := wattlake(t, got, "metrics", metric, "--json"); printed != expected {
			t.Errorf("%s differ: %s", metric, cmp.Diff(expected, printed))
		}
	}
}
