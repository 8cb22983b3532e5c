package warehouse_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
)

// When only Silver was thrown away its versions begin anew; Gold follows although it was built from a greater number.
func TestGoldFollowsASilverThatBeganAnew(t *testing.T) {
	l := open(t)
	l.commit(t, nil, sale())
	l.commit(t, nil, distribution())
	l.build(t)
	if err := os.RemoveAll(filepath.Join(l.root, filepath.FromSlash(string(lake.SilverTable)))); err != nil {
		t.Fatal(err)
	}
	l.commit(t, nil, distribution())
	l.build(t)
	want := gold(t, distribution()).tables(t)
	if diff := cmp.Diff(want, l.tables(t)); diff != "" {
		t.Error(diff)
	}
	if version, err := l.GoldBuiltFrom(t.Context()); err != nil || version != 0 {
		t.Errorf("built from %d, %v", version, err)
	}
}
