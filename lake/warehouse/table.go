package warehouse

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"wattlake/lake"
	"wattlake/lake/delta"
	"wattlake/lake/delta/checkpoint"
)

// table is one Delta table, partitioned by year unless it is flat.
type table struct {
	w       *Warehouse
	log     *delta.Table
	columns []delta.Field // without the year
	flat    bool
}

func (w *Warehouse) newTable(root lake.Key, columns []delta.Field) *table {
	return &table{w: w, log: delta.Open(w.p.Store, root, delta.WithCheckpoints(checkpoint.New(w.db, w.temp))), columns: columns}
}

// schema is what engines see: the columns, and the year if the table is partitioned by it.
func (t *table) schema() delta.Schema {
	if t.flat {
		return delta.Schema{Fields: t.columns}
	}
	return schemaOf(t.columns)
}

// metadata is for the table's first commit and for the first one after its columns have changed, nil for others.
func (t *table) metadata(snapshot delta.Snapshot) *delta.Metadata {
	if snapshot.Version >= 0 && t.sameColumns(snapshot) {
		return nil
	}
	m := &delta.Metadata{Name: filepath.Base(string(t.log.Root())), Schema: t.schema()}
	if !t.flat {
		m.PartitionColumns = []string{yearColumn}
	}
	if snapshot.Version < 0 {
		m.ID = t.w.p.NewID()
	}
	return m
}

// sameColumns reports whether the table has the columns that this release gives it.
func (t *table) sameColumns(snapshot delta.Snapshot) bool {
	return slices.EqualFunc(snapshot.Metadata.Schema.Fields, t.schema().Fields, func(a, b delta.Field) bool {
		return a.Name == b.Name && duckType(a.Type) == duckType(b.Type)
	})
}

// relation returns the rows of any version of the table. Columns that the version does not have are null.
func (t *table) relation(ctx context.Context, snapshot delta.Snapshot) (string, error) {
	if snapshot.Version < 0 || t.sameColumns(snapshot) {
		return t.rows(ctx, snapshot.Files)
	}
	older := &table{w: t.w, log: t.log, flat: t.flat}
	there := map[string]string{}
	for _, field := range snapshot.Metadata.Schema.Fields {
		there[field.Name] = duckType(field.Type)
	}
	for _, c := range t.columns {
		if there[c.Name] == duckType(c.Type) {
			older.columns = append(older.columns, c)
		}
	}
	relation, err := older.rows(ctx, snapshot.Files)
	if err != nil {
		return "", err
	}
	return "(SELECT " + selectColumns(t.schema().Fields, func(name string, c delta.Type) string {
		if there[strings.Trim(name, `"`)] == duckType(c) {
			return name
		}
		return "NULL::" + duckType(c)
	}) + " FROM " + relation + ")", nil
}

// rows returns the relation of the files' rows with the year of their partition.
func (t *table) rows(ctx context.Context, files []delta.File) (string, error) {
	if len(files) == 0 {
		return "(SELECT " + selectColumns(t.schema().Fields, func(_ string, c delta.Type) string {
			return "NULL::" + duckType(c)
		}) + " WHERE false)", nil
	}
	if err := t.w.prefetch(ctx, t.log.Root(), files); err != nil {
		return "", err
	}
	byYear := map[int][]string{}
	for _, file := range files {
		path, err := t.w.localPath(ctx, t.log.Root(), file)
		if err != nil {
			return "", err
		}
		byYear[yearOf(file)] = append(byYear[yearOf(file)], quote(path))
	}
	parts := make([]string, 0, len(byYear))
	for _, year := range sortedKeys(byYear) {
		if t.flat {
			return fmt.Sprintf("(SELECT %s FROM read_parquet([%s], hive_partitioning=false))", names(t.columns), strings.Join(byYear[year], ", ")), nil
		}
		parts = append(parts, fmt.Sprintf("SELECT %s, %d::INTEGER AS year\n    FROM read_parquet([%s], hive_partitioning=false)",
			names(t.columns), year, strings.Join(byYear[year], ",\n        ")))
	}
	return "(\n    " + strings.Join(parts, "\n    UNION ALL ") + "\n)", nil // people read it, too
}

// numbered returns the relation of the files' rows, without the year, with the index of their file plus first as the column file. Many files are read in half
// the time of a union of one after the other.
func (t *table) numbered(ctx context.Context, files []delta.File, first int) (string, error) {
	if err := t.w.prefetch(ctx, t.log.Root(), files); err != nil {
		return "", err
	}
	paths, numbers := make([]string, len(files)), make([]string, len(files))
	for i, file := range files {
		path, err := t.w.localPath(ctx, t.log.Root(), file)
		if err != nil {
			return "", err
		}
		paths[i], numbers[i] = quote(path), fmt.Sprintf("(%s, %d)", quote(path), first+i)
	}
	return fmt.Sprintf("(SELECT %s, file FROM read_parquet([%s], hive_partitioning=false, filename=true) JOIN (VALUES %s) files(filename, file) USING (filename))",
		names(t.columns), strings.Join(paths, ", "), strings.Join(numbers, ", ")), nil
}

func yearOf(file delta.File) int {
	year, _ := strconv.Atoi(file.PartitionValues[yearColumn]) // null is year 0
	return year
}

func filesOfYear(files []delta.File, year int) []delta.File {
	return slices.DeleteFunc(slices.Clone(files), func(f delta.File) bool { return yearOf(f) != year })
}
