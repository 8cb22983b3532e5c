package eventlog

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"wattlake/pipeline"
)

var _ pipeline.Ledger = (*Ledger)(nil)

func openLedger(t *testing.T, path string) *Ledger {
	t.Helper()
	l, err := OpenLedger(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

func TestLedgerRemembersAcrossRestarts(t *testing.T) {
	path := filepath.Join(t.TempDir(), "relayed")
	l := openLedger(t, path)
	if err := l.Bind("cluster-1"); err != nil {
		t.Fatal(err)
	}
	for i := range 100 {
		if err := l.Sent(fmt.Sprint(i), fmt.Sprint(i/2)); err != nil {
			t.Fatal(err)
		}
	}
	info, err := os.Stat(path)
	if err != nil || info.Size() > 100*ledgerRecord+100 {
		t.Errorf("%d bytes, %v: an id stands there twice", info.Size(), err)
	}
	again := openLedger(t, path)
	if !again.Has("99") || again.Has("100") || again.Damaged() != 0 {
		t.Errorf("has 99: %t, has 100: %t, damaged %d", again.Has("99"), again.Has("100"), again.Damaged())
	}
}

// Whatever happens to the file, the ledger opens, and knows nothing that it was not told.
func TestLedgerSurvivesDamage(t *testing.T) {
	tries := 0
	rapid.Check(t, func(r *rapid.T) {
		tries++
		path := filepath.Join(t.TempDir(), fmt.Sprint(tries), "relayed")
		l := openLedger(t, path)
		const n = 50
		var ids []string
		for i := range n {
			ids = append(ids, fmt.Sprint(i))
		}
		if err := l.Sent(ids...); err != nil {
			r.Fatal(err)
		}
		content, err := os.ReadFile(path)
		if err != nil {
			r.Fatal(err)
		}
		at := rapid.IntRange(0, len(content)).Draw(r, "at")
		cut := rapid.IntRange(0, len(content)-at).Draw(r, "cut")
		garbage := rapid.SliceOfN(rapid.Byte(), 0, 64).Draw(r, "garbage")
		damaged := bytes.Join([][]byte{content[:at], garbage, content[at+cut:]}, nil)
		if err := os.WriteFile(path, damaged, ledgerMode); err != nil {
			r.Fatal(err)
		}
		again := openLedger(t, path)
		known := 0
		for i := range n {
			if again.Has(fmt.Sprint(i)) {
				known++
			}
		}
		if lost := cut/ledgerRecord + 2; known < n-lost {
			r.Errorf("%d of %d known after losing %d bytes", known, n, cut)
		}
		if len(again.known) != known {
			r.Errorf("knows %d events, was told %d", len(again.known), known)
		}
		if err := again.Sent("new"); err != nil {
			r.Fatal(err)
		}
		if third := openLedger(t, path); third.Damaged() != 0 || !third.Has("new") || len(third.known) != known+1 {
			r.Errorf("after mending: damaged %d, %d known", third.Damaged(), len(third.known))
		}
	})
}

// What one cluster has acknowledged another has not; what is not ours stays so.
func TestLedgerIsOfOneCluster(t *testing.T) {
	path := filepath.Join(t.TempDir(), "relayed")
	l := openLedger(t, path)
	bind := func(cluster string) {
		t.Helper()
		if err := l.Bind(cluster); err != nil {
			t.Fatal(err)
		}
	}
	want := func(id string, has bool) {
		t.Helper()
		if l.Has(id) != has {
			t.Errorf("has %s: %t", id, !has)
		}
	}
	if err := l.Foreign("pulled"); err != nil {
		t.Fatal(err)
	}
	bind("one")
	if err := l.Sent("a"); err != nil {
		t.Fatal(err)
	}
	bind("two")
	want("a", false)
	want("pulled", true)
	l = openLedger(t, path)
	bind("two")
	want("pulled", true)
	bind("one")
	want("a", true)
	want("pulled", true)
}

// What is to be sent once more is forgotten, also by the next run.
func TestLedgerForgetsOnDemand(t *testing.T) {
	path := filepath.Join(t.TempDir(), "relayed")
	l := openLedger(t, path)
	if err := errors.Join(l.Sent("a", "b"), l.Foreign("c"), l.Again("a", "c", "never sent")); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if l.Has("a") || !l.Has("b") || l.Has("c") {
			t.Errorf("a %t, b %t, c %t", l.Has("a"), l.Has("b"), l.Has("c"))
		}
		l = openLedger(t, path)
	}
	if err := l.Sent("a"); err != nil {
		t.Fatal(err)
	}
	if l = openLedger(t, path); !l.Has("a") || l.Damaged() != 0 {
		t.Errorf("sent again: %t, damaged %d", l.Has("a"), l.Damaged())
	}
}

func BenchmarkLedgerOpen(b *testing.B) {
	path := filepath.Join(b.TempDir(), "relayed")
	l, err := OpenLedger(path)
	if err != nil {
		b.Fatal(err)
	}
	ids := make([]string, 1_000_000)
	for i := range ids {
		ids[i] = fmt.Sprint("invoice_uploaded/", i)
	}
	if err := l.Sent(ids...); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		again, err := OpenLedger(path)
		if err != nil {
			b.Fatal(err)
		}
		_ = again.Close()
	}
}
