//go:build !race

package invoicegen

import (
	"bytes"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The race detector would make the compilation of pdfium take many minutes, and nothing here runs concurrently.

func TestScanIsAPicture(t *testing.T) {
	t.Parallel()
	s, err := Make("L6", 3, Options{Scan: true})
	if err != nil {
		t.Fatal(err)
	}
	if !s.Scan || !slices.Contains(s.Variants, "scan") {
		t.Errorf("not marked as a scan: %v", s.Variants)
	}
	if !bytes.Contains(s.PDF, []byte("/DCTDecode")) || bytes.Contains(s.PDF, []byte("/FontFile2")) {
		t.Error("the page is no plain picture")
	}
	if pages := bytes.Count(s.PDF, []byte("/DCTDecode")); len(s.PDF) > pages*(maxPageBytes+10_000) {
		t.Errorf("%d bytes for %d pages", len(s.PDF), pages)
	}
	if diff := cmp.Diff(mustMake(t, "L6", 3).Truth, s.Truth); diff != "" {
		t.Errorf("a scan must say the same: %s", diff)
	}
}
