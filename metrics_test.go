package main

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
)

// figures are the Gold columns that the tests compare, by month.
type figures struct {
	Net         string
	Consumption string
}

// The samples tell one commune's story; its Gold figures are worked out here by hand from what the pages print.
func TestMetricsOfTheSamplesByHand(t *testing.T) {
	dir, source := t.TempDir(), t.TempDir()
	paths, err := writeSamples(t.Context(), source)
	if err != nil {
		t.Fatal(err)
	}
	if _, code := wattlake(t, dir, append([]string{"ingest"}, paths...)...); code != 0 {
		t.Fatalf("exit code %d", code)
	}
	t.Run("a period over New Year is spread by days", func(t *testing.T) {
		// 10 615.76 net and 11 046 kWh for 4 December 2025 to 5 February 2026: 28 + 31 + 5 = 64 days.
		// 28/64 = 4 644.395, 31/64 = 5 142.00875, 5/64 = 829.35625; rounded down that is 10 615.74, and the two grosze left go
		// to the largest remainders, January (.875) and February (.625).
		compare(t, consumptionOf(t, dir, "590243800008615812", "2025-12", "2026-01"), map[string]figures{
			"2025-12-01": {"4644.39", "4832.625"},
			"2026-01-01": {"5142.01", "5350.406"},
		})
	})
	t.Run("sale and distribution: kWh once, costs added; a correction replaces kWh and adds its difference", func(t *testing.T) {
		// The school in March 2026: sale 1 123.36 for 1 840 kWh, corrected by -93.12 to 1 725 kWh; distribution 435.59 for
		// 1 725 kWh. Net 1 123.36 - 93.12 + 435.59 = 1 465.83, and 1 725 kWh, not 3 450 and not 3 565.
		compare(t, consumptionOf(t, dir, "590310600004858401", "2026-03", "2026-03"), map[string]figures{
			"2026-03-01": {"1465.83", "1725"},
		})
	})
	t.Run("a settlement takes the place of the forecast of its days", func(t *testing.T) {
		// Forecast for January and February 1 511.24; settlement of January to March 1 060.38 for 1 220 kWh: the forecast is
		// not counted at all. 90 days: 31/90 = 365.242, 28/90 = 329.896, 31/90 = 365.242; the grosz left goes to February.
		// kWh in Wh: 420 222.2, 379 555.6, 420 222.2; the one left goes to February.
		compare(t, consumptionOf(t, dir, "590380100008745657", "", ""), map[string]figures{
			"2026-01-01": {"365.24", "420.222"}, "2026-02-01": {"329.90", "379.556"}, "2026-03-01": {"365.24", "420.222"},
		})
	})
	t.Run("a chain of corrections is followed to the original", func(t *testing.T) {
		// 2 000.14 gross; first correction -124.17, the correction of that correction -134.55: 1 741.42 remains.
		// kWh 1 310, then 1 226, then 1 135.
		out, _ := wattlake(t, dir, "metrics", "corrections", "--format", "json")
		var rows []lake.CorrectionSummary
		if err := json.Unmarshal([]byte(out), &rows); err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			if row.OriginalNumber != "T/K1/BN000714/0003/25" {
				continue
			}
			if row.Corrections != 2 || row.DifferenceGross != -25872 || row.ResultingGross.String() != "1741.42" || row.ResultingConsumption.String() != "1135" {
				t.Errorf("got %+v", row)
			}
			return
		}
		t.Error("the original has no row")
	})
	t.Run("the VAT of 2022 is the printed 5 %, not 23 %", func(t *testing.T) {
		// 4 218.18 × 1.05 = 4 429.09.
		out, _ := wattlake(t, dir, "metrics", "costs", "--ppe", "PL0037910099931752", "--format", "json")
		var rows []lake.MonthlyCost
		if err := json.Unmarshal([]byte(out), &rows); err != nil || len(rows) != 1 || rows[0].Gross != 442909 || rows[0].VAT != 21091 {
			t.Errorf("got %+v, %v", rows, err)
		}
	})
}

func consumptionOf(t *testing.T, dir, ppe, from, to string) map[string]figures {
	t.Helper()
	args := []string{"metrics", "consumption", "--format", "json", "--ppe", ppe}
	if from != "" {
		args = append(args, "--from", from, "--to", to)
	}
	out, code := wattlake(t, dir, args...)
	var rows []lake.Consumption
	if err := json.Unmarshal([]byte(out), &rows); err != nil || code != 0 {
		t.Fatalf("exit code %d, %v", code, err)
	}
	got := map[string]figures{}
	for _, row := range rows {
		got[row.Month.String()] = figures{row.Net.String(), row.Consumption.String()}
	}
	return got
}

func compare(t *testing.T, got, want map[string]figures) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("- by hand, + computed:\n%s", diff)
	}
}
