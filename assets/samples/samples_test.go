package samples_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/assets/samples"
	"wattlake/assets/samples/invoicegen"
)

// maxTotalBytes is what all samples together may weigh in the program.
const maxTotalBytes = 3 << 20

// TestSamplesAreTheGenerators proves that nobody edited a sample by hand; `go generate` writes them anew. Of the scans only
// the truth is compared: rendering pages takes long.
func TestSamplesAreTheGenerators(t *testing.T) {
	t.Parallel()
	want, err := invoicegen.StoryWithoutScans()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]byte{}
	total := 0
	for _, f := range samples.All() {
		got[f.Name] = f.PDF
		total += len(f.PDF)
	}
	if total > maxTotalBytes {
		t.Errorf("%d bytes are too many", total)
	}
	for _, s := range want {
		switch {
		case s.Scan && !bytes.Contains(got[s.FileName], []byte("/DCTDecode")):
			t.Errorf("%s is no picture", s.FileName)
		case !s.Scan && !bytes.Equal(got[s.FileName], s.PDF):
			t.Errorf("%s: %d bytes differ from the %d that the generator makes", s.FileName, len(got[s.FileName]), len(s.PDF))
		}
		delete(got, s.FileName)
		var truth []invoicegen.Truth
		if err := json.Unmarshal(samples.Truth(s.FileName), &truth); err != nil {
			t.Fatalf("%s: %v", s.FileName, err)
		}
		if diff := cmp.Diff(s.Truth, truth); diff != "" {
			t.Errorf("%s: %s", s.FileName, diff)
		}
	}
	for name := range got {
		t.Errorf("%s is not from the generator", name)
	}
}

// TestStoryHoldsTogether checks what the tables built from the samples rely on.
func TestStoryHoldsTogether(t *testing.T) {
	t.Parallel()
	byNumber, kinds := map[string]invoicegen.Truth{}, map[string]int{}
	var corrections []invoicegen.Truth
	for _, f := range samples.All() {
		var truths []invoicegen.Truth
		if err := json.Unmarshal(samples.Truth(f.Name), &truths); err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		for _, truth := range truths {
			byNumber[truth.Number] = truth
			kinds[truth.Kind]++
			if truth.Corrects != "" {
				corrections = append(corrections, truth)
			}
		}
	}
	for _, c := range corrections {
		if _, ok := byNumber[c.Corrects]; !ok {
			t.Errorf("%s corrects %s, which is no sample", c.Number, c.Corrects)
		}
	}
	want := map[string]int{"settlement": 13, "correction": 3, "forecast": 1, "other": 1}
	if diff := cmp.Diff(want, kinds); diff != "" {
		t.Error(diff)
	}
	sale, network := byNumber["FS/2026/03/0457"], byNumber["D/0001240/26"]
	if sale.Points[0].PPE != network.Points[0].PPE || sale.PeriodStart != network.PeriodStart {
		t.Error("sale and distribution of March 2026 must be about the same point")
	}
	if corrected := byNumber["FSK/2026/05/0031"]; corrected.Consumption != network.Points[0].Consumption {
		t.Error("after the correction the sale must agree with the distribution")
	}
}

func TestTruthOfNoSample(t *testing.T) {
	t.Parallel()
	if got := samples.Truth("nothing.pdf"); got != nil {
		t.Errorf("got %s", got)
	}
}
