package warehouse_test

import (
	"strings"
	"testing"

	"wattlake/lake/warehouse"
)

// TestSQL: people can read how every Gold table is computed, with the steps that it rests on.
func TestSQL(t *testing.T) {
	for _, table := range []string{"monthly_energy_costs", "consumption_per_ppe", "corrections_vs_originals", "bill_audit", "cost_breakdown"} {
		text := warehouse.SQL(table)
		if !strings.Contains(text, "new_"+table) || strings.Contains(text, "-- check:") || len(text) < 1000 {
			t.Errorf("%s: %d characters", table, len(text))
		}
	}
	if text := warehouse.SQL("../secrets"); text != "" {
		t.Errorf("no such table: %q", text)
	}
}
