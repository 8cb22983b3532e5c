package delta

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"wattlake/lake"
)

// check refuses a commit that would make the table wrong for us or for another engine.
func (t *Table) check(s *state, c Commit) error {
	if err := t.checkWritable(s, c); err != nil {
		return err
	}
	metadata := s.metadata
	if c.Metadata != nil {
		metadata = *c.Metadata
	}
	var reason string
	switch {
	case c.ReadVersion < noTable:
		reason = "a read version below -1"
	case s.version == noTable && c.Metadata == nil:
		reason = "a new table needs metadata"
	case c.Time.IsZero():
		reason = "no time"
	default:
		reason = checkFiles(s, c, metadata.PartitionColumns)
	}
	if reason != "" {
		return t.usage(reason)
	}
	return nil
}

func (t *Table) checkWritable(s *state, c Commit) error {
	if s.protocol == nil {
		return nil
	}
	if err := s.protocol.checkWrite(); err != nil {
		return t.unsupported("commit", err)
	}
	if err := checkInvariants(s.metadata.Schema.Fields); err != nil {
		return t.unsupported("commit", err)
	}
	if c.DataChange && len(c.Remove) > 0 && s.metadata.Properties[appendOnlyProperty] == "true" {
		return t.unsupported("commit", fmt.Errorf("removing rows of an append-only table: %w", errFeature))
	}
	return nil
}

// checkFiles returns why the files do not fit, or "".
func checkFiles(s *state, c Commit, partitionColumns []string) string {
	removed := make(map[string]bool, len(c.Remove))
	for _, file := range c.Remove {
		if _, present := s.files[file.Path]; !present || removed[file.Path] {
			return "removed file is not in the table: " + file.Path
		}
		removed[file.Path] = true
	}
	if len(removed) < len(s.files) && s.rawMeta != nil && !slices.Equal(partitionColumns, s.metadata.PartitionColumns) {
		return "other partition columns while files remain"
	}
	added := make(map[string]bool, len(c.Add))
	for _, file := range c.Add {
		if _, present := s.files[file.Path]; present || added[file.Path] {
			return "added file is in the table already: " + file.Path
		}
		added[file.Path] = true
		if reason := checkFile(file, partitionColumns); reason != "" {
			return reason + ": " + file.Path
		}
	}
	return ""
}

func checkFile(file File, partitionColumns []string) string {
	if !lake.Key(file.Path).Valid() || path.Clean(file.Path) == "." || hidden(file.Path) {
		return "not a path of a data file"
	}
	if len(file.PartitionValues) != len(partitionColumns) {
		return "not the table's partition columns"
	}
	for _, column := range partitionColumns {
		if _, has := file.PartitionValues[column]; !has {
			return "no value of partition column " + column
		}
	}
	return ""
}

// hidden reports whether engines overlook the file: a part of its path begins with an underscore or a dot. Folders of a
// partition column, as in "_year=2024", are an exception of Delta's.
func hidden(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") || (strings.HasPrefix(part, "_") && !strings.Contains(part, "=")) {
			return true
		}
	}
	return false
}
