package delta

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// Metadata describes a table.
type Metadata struct {
	ID               string // a UUID; empty in a commit means: as before, or a new one for a new table
	Name             string // empty in a commit means: as before
	Schema           Schema
	PartitionColumns []string
	Properties       map[string]string // table properties such as delta.deletedFileRetentionDuration
}

// CommitInfo is what the log says about one commit.
type CommitInfo struct {
	Operation  string
	Timestamp  int64 // ms since 1970; 0 if its writer did not tell
	Parameters map[string]string
	Version    int64
}

func metadataOf(action *MetaDataAction) (Metadata, error) {
	m := Metadata{
		ID: action.ID, Name: action.Name,
		PartitionColumns: slices.Clone(action.PartitionColumns), Properties: maps.Clone(action.Configuration),
	}
	if err := json.Unmarshal([]byte(action.SchemaString), &m.Schema); err != nil {
		return Metadata{}, fmt.Errorf("schemaString: %w", err)
	}
	return m, nil
}

// action writes the metadata; before is the table's present metaData action, nil for a new table.
func (m Metadata) action(before *MetaDataAction, now int64) (*MetaDataAction, error) {
	schema, err := json.Marshal(m.Schema)
	if err != nil {
		return nil, fmt.Errorf("schema: %w", err)
	}
	action := &MetaDataAction{
		ID: m.ID, Name: m.Name, Format: FormatAction{Provider: "parquet", Options: map[string]string{}},
		SchemaString: string(schema), PartitionColumns: append([]string{}, m.PartitionColumns...),
		CreatedTime: &now, Configuration: map[string]string{},
	}
	maps.Copy(action.Configuration, m.Properties)
	if before != nil {
		action.Description, action.CreatedTime = before.Description, before.CreatedTime
		action.ID, action.Name = cmp.Or(action.ID, before.ID), cmp.Or(action.Name, before.Name)
	}
	return action, nil
}

// infoOf turns parameters that are not JSON strings, as other engines write them, to their JSON text.
func infoOf(version int64, action *CommitInfoAction) CommitInfo {
	info := CommitInfo{Operation: action.Operation, Timestamp: action.Timestamp, Version: version}
	if len(action.Parameters) == 0 {
		return info
	}
	info.Parameters = make(map[string]string, len(action.Parameters))
	for name, raw := range action.Parameters {
		var text string
		if json.Unmarshal(raw, &text) != nil {
			text = string(raw)
		}
		info.Parameters[name] = text
	}
	return info
}
