package cli

import (
	"testing"
	"time"

	"wattlake/lake"
)

func TestFindingsAreFoundByTheBeginningOfTheirIDs(t *testing.T) {
	findings := []lake.AuditFinding{{ID: "aa11"}, {ID: "aa22"}, {ID: "bb"}, {ID: "bbcc"}}
	for beginning, want := range map[string]struct {
		id   string
		code lake.Code
	}{
		"aa1": {id: "aa11"}, "bb": {id: "bb"}, "bbc": {id: "bbcc"},
		"aa": {code: lake.CodeAmbiguous}, "cc": {code: lake.CodeNotFound}, "": {code: lake.CodeNotFound},
	} {
		id, err := findFinding(findings, beginning)
		if id != want.id || (err != nil) != (want.code != "") || err != nil && lake.CodeOf(err) != want.code {
			t.Errorf("%q: %q, %v", beginning, id, err)
		}
	}
}

func TestPastVersions(t *testing.T) {
	if past, err := newPast(false, 0, ""); err != nil || past != (lake.Past{}) {
		t.Errorf("no flag: %+v, %v", past, err)
	}
	if past, err := newPast(true, 0, ""); err != nil || !past.Numbered || past.Version != 0 {
		t.Errorf("version 0: %+v, %v", past, err)
	}
	past, err := newPast(false, 0, "2026-03-31")
	if end := time.Date(2026, 4, 1, 0, 0, 0, 0, time.Local); err != nil || !past.AsOf.Before(end) || end.Sub(past.AsOf) > time.Second {
		t.Errorf("a day means its end: %+v, %v", past, err)
	}
	if past, err := newPast(false, 0, "2026-03-31T12:00:00Z"); err != nil || past.AsOf.UTC().Hour() != 12 {
		t.Errorf("a time: %+v, %v", past, err)
	}
	if _, err := newPast(false, 0, "31.03.2026"); lake.CodeOf(err) != lake.CodeUsage {
		t.Errorf("nonsense: %v", err)
	}
}
