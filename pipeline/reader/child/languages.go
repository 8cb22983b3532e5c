package child

import (
	"path/filepath"
	"slices"
	"strings"
)

// Languages returns what this machine can recognise, by Tesseract's names in alphabetical order: the data that is installed,
// without that for the orientation of pages.
func Languages() []string {
	const extension, orientation = ".traineddata", "osd"
	found, err := filepath.Glob(filepath.Join(findTessdata(), "*"+extension))
	if err != nil {
		return nil
	}
	names := make([]string, 0, len(found))
	for _, path := range found {
		if name := strings.TrimSuffix(filepath.Base(path), extension); name != orientation {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
