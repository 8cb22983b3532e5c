package delta

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"path"
	"strings"

	"wattlake/lake"
)

// Action is one line of the log: exactly one of its fields is set. A line with an action that this package does not know
// becomes an Action without any.
type Action struct {
	CommitInfo *CommitInfoAction `json:"commitInfo,omitempty"`
	Protocol   *ProtocolAction   `json:"protocol,omitempty"`
	MetaData   *MetaDataAction   `json:"metaData,omitempty"`
	Txn        *TxnAction        `json:"txn,omitempty"`
	Add        *AddAction        `json:"add,omitempty"`
	Remove     *RemoveAction     `json:"remove,omitempty"`
}

// ProtocolAction says what an engine must know to read and to write the table.
type ProtocolAction struct {
	MinReaderVersion int      `json:"minReaderVersion"`
	MinWriterVersion int      `json:"minWriterVersion"`
	ReaderFeatures   []string `json:"readerFeatures,omitempty"`
	WriterFeatures   []string `json:"writerFeatures,omitempty"`
}

// MetaDataAction is [Metadata] as the log has it.
type MetaDataAction struct {
	ID               string            `json:"id"`
	Name             string            `json:"name,omitempty"`
	Description      string            `json:"description,omitempty"`
	Format           FormatAction      `json:"format"`
	SchemaString     string            `json:"schemaString"`
	PartitionColumns []string          `json:"partitionColumns"`
	CreatedTime      *int64            `json:"createdTime,omitempty"` // ms
	Configuration    map[string]string `json:"configuration"`
}

// FormatAction is the format of the data files: always Parquet.
type FormatAction struct {
	Provider string            `json:"provider"`
	Options  map[string]string `json:"options"`
}

// TxnAction is the progress of an application that another engine recorded.
type TxnAction struct {
	AppID       string `json:"appId"`
	Version     int64  `json:"version"`
	LastUpdated *int64 `json:"lastUpdated,omitempty"` // ms
}

// AddAction makes a file part of the table.
type AddAction struct {
	Path             string             `json:"path"` // URL-encoded, relative to the table
	PartitionValues  map[string]*string `json:"partitionValues"`
	Size             int64              `json:"size"`
	ModificationTime int64              `json:"modificationTime"` // ms
	DataChange       bool               `json:"dataChange"`
	Stats            string             `json:"stats,omitempty"`
	Tags             map[string]*string `json:"tags,omitempty"`
	DeletionVector   json.RawMessage    `json:"deletionVector,omitempty"`
}

// RemoveAction takes a file out of the table. It stays as a tombstone until its retention has passed.
type RemoveAction struct {
	Path                 string             `json:"path"`
	DeletionTimestamp    *int64             `json:"deletionTimestamp,omitempty"` // ms
	DataChange           bool               `json:"dataChange"`
	ExtendedFileMetadata bool               `json:"extendedFileMetadata,omitempty"`
	PartitionValues      map[string]*string `json:"partitionValues,omitempty"`
	Size                 *int64             `json:"size,omitempty"`
}

// CommitInfoAction is [CommitInfo] as the log has it.
type CommitInfoAction struct {
	Timestamp     int64                      `json:"timestamp"` // ms
	Operation     string                     `json:"operation"`
	Parameters    map[string]json.RawMessage `json:"operationParameters,omitempty"`
	ReadVersion   *int64                     `json:"readVersion,omitempty"`
	IsBlindAppend *bool                      `json:"isBlindAppend,omitempty"`
	EngineInfo    string                     `json:"engineInfo,omitempty"`
	TxnID         string                     `json:"txnId,omitempty"`
}

// decodeActions reads a log entry: one JSON object per line, unknown members ignored.
func decodeActions(content []byte) ([]Action, error) {
	var actions []Action
	number := 0
	for line := range bytes.Lines(content) {
		number++
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		var action Action
		if err := json.Unmarshal(line, &action); err != nil {
			return nil, fmt.Errorf("line %d: %w", number, err)
		}
		actions = append(actions, action)
	}
	return actions, nil
}

func encodeActions(actions []Action) ([]byte, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	for _, action := range actions {
		if err := encoder.Encode(action); err != nil {
			return nil, err
		}
	}
	return buffer.Bytes(), nil
}

// encodePath gives the relative path its form in the log. A colon would make it look like an absolute URI.
func encodePath(p string) string {
	return strings.ReplaceAll((&url.URL{Path: p}).EscapedPath(), ":", "%3A")
}

// errOutside is the reason why a file is refused that lies outside its table, as those of shallow clones do.
var errOutside = errors.New("a data file outside the table's folder")

func decodePath(p string) (string, error) {
	if strings.Contains(p, ":") {
		return "", fmt.Errorf("%q: %w", p, errOutside)
	}
	decoded, err := url.PathUnescape(p)
	if err != nil {
		decoded = p // some writers do not encode
	}
	clean := path.Clean(decoded)
	if !lake.Key(clean).Valid() || clean == "." {
		return "", fmt.Errorf("%q: %w", p, errOutside)
	}
	return clean, nil
}

// toPartition turns the log's values to ours, in which "" stands for null as Delta says.
func toPartition(values map[string]*string) map[string]string {
	if len(values) == 0 {
		return nil
	}
	partition := make(map[string]string, len(values))
	for name, value := range values {
		partition[name] = ""
		if value != nil {
			partition[name] = *value
		}
	}
	return partition
}

func fromPartition(partition map[string]string) map[string]*string {
	values := make(map[string]*string, len(partition))
	for name, value := range partition {
		values[name] = nil
		if value != "" {
			values[name] = &value
		}
	}
	return values
}
