package settings_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/ui/settings"
)

func TestSaveAndLoad(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "deep", "settings.toml")
	want := settings.Settings{
		Language: "en", Theme: "dark", Lake: "/data/jezioro", Page: "dashboard", Window: settings.Window{Width: 1400, Height: 900},
		Table:    settings.Table{Columns: []string{"status", "number"}, Sort: "net", Descending: true},
		Commands: map[string]map[string]any{"serve": {"listen": "127.0.0.1:9000", "host": []any{"a", "b"}}},
	}
	for range 2 { // the second time replaces the file
		if err := want.Save(path); err != nil {
			t.Fatal(err)
		}
	}
	got, err := settings.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("loaded settings differ (-want +got):\n%s", diff)
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 1 {
		t.Errorf("%d files left, want only the settings", len(entries))
	}
}

func TestLoadForgives(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		content string
		want    settings.Settings
		broken  bool
	}{
		"missing":       {want: settings.Settings{}},
		"not TOML":      {content: "language = ", broken: true},
		"odd language":  {content: "language = 'xx'\ntheme = 'dark'", want: settings.Settings{Theme: "dark"}},
		"odd theme":     {content: "theme = 'pink'", want: settings.Settings{Theme: "system"}},
		"tiny window":   {content: "[window]\nwidth = 3.0\nheight = 2.0", want: settings.Settings{Theme: "system"}},
		"endless width": {content: "[window]\nwidth = inf\nheight = 800.0", want: settings.Settings{Theme: "system"}},
		"NaN":           {content: "[window]\nwidth = nan\nheight = 800.0", want: settings.Settings{Theme: "system"}},
		"unknown key":   {content: "later = true\nlanguage = 'pl'", want: settings.Settings{Language: "pl", Theme: "system"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "settings.toml")
			if test.content != "" {
				if err := os.WriteFile(path, []byte(test.content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			got, err := settings.Load(path)
			if (err != nil) != test.broken {
				t.Fatalf("error %v, want one: %v", err, test.broken)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("settings differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSaveLeavesTheOldFileWhenItFails(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	path := filepath.Join(folder, "settings.toml")
	if err := os.Mkdir(path, 0o700); err != nil { // a folder in the way cannot be replaced by a file
		t.Fatal(err)
	}
	if err := (settings.Settings{}).Save(path); err == nil {
		t.Fatal("saved over a folder")
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 1 {
		t.Errorf("%d entries left, want no temporary file", len(entries))
	}
}

// A misspelled key is named, wherever it stands; what belongs to commands is theirs to judge.
func TestUnknown(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings.toml")
	content := "lak = \"/srv\"\nlanguage = \"en\"\n[sync]\nbuckt = \"s3://x\"\n[commands.serve]\nlisten = \"127.0.0.1:9000\"\n"
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"lak", "sync.buckt"}, settings.Unknown(path)); diff != "" {
		t.Error(diff)
	}
	for _, none := range []string{"", "broken ="} {
		if err := os.WriteFile(path, []byte(none), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := settings.Unknown(path); got != nil {
			t.Errorf("%q: %v", none, got)
		}
	}
	if got := settings.Unknown(path + ".none"); got != nil {
		t.Error(got)
	}
}
