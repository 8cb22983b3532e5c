package invoicegen

import (
	"os"
	"testing"
	"time"
)

func TestScanDump(t *testing.T) {
	for i, l := range []string{"L3", "L1", "L6"} {
		a := time.Now()
		s, err := Make(l, int64(i), Options{Scan: true})
		if err != nil {
			t.Fatal(err)
		}
		t.Log(l, len(s.PDF), time.Since(a))
		os.WriteFile("/tmp/wlgen/scan-"+l+".pdf", s.PDF, 0o644)
	}
}
