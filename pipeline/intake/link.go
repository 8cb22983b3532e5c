package intake

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"wattlake/lake"
)

// IsLink reports whether a folder's entry may lead elsewhere: a symbolic link, or a junction of Windows.
func IsLink(entry fs.DirEntry) bool { return entry.Type()&(fs.ModeSymlink|fs.ModeIrregular) != 0 }

// Elsewhere returns the folder that a link below root leads to, if that is not below root. Those below are walked by their own names,
// so that no circle is possible; others are not followed, because nobody who names root must expect what lies there.
func Elsewhere(root, link string) (folder string, outside bool) {
	info, err := os.Stat(link)
	if err != nil || !info.IsDir() {
		return "", false
	}
	target, err := filepath.EvalSymlinks(link)
	if err != nil {
		return link, true
	}
	if root, err = filepath.EvalSymlinks(root); err != nil {
		return target, true
	}
	below, err := filepath.Rel(root, target)
	return target, err != nil || below == ".." || strings.HasPrefix(below, ".."+string(filepath.Separator))
}

// LinkElsewhere is what is told of a link to a folder, see [Elsewhere].
func LinkElsewhere(folder string) error {
	return refuse(lake.CodeNotADocument, nil, "To skrót do folderu w innym miejscu. Taki skrót nie jest otwierany.",
		"This is a link to a folder elsewhere. Such links are not opened.",
		"Jeżeli są tam faktury, wskaż ten folder: "+folder, "If there are invoices, name that folder: "+folder)
}
