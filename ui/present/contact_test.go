package present_test

import (
	"testing"

	"wattlake/lake"
	"wattlake/ui/present"
	"wattlake/ui/settings"
)

// TestContact: the step that fails is the one after the last that passed; the rest stays open.
func TestContact(t *testing.T) {
	t.Parallel()
	c := present.NewContact(settings.Sync{})
	if step := c.Passed("dns"); step.Code != "dns" || step.Name.PL == "" || step.State != present.ContactPassed {
		t.Errorf("%+v", step)
	}
	c.Passed("tls")
	failed := c.Failed(&lake.Error{Code: "s3_clock_skew", Message: lake.Text{PL: "Zegar.", EN: "Clock."}, Hint: lake.Text{PL: "Ustaw.", EN: "Set it."}})
	if failed.Code != "time" || failed.Problem != "s3_clock_skew" || failed.Message.EN != "Clock." || failed.Hint.PL != "Ustaw." {
		t.Errorf("%+v", failed)
	}
	for i, step := range c.Steps() {
		want := present.ContactWaiting
		switch {
		case i < 4:
			want = present.ContactPassed
		case i == 4:
			want = present.ContactFailed
		}
		if step.State != want || step.Name.PL == "" || step.Name.EN == "" {
			t.Errorf("%s is %s, want %s", step.Code, step.State, want)
		}
	}
}
