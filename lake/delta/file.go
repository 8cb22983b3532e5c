package delta

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// File is a data file of a table.
type File struct {
	Path             string            // relative to the table's root
	PartitionValues  map[string]string // "" is null
	Size             int64             // bytes
	ModificationTime int64             // ms since 1970
	Stats            Stats
	Tags             map[string]string // of other writers
}

// Stats is what a writer knows of the rows of a file. The zero Stats means that it told nothing. Values of nested columns
// are nested maps; numbers read from a log are [json.Number].
type Stats struct {
	NumRecords int64          `json:"numRecords"`
	MinValues  map[string]any `json:"minValues,omitempty"`
	MaxValues  map[string]any `json:"maxValues,omitempty"`
	NullCount  map[string]any `json:"nullCount,omitempty"`
}

// IsZero reports whether nothing is known.
func (s Stats) IsZero() bool {
	return s.NumRecords == 0 && len(s.MinValues) == 0 && len(s.MaxValues) == 0 && len(s.NullCount) == 0
}

func (s Stats) encode() (string, error) {
	if s.IsZero() {
		return "", nil
	}
	content, err := json.Marshal(s)
	return string(content), err
}

// decodeStats never fails: statistics help, and a table is as right without them.
func decodeStats(content string) Stats {
	var stats Stats
	decoder := json.NewDecoder(bytes.NewBufferString(content))
	decoder.UseNumber()
	if content == "" || decoder.Decode(&stats) != nil {
		return Stats{}
	}
	return stats
}

func fileOf(add *AddAction) (File, error) {
	name, err := decodePath(add.Path)
	if err != nil {
		return File{}, err
	}
	if len(add.DeletionVector) > 0 && !bytes.Equal(add.DeletionVector, []byte("null")) {
		return File{}, fmt.Errorf("%s: deletion vectors: %w", name, errFeature)
	}
	var tags map[string]string
	if len(add.Tags) > 0 {
		tags = toPartition(add.Tags)
	}
	return File{
		Path: name, PartitionValues: toPartition(add.PartitionValues), Size: add.Size,
		ModificationTime: add.ModificationTime, Stats: decodeStats(add.Stats), Tags: tags,
	}, nil
}

func (f File) add(dataChange bool) (*AddAction, error) {
	stats, err := f.Stats.encode()
	if err != nil {
		return nil, fmt.Errorf("statistics of %s: %w", f.Path, err)
	}
	add := &AddAction{
		Path: encodePath(f.Path), PartitionValues: fromPartition(f.PartitionValues), Size: f.Size,
		ModificationTime: f.ModificationTime, DataChange: dataChange, Stats: stats,
	}
	if len(f.Tags) > 0 {
		add.Tags = fromPartition(f.Tags)
	}
	return add, nil
}

func (f File) remove(dataChange bool, at int64) *RemoveAction {
	return &RemoveAction{
		Path: encodePath(f.Path), DeletionTimestamp: &at, DataChange: dataChange, ExtendedFileMetadata: true,
		PartitionValues: fromPartition(f.PartitionValues), Size: &f.Size,
	}
}
