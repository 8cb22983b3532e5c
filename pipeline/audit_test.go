package pipeline_test

import (
	"testing"

	"wattlake/lake"
)

// What a person accepts stays accepted when Gold is built anew; an unknown finding is refused.
func TestAcceptFinding(t *testing.T) {
	b := newBench(t)
	r := b.start(t, nil)
	r.ingest(t, drop(t, invoice("A/1", 100), invoice("A/2", 100))...)
	r.settle(t)
	findings, err := r.Audit(t.Context(), lake.MetricFilter{})
	if err != nil || len(findings) == 0 {
		t.Fatalf("the two invoices raise no finding: %v", err)
	}
	if err := r.AcceptFinding(t.Context(), "unknown"); lake.CodeOf(err) != lake.CodeNotFound {
		t.Errorf("unknown finding: %v", err)
	}
	for range 2 { // the second time there is nothing to do
		if err := r.AcceptFinding(t.Context(), findings[0].ID); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Replay(t.Context(), lake.StageGold, nil); err != nil {
		t.Fatal(err)
	}
	findings, err = r.Audit(t.Context(), lake.MetricFilter{})
	if err != nil {
		t.Fatal(err)
	}
	accepted := 0
	for _, f := range findings {
		if f.Decision == lake.AuditAccepted && f.DecidedBy != "" && f.DecidedAt != "" {
			accepted++
		}
	}
	if accepted != 1 {
		t.Errorf("%d findings are accepted: %+v", accepted, findings)
	}
}
