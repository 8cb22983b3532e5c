package picker

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"wattlake/lake"
	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

func TestNamesOfFilesToSave(t *testing.T) {
	t.Parallel()
	kinds := []string{".xlsx", ".csv"}
	for typed, want := range map[string]string{
		"faktury": "faktury.xlsx", "faktury.CSV": "faktury.CSV", " faktury.csv ": "faktury.csv", "za.2026": "za.2026.xlsx", "": "", "  ": "", "..": "", "a/b.csv": "", ".": "",
	} {
		if got := fileName(typed, kinds); got != want {
			t.Errorf("%q becomes %q, want %q", typed, got, want)
		}
	}
}

// TestSaveAsksBeforeItReplaces: a new file is named at once; one that is there only after a yes.
func TestSaveAsksBeforeItReplaces(t *testing.T) {
	test.NewTempApp(t)
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "stara.csv"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	var chosen []string
	window := test.NewTempWindow(t, nil)
	v := build(Params{
		Locale: present.NewLocale(lake.Polish), What: Save, Window: window, Folder: folder, Name: "nowa.csv", Kinds: []string{".csv"},
		OnDone: func(paths []string, _ string) { chosen = append(chosen, paths...) },
	})
	v.dialog.Show()
	v.show(folder, []entry{{name: "stara.csv"}}, nil)
	v.done()
	v.table.Select(0)
	v.chosen()
	if v.name.Text != "stara.csv" {
		t.Errorf("the name is %q", v.name.Text)
	}
	v.done()
	if want := []string{filepath.Join(folder, "nowa.csv")}; !slices.Equal(chosen, want) {
		t.Fatalf("chosen %q, want %q", chosen, want)
	}
	for _, o := range test.LaidOutObjects(window.Canvas().Overlays().Top()) {
		if b, ok := o.(*widgets.Push); ok && b.Text == "Zastąp" {
			test.Tap(b)
		}
	}
	if want := filepath.Join(folder, "stara.csv"); len(chosen) != 2 || chosen[1] != want {
		t.Errorf("chosen %q, want %q at last", chosen, want)
	}
	v.name.SetText("/")
	if !v.add.Disabled() {
		t.Error("a name that is none can be saved")
	}
	v.name.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
}
