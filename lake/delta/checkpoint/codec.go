// Package checkpoint reads and writes the checkpoints of Delta tables as Parquet with DuckDB.
package checkpoint

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"wattlake/lake/delta"
)

const scratchMode = 0o600

// Codec is a [delta.CheckpointCodec]. It is safe for concurrent use.
type Codec struct {
	db      *sql.DB
	scratch string
}

var _ delta.CheckpointCodec = (*Codec)(nil)

// New returns a codec that works in db, a DuckDB that may read and write files in the folder scratch, which must exist.
func New(db *sql.DB, scratch string) *Codec { return &Codec{db: db, scratch: scratch} }

// columns is the schema of a checkpoint as far as it concerns reader version 1 and writer version 2.
const columns = `{
	txn: 'STRUCT(appId VARCHAR, version BIGINT, lastUpdated BIGINT)',
	add: 'STRUCT(path VARCHAR, partitionValues MAP(VARCHAR, VARCHAR), size BIGINT, modificationTime BIGINT, dataChange BOOLEAN, stats VARCHAR, tags MAP(VARCHAR, VARCHAR))',
	remove: 'STRUCT(path VARCHAR, deletionTimestamp BIGINT, dataChange BOOLEAN, extendedFileMetadata BOOLEAN, partitionValues MAP(VARCHAR, VARCHAR), size BIGINT)',
	metaData: 'STRUCT(id VARCHAR, name VARCHAR, description VARCHAR, format STRUCT(provider VARCHAR, options MAP(VARCHAR, VARCHAR)), schemaString VARCHAR, partitionColumns VARCHAR[], configuration MAP(VARCHAR, VARCHAR), createdTime BIGINT)',
	protocol: 'STRUCT(minReaderVersion INTEGER, minWriterVersion INTEGER, readerFeatures VARCHAR[], writerFeatures VARCHAR[])'
}`

// Encode returns the actions as Parquet, one row each.
func (c *Codec) Encode(ctx context.Context, actions []delta.Action) (content []byte, err error) {
	folder, err := os.MkdirTemp(c.scratch, "checkpoint-")
	if err != nil {
		return nil, fmt.Errorf("checkpoint: encode: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	var lines bytes.Buffer
	encoder := json.NewEncoder(&lines)
	for _, action := range actions {
		if err := encoder.Encode(action); err != nil {
			return nil, fmt.Errorf("checkpoint: encode: %w", err)
		}
	}
	source, target := filepath.Join(folder, "actions.json"), filepath.Join(folder, "checkpoint.parquet")
	if err := os.WriteFile(source, lines.Bytes(), scratchMode); err != nil {
		return nil, fmt.Errorf("checkpoint: encode: %w", err)
	}
	//nolint:gosec // both are paths of our own, quoted; COPY takes no parameters
	query := fmt.Sprintf("COPY (FROM read_json(%s, format = 'newline_delimited', columns = %s)) TO %s (FORMAT parquet, COMPRESSION snappy)",
		quote(source), columns, quote(target))
	if _, err := c.db.ExecContext(ctx, query); err != nil {
		return nil, fmt.Errorf("checkpoint: encode: %w", err)
	}
	content, err = os.ReadFile(target)
	if err != nil {
		return nil, fmt.Errorf("checkpoint: encode: %w", err)
	}
	return content, nil
}

// Decode reads the actions that are set in a checkpoint of any engine. Columns that [delta.Action] does not know are
// ignored.
func (c *Codec) Decode(ctx context.Context, content []byte) (actions []delta.Action, err error) {
	folder, err := os.MkdirTemp(c.scratch, "checkpoint-")
	if err != nil {
		return nil, fmt.Errorf("checkpoint: decode: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	source := filepath.Join(folder, "checkpoint.parquet")
	if err := os.WriteFile(source, content, scratchMode); err != nil {
		return nil, fmt.Errorf("checkpoint: decode: %w", err)
	}
	rows, err := c.db.QueryContext(ctx, "SELECT CAST(to_json(t) AS VARCHAR) FROM read_parquet(?) AS t", source)
	if err != nil {
		return nil, fmt.Errorf("checkpoint: decode: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var line []byte
		if err := rows.Scan(&line); err != nil {
			return nil, fmt.Errorf("checkpoint: decode: %w", err)
		}
		var action delta.Action
		if err := json.Unmarshal(line, &action); err != nil {
			return nil, fmt.Errorf("checkpoint: decode: %w", err)
		}
		actions = append(actions, action)
	}
	return actions, rows.Err()
}

// quote makes a SQL string of a path.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
