package picker

import (
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2/test"

	"wattlake/lake"
	"wattlake/ui/present"
)

// newPicker opens the dialog on a folder that was listed already.
func newPicker(t *testing.T, chosen *[]string) *picker {
	t.Helper()
	test.NewTempApp(t)
	v := build(Params{
		Locale: present.NewLocale(lake.Polish), Window: test.NewTempWindow(t, nil), Folder: "/faktury",
		OnDone: func(paths []string, _ string) { *chosen = paths },
	})
	v.dialog.Show()
	v.show("/faktury", []entry{{name: "2026", folder: true}, {name: "a.pdf"}, {name: "b.pdf"}}, nil)
	return v
}

func TestPickSeveral(t *testing.T) {
	var chosen []string
	v := newPicker(t, &chosen)
	if !v.add.Disabled() {
		t.Error("nothing is selected, and the button is enabled")
	}
	v.table.Select(2)
	v.chosen()
	if v.add.Disabled() || v.add.Text != "Dodaj zaznaczony" {
		t.Errorf("button %q, disabled %v", v.add.Text, v.add.Disabled())
	}
	v.done()
	if want := []string{filepath.Join("/faktury", "b.pdf")}; !slices.Equal(chosen, want) {
		t.Errorf("chosen %q, want %q", chosen, want)
	}
}

func TestPickWholeFolder(t *testing.T) {
	var chosen []string
	v := newPicker(t, &chosen)
	v.whole.OnTapped()
	if want := []string{"/faktury"}; !slices.Equal(chosen, want) {
		t.Errorf("chosen %q, want %q", chosen, want)
	}
}

func TestUnreadableFolderIsExplained(t *testing.T) {
	var chosen []string
	v := newPicker(t, &chosen)
	_, err := list("/nie/ma/takiego", lake.Polish, extensions[Invoices])
	v.show("/nie/ma/takiego", nil, err)
	if len(v.problem.Objects) == 0 || v.table.Len() != 0 {
		t.Error("nothing says that the folder cannot be read")
	}
	v.show("/faktury", []entry{{name: "a.pdf"}}, nil)
	if len(v.problem.Objects) != 0 {
		t.Error("the problem stays")
	}
}
