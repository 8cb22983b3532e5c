package delta

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"time"

	"github.com/google/uuid"
)

// engineInfo tells other engines who wrote a commit.
const engineInfo = "Wattlake"

// Commit is a change of a table, computed from the snapshot with version ReadVersion.
type Commit struct {
	ReadVersion int64             // -1 creates the table
	Operation   string            // "WRITE", "MERGE", "OPTIMIZE", …
	Parameters  map[string]string // operationParameters, and user metadata such as the silver version
	Metadata    *Metadata         // for the first commit, or to change the schema
	Add         []File
	Remove      []File
	DataChange  bool // false for compaction
	Blind       bool // nothing was read to compute it: it adds rows whatever the table holds
	Time        time.Time
}

// Commit writes version ReadVersion+1 and returns it. If the table is no longer at ReadVersion the error wraps
// [ErrConflict]. Data files must have been put under the table's root before. After any other error the commit may or may
// not have been written; the next snapshot tells.
func (t *Table) Commit(ctx context.Context, c Commit) (version int64, err error) {
	if err := t.acquire(ctx, "commit"); err != nil {
		return 0, err
	}
	defer t.release()
	s, err := t.refresh(ctx)
	if err != nil {
		return 0, err
	}
	version = c.ReadVersion + 1
	if s.version != c.ReadVersion {
		return 0, t.conflict(version)
	}
	if err := t.check(s, c); err != nil {
		return 0, err
	}
	actions, err := c.actions(s)
	if err != nil {
		return 0, t.usage(err.Error())
	}
	entry, err := encodeActions(actions)
	if err != nil {
		return 0, t.usage(err.Error())
	}
	if err := t.write(ctx, version, entry); err != nil {
		return 0, err
	}
	return version, t.committed(ctx, s, version, entry)
}

// write creates the log entry. If one is there already it may still be ours: a store may repeat a put whose answer was
// lost. Entries carry a random id, so equal bytes mean that it is.
func (t *Table) write(ctx context.Context, version int64, entry []byte) error {
	created, err := t.store.PutIfAbsent(ctx, t.entryKey(version), entry)
	if err != nil || created {
		return err
	}
	there, err := t.store.Get(ctx, t.entryKey(version))
	if err != nil {
		return err
	}
	if !bytes.Equal(there, entry) {
		return t.conflict(version)
	}
	return nil
}

// committed remembers the new version without reading it again.
func (t *Table) committed(ctx context.Context, before *state, version int64, entry []byte) error {
	next := before.clone()
	if err := t.play(next, version, entry); err != nil {
		return err
	}
	if err := next.finish(); err != nil {
		return t.corrupt(version, err)
	}
	next.entry, next.entryKnown = sha256.Sum256(entry), true
	t.latest = next
	t.checkpointIfDue(ctx, next)
	return nil
}

// actions lists the lines of the log entry.
func (c Commit) actions(s *state) ([]Action, error) {
	now := c.Time.UnixMilli()
	info, err := c.info(now)
	if err != nil {
		return nil, err
	}
	actions := []Action{{CommitInfo: info}}
	if s.protocol == nil {
		actions = append(actions, Action{Protocol: &ProtocolAction{MinReaderVersion: readerVersion, MinWriterVersion: writerVersion}})
	}
	if c.Metadata != nil {
		metadata, err := c.Metadata.action(s.rawMeta, now)
		if err != nil {
			return nil, err
		}
		if metadata.ID == "" {
			metadata.ID = uuid.NewString()
		}
		actions = append(actions, Action{MetaData: metadata})
	}
	for _, file := range c.Remove {
		actions = append(actions, Action{Remove: s.files[file.Path].remove(c.DataChange, now)})
	}
	for _, file := range c.Add {
		if file.ModificationTime == 0 {
			file.ModificationTime = now
		}
		add, err := file.add(c.DataChange)
		if err != nil {
			return nil, err
		}
		actions = append(actions, Action{Add: add})
	}
	return actions, nil
}

func (c Commit) info(now int64) (*CommitInfoAction, error) {
	parameters := make(map[string]json.RawMessage, len(c.Parameters))
	for name, value := range c.Parameters {
		raw, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		parameters[name] = raw
	}
	info := &CommitInfoAction{
		Timestamp: now, Operation: c.Operation, Parameters: parameters, IsBlindAppend: &c.Blind,
		EngineInfo: engineInfo, TxnID: uuid.NewString(),
	}
	if c.ReadVersion >= 0 {
		info.ReadVersion = &c.ReadVersion
	}
	return info, nil
}
