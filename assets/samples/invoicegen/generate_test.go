package invoicegen

import (
	"bytes"
	"os"
	"testing"
)

func TestDump(t *testing.T) {
	for _, l := range Layouts() {
		for seed := range int64(3) {
			s, err := Make(l, seed, Options{})
			if err != nil {
				t.Fatal(err)
			}
			s2, _ := Make(l, seed, Options{})
			if !bytes.Equal(s.PDF, s2.PDF) {
				t.Error(l, seed, "not deterministic")
			}
			t.Log(l, seed, len(s.PDF), s.Variants)
			os.WriteFile("/tmp/wlgen/"+l+"-"+string('0'+byte(seed))+".pdf", s.PDF, 0o644)
		}
	}
}
