package teamsync

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"wattlake/lake"
)

// presentFile holds the place of the team's lake, then what was in it when objects were last exchanged. It is written before
// the tables are: what the team can get may be announced, whoever wins the race for them.
const presentFile = "present"

func savePresent(folder, location string, present []lake.ObjectInfo) error {
	err := os.MkdirAll(folder, folderMode)
	if err == nil {
		err = replaceFile(filepath.Join(folder, presentFile), append([]byte(location+"\n"), encodeIndex(present)...))
	}
	if err != nil {
		return cannotRemember(err)
	}
	return nil
}

// Arrivals tells which objects are in the team's bucket, from what the syncs on this machine have left in their folder: no
// request is needed. It is safe for concurrent use.
type Arrivals struct {
	folder, location string

	mu      sync.Mutex
	file    fs.FileInfo // that present was read from; nil before the first sync
	present []lake.ObjectInfo
}

// NewArrivals takes the folder and the location of [Params].
func NewArrivals(folder, location string) *Arrivals {
	return &Arrivals{folder: folder, location: location}
}

// Arrived returns which of the objects were in the bucket after the last exchange.
func (a *Arrivals) Arrived(_ context.Context, keys []lake.Key) (map[lake.Key]bool, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.refresh(); err != nil {
		return nil, cannotRemember(err)
	}
	arrived := make(map[lake.Key]bool, len(keys))
	for _, key := range keys {
		_, arrived[key] = slices.BinarySearchFunc(a.present, key, func(o lake.ObjectInfo, key lake.Key) int {
			return strings.Compare(string(o.Key), string(key))
		})
	}
	return arrived, nil
}

// refresh reads the file again if a sync has replaced it. A damaged file is as good as none.
func (a *Arrivals) refresh() error {
	path := filepath.Join(a.folder, presentFile)
	file, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		a.file, a.present = nil, nil
		return nil
	}
	if err != nil || (a.file != nil && os.SameFile(a.file, file) && a.file.ModTime().Equal(file.ModTime())) {
		return err
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	a.file, a.present = file, nil
	location, index, _ := bytes.Cut(content, []byte("\n"))
	if present, err := decodeIndex(index); err == nil && string(location) == a.location {
		a.present = present
	}
	return nil
}
