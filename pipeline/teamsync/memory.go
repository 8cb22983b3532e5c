package teamsync

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"wattlake/lake"
)

// memory is what is remembered of the last sync. It may be lost at any time: then more work is done, and a bucket that was
// emptied meanwhile is not noticed.
type memory struct {
	Location string `json:"location"`
	LakeID   string `json:"lake_id"`
	Seen     int    `json:"seen"`           // objects in the bucket
	Folded   bool   `json:"folded"`         // the team's tables reflect all of the index
	Silver   int64  `json:"silver_version"` // of the team, when they did
	Program  string `json:"program"`
	Index    string `json:"index"` // SHA-256 of the index file

	index []lake.ObjectInfo // the team's Bronze, in key order
}

const (
	memoryFile = "state.json"
	indexFile  = "index"
	folderMode = 0o700
	fileMode   = 0o600
)

// loadMemory reads what was saved; what cannot be read is forgotten.
func loadMemory(folder string) (memory, error) {
	content, err := os.ReadFile(filepath.Join(folder, memoryFile))
	if errors.Is(err, fs.ErrNotExist) {
		return memory{}, nil
	}
	if err != nil {
		return memory{}, cannotRemember(err)
	}
	var m memory
	if err := json.Unmarshal(content, &m); err != nil {
		return memory{}, nil //nolint:nilerr // a damaged memory is as good as none
	}
	index, err := os.ReadFile(filepath.Join(folder, indexFile))
	if err == nil && lake.SHA256(index) == m.Index {
		m.index, err = decodeIndex(index)
	}
	if err != nil || m.index == nil {
		m.index, m.Folded = nil, false
	}
	return m, nil
}

// save writes the index first: an older state names another one, which is not trusted then.
func (m memory) save(folder string) error {
	index := encodeIndex(m.index)
	m.Index = lake.SHA256(index)
	content, err := json.Marshal(m)
	if err == nil {
		err = os.MkdirAll(folder, folderMode)
	}
	if err == nil {
		err = replaceFile(filepath.Join(folder, indexFile), index)
	}
	if err == nil {
		err = replaceFile(filepath.Join(folder, memoryFile), content)
	}
	if err != nil {
		return cannotRemember(err)
	}
	return nil
}

// encodeIndex writes one object per line: its size and its key.
func encodeIndex(index []lake.ObjectInfo) []byte {
	var buffer bytes.Buffer
	for _, o := range index {
		buffer.WriteString(strconv.FormatInt(o.Size, 10) + " " + string(o.Key) + "\n")
	}
	return buffer.Bytes()
}

func decodeIndex(content []byte) ([]lake.ObjectInfo, error) {
	index := []lake.ObjectInfo{}
	for line := range strings.Lines(string(content)) {
		size, key, found := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		n, err := strconv.ParseInt(size, 10, 64)
		if err != nil || !found || !lake.Key(key).Valid() {
			return nil, errors.New("not an index")
		}
		index = append(index, lake.ObjectInfo{Key: lake.Key(key), Size: n})
	}
	return index, nil
}

// replaceFile shows readers the old file or the new one.
func replaceFile(path string, content []byte) error {
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err == nil {
		err = file.Chmod(fileMode)
	}
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return nil
}

func cannotRemember(err error) error {
	return &lake.Error{
		Code: lake.CodeIO, Op: "teamsync: remember", Err: err,
		Message: lake.Text{PL: "Nie można zapisać stanu synchronizacji.", EN: "The state of the sync cannot be kept."},
		Hint:    lake.Text{PL: "Sprawdź wolne miejsce i prawa do folderu jeziora.", EN: "Check the free space and the rights to the lake's folder."},
	}
}
