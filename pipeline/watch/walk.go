package watch

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"wattlake/lake"
	"wattlake/pipeline/intake"
)

// walk calls file for every document at path and below, dir for every folder before what it holds, and link for every link to a folder.
// A link to a document is that document. What cannot be read is left out: it may have gone already.
func walk(path string, file, dir, link func(path string)) {
	_ = filepath.WalkDir(path, func(p string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			if entry != nil && entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case !entry.IsDir():
			switch mode := followed(p, entry); {
			case mode.IsDir() && !isHidden(p):
				link(p)
			case mode.IsRegular() && isDocument(p):
				file(p)
			}
			return nil
		case p != path && isHidden(p), isLake(p):
			return fs.SkipDir
		}
		dir(p)
		return nil
	})
}

// followed returns the mode of an entry, of a link that of what it leads to. What leads nowhere is neither file nor folder.
func followed(path string, entry fs.DirEntry) fs.FileMode {
	if !intake.IsLink(entry) {
		return entry.Type()
	}
	info, err := os.Stat(path)
	if err != nil {
		return fs.ModeIrregular
	}
	return info.Mode()
}

// isDocument reports whether a file of this name is one to report.
func isDocument(path string) bool { return !isHidden(path) && intake.Known(path) }

// isHidden reports whether the name is one that programs give their temporary files and own folders.
func isHidden(path string) bool {
	name := filepath.Base(path)
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~")
}

// isLake reports whether the folder is a lake: what lies in it has been taken in already.
func isLake(dir string) bool {
	for _, part := range []string{lake.LocalPrefix, lake.BronzePrefix} {
		if info, err := os.Stat(filepath.Join(dir, filepath.FromSlash(part))); err == nil && info.IsDir() {
			return true
		}
	}
	return false
}
