package store

import (
	"os"
	"strings"

	"wattlake/lake"
)

// FoldsCase reports whether the file system takes names for the same that differ in the case of letters only, as those of Windows do.
// Two objects of which a bucket has both may then be one here.
func (d *Dir) FoldsCase() bool {
	folder := strings.TrimSuffix(lake.BronzePrefix, "/")
	as, other := d.entry(folder), d.entry(strings.ToUpper(folder))
	return as != nil && other != nil && os.SameFile(as, other)
}

func (d *Dir) entry(name string) os.FileInfo {
	info, err := d.root.Lstat(name)
	if err != nil {
		return nil
	}
	return info
}
