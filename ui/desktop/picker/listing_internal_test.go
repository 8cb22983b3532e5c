package picker

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/ui/present"
)

func TestListShowsFoldersAndInvoices(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for _, name := range []string{"b10.pdf", "b2.PDF", "łąka.xml", "skan.TIFF", "notatki.txt", ".ukryty.pdf", "lato.jpg"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"2026", ".git"} {
		if err := os.Mkdir(filepath.Join(folder, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(filepath.Join(folder, "nie ma"), filepath.Join(folder, "zerwany.pdf")); err != nil {
		t.Fatal(err)
	}
	entries, err := list(folder, lake.Polish, extensions[Invoices])
	if err != nil {
		t.Fatal(err)
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.name
	}
	if diff := cmp.Diff([]string{"2026", "b2.PDF", "b10.pdf", "lato.jpg", "łąka.xml", "skan.TIFF"}, names); diff != "" {
		t.Errorf("entries differ (-want +got):\n%s", diff)
	}
	cells := entries[1].cells(present.NewLocale(lake.Polish))
	if cells[0].Icon != "file" || cells[1].Text != "1\u00a0kB" || cells[2].Text == "" {
		t.Errorf("cells %v", cells)
	}
}

func TestListExplainsItself(t *testing.T) {
	t.Parallel()
	_, err := list(filepath.Join(t.TempDir(), "nie ma"), lake.Polish, extensions[Invoices])
	if message, hint := lake.Explain(err); message.PL == "" || hint.PL == "" || lake.CodeOf(err) != lake.CodeIO {
		t.Errorf("error %v: %q, %q", err, message.PL, hint.PL)
	}
}
