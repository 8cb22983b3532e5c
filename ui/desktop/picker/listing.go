package picker

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"wattlake/lake"
	"wattlake/ui/present"
)

// extensions are the kinds of files that can be chosen.
var extensions = map[What][]string{
	Invoices: {".pdf", ".xml", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".zip", ".eml"},
	Copy:     {".zip"},
	Points:   {".csv", ".txt", ".xlsx"},
}

// entry is a folder or a file that may be chosen.
type entry struct {
	name     string
	folder   bool
	size     int64
	modified time.Time
}

// list reads a folder: sub-folders first, then files that may be chosen, by name; hidden ones are left out.
func list(folder string, lang lake.Lang, kinds []string) ([]entry, error) {
	found, err := os.ReadDir(folder)
	if err != nil {
		return nil, &lake.Error{
			Code: lake.CodeIO, Op: "picker: list", Err: err,
			Message: lake.Text{PL: "Nie można odczytać folderu " + folder + ".", EN: "The folder " + folder + " cannot be read."},
			Hint:    lake.Text{PL: "Sprawdź, czy istnieje i czy masz do niego dostęp.", EN: "Check that it exists and that you may open it."},
		}
	}
	entries := make([]entry, 0, len(found))
	for _, f := range found {
		if e, ok := newEntry(folder, f, kinds); ok {
			entries = append(entries, e)
		}
	}
	byName := collate.New(language.Make(string(lang)), collate.Numeric, collate.IgnoreCase)
	slices.SortFunc(entries, func(a, b entry) int {
		if a.folder != b.folder {
			if a.folder {
				return -1
			}
			return 1
		}
		return cmp.Or(byName.CompareString(a.name, b.name), cmp.Compare(a.name, b.name))
	})
	return entries, nil
}

func newEntry(folder string, f os.DirEntry, kinds []string) (entry, bool) {
	if strings.HasPrefix(f.Name(), ".") {
		return entry{}, false
	}
	info, err := os.Stat(filepath.Join(folder, f.Name())) // follows links
	if err != nil {
		return entry{}, false
	}
	e := entry{name: f.Name(), folder: info.IsDir(), size: info.Size(), modified: info.ModTime()}
	wanted := slices.Contains(kinds, strings.ToLower(filepath.Ext(e.name)))
	return e, e.folder || (wanted && info.Mode().IsRegular())
}

func (e entry) cells(l *present.Locale) []present.Cell {
	const kilo = 1024
	if e.folder {
		return []present.Cell{{Text: e.name, Icon: "folder", Tone: present.Busy}, {}, {}}
	}
	size := l.Int((e.size+kilo-1)/kilo) + "\u00a0kB"
	return []present.Cell{{Text: e.name, Icon: "file"}, {Text: size, Tone: present.Muted}, {Text: l.Date(lake.DateOf(e.modified)), Tone: present.Muted}}
}
