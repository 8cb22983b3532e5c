package ksef

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wattlake/lake"
)

// TestOfficialSamples reads the samples of the system's documentation, which are not part of this repository.
func TestOfficialSamples(t *testing.T) {
	dir := os.Getenv("WATTLAKE_KSEF_DIR")
	if dir == "" {
		t.Skip("WATTLAKE_KSEF_DIR names no folder with samples")
	}
	files, err := filepath.Glob(filepath.Join(dir, "fa3", "*", "*.xml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no samples in %s: %v", dir, err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		readings, err := New().ExtractXML(content)
		if err != nil {
			t.Errorf("%s: %v", filepath.Base(file), err)
			continue
		}
		r := readings[0]
		for _, field := range []lake.FieldName{lake.FieldNumber, lake.FieldIssueDate, lake.FieldGross, lake.FieldSellerNIP, lake.FieldCurrency} {
			if r.Fields.Value(field) == "" {
				t.Errorf("%s: no %s", filepath.Base(file), field)
			}
		}
		corrects := strings.Contains(file, "korygujaca")
		if kind := lake.Kind(r.Fields.Value(lake.FieldKind)); kind != lake.Other && (!corrects || kind != lake.Correction) {
			t.Errorf("%s: kind %s, but none of the samples is about electricity", filepath.Base(file), kind)
		}
		if corrects && len(r.Corrects) == 0 {
			t.Errorf("%s: corrects nothing", filepath.Base(file))
		}
		t.Logf("%s: %s %s net %s vat %s gross %s due %s", filepath.Base(file), r.Fields.Value(lake.FieldKind), r.Fields.Value(lake.FieldNumber),
			r.Fields.Value(lake.FieldNet), r.Fields.Value(lake.FieldVAT), r.Fields.Value(lake.FieldGross), r.Fields.Value(lake.FieldAmountDue))
	}
}
