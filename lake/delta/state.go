package delta

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"maps"
	"slices"
)

// noTable is the version of a table that does not exist yet.
const noTable int64 = -1

// state is a table at one version, as the actions up to it made it.
type state struct {
	version    int64
	entry      [sha256.Size]byte // of the log entry of this version
	entryKnown bool              // false if the entry has been cleaned up
	checkpoint int64             // the newest checkpoint that is known, or noTable
	protocol   *ProtocolAction
	rawMeta    *MetaDataAction
	metadata   Metadata
	info       CommitInfo
	txns       map[string]*TxnAction
	files      map[string]File
	tombstones map[string]*RemoveAction
	sorted     []File // the files by path
}

func newState() *state {
	return &state{
		version: noTable, checkpoint: noTable, info: CommitInfo{Version: noTable},
		txns: map[string]*TxnAction{}, files: map[string]File{}, tombstones: map[string]*RemoveAction{},
	}
}

// clone returns a state that can be changed while snapshots of the old one are in use.
func (s *state) clone() *state {
	c := *s
	c.txns, c.files, c.tombstones = maps.Clone(s.txns), maps.Clone(s.files), maps.Clone(s.tombstones)
	return &c
}

// apply plays one commit, or a checkpoint, on the state.
func (s *state) apply(version int64, actions []Action) error {
	s.version = version
	s.info = CommitInfo{Version: version}
	for _, action := range actions {
		if err := s.applyOne(action); err != nil {
			return err
		}
	}
	return nil
}

func (s *state) applyOne(action Action) error {
	switch {
	case action.Add != nil:
		file, err := fileOf(action.Add)
		if err != nil {
			return err
		}
		s.files[file.Path] = file
		delete(s.tombstones, file.Path)
	case action.Remove != nil:
		name, err := decodePath(action.Remove.Path)
		if err != nil {
			return err
		}
		delete(s.files, name)
		s.tombstones[name] = action.Remove
	case action.MetaData != nil:
		metadata, err := metadataOf(action.MetaData)
		if err != nil {
			return err
		}
		s.rawMeta, s.metadata = action.MetaData, metadata
	case action.Protocol != nil:
		s.protocol = action.Protocol
		return s.protocol.checkRead()
	case action.Txn != nil:
		s.txns[action.Txn.AppID] = action.Txn
	case action.CommitInfo != nil:
		s.info = infoOf(s.version, action.CommitInfo)
	}
	return nil
}

var errIncomplete = errors.New("no protocol or no metadata")

// finish makes the state ready for snapshots.
func (s *state) finish() error {
	if s.version != noTable && (s.protocol == nil || s.rawMeta == nil) {
		return errIncomplete
	}
	s.sorted = slices.SortedFunc(maps.Values(s.files), func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	return nil
}

func (s *state) snapshot() Snapshot {
	return Snapshot{Version: s.version, Metadata: s.metadata, Files: slices.Clone(s.sorted), Info: s.info}
}

// actions lists the state as the actions of a checkpoint. Tombstones older than the default retention, seen from the last commit,
// are left out.
func (s *state) actions() ([]Action, error) {
	actions := []Action{{Protocol: s.protocol}, {MetaData: s.rawMeta}}
	for _, id := range slices.Sorted(maps.Keys(s.txns)) {
		actions = append(actions, Action{Txn: s.txns[id]})
	}
	oldest := s.info.Timestamp - DefaultRetention.Milliseconds()
	for _, name := range slices.Sorted(maps.Keys(s.tombstones)) {
		tombstone := *s.tombstones[name]
		tombstone.DataChange = false
		if at := tombstone.DeletionTimestamp; at != nil && *at >= oldest {
			actions = append(actions, Action{Remove: &tombstone})
		}
	}
	for _, file := range s.sorted {
		add, err := file.add(false)
		if err != nil {
			return nil, err
		}
		actions = append(actions, Action{Add: add})
	}
	return actions, nil
}
