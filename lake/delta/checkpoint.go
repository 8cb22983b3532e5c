package delta

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"wattlake/lake"
)

// CheckpointCodec turns the actions of a checkpoint to Parquet and back. It is given by whoever has a Parquet engine.
type CheckpointCodec interface {
	Encode(ctx context.Context, actions []Action) ([]byte, error)
	Decode(ctx context.Context, content []byte) ([]Action, error)
}

// WithCheckpoints reads and writes checkpoints with the codec. Without one, every entry of the log is read, and a table
// whose log another engine has cleaned up cannot be read.
func WithCheckpoints(codec CheckpointCodec) Option { return func(t *Table) { t.codec = codec } }

// base returns the state to start from: the newest readable checkpoint up to the version, or an empty one.
func (t *Table) base(ctx context.Context, files logFiles, version int64) (*state, error) {
	complete := len(files.entries) > 0 && files.entries[0] == 0
	var failures []error
	for _, checkpoint := range slices.Backward(files.checkpoints) {
		if checkpoint.version > version {
			continue
		}
		if t.codec == nil {
			failures = append(failures, errNoCodec)
			break
		}
		s, err := t.readCheckpoint(ctx, checkpoint)
		if err == nil {
			return s, nil
		}
		if ctx.Err() != nil || lake.CodeOf(err) == CodeUnsupported {
			return nil, err
		}
		failures = append(failures, err)
	}
	if !complete && len(failures) > 0 {
		return nil, t.corrupt(version, errors.Join(failures...))
	}
	return newState(), nil
}

var errNoCodec = errors.New("the log begins with a checkpoint, and this program was started without Parquet")

func (t *Table) readCheckpoint(ctx context.Context, checkpoint checkpointFile) (*state, error) {
	s := newState()
	s.checkpoint = checkpoint.version
	for _, key := range checkpoint.parts {
		content, err := t.store.Get(ctx, key)
		if err != nil {
			return nil, err
		}
		actions, err := t.codec.Decode(ctx, content)
		if err != nil {
			return nil, fmt.Errorf("delta: decode %s: %w", key, err)
		}
		err = s.apply(checkpoint.version, actions)
		if errors.Is(err, errFeature) || errors.Is(err, errOutside) {
			return nil, t.unsupported("read", err)
		}
		if err != nil {
			return nil, t.corrupt(checkpoint.version, err)
		}
	}
	if s.protocol == nil || s.rawMeta == nil {
		return nil, t.corrupt(checkpoint.version, errIncomplete)
	}
	return s, nil
}

// checkpointInterval is how many commits apart checkpoints are, as other engines have it.
const checkpointInterval = 10

// checkpointIfDue writes a checkpoint if one is due. It only makes reading faster, so that it fails is no error of the
// commit before it, which is done; the next commit tries again.
func (t *Table) checkpointIfDue(ctx context.Context, s *state) {
	if t.codec == nil || s.version-max(s.checkpoint, 0) < checkpointInterval {
		return
	}
	if err := t.writeCheckpoint(ctx, s); err != nil && t.onFailure != nil {
		t.onFailure(err)
	}
}

// OnCheckpointFailure calls report when a checkpoint that was due after a commit could not be written.
func OnCheckpointFailure(report func(error)) Option { return func(t *Table) { t.onFailure = report } }

func (t *Table) writeCheckpoint(ctx context.Context, s *state) error {
	actions, err := s.actions()
	if err != nil {
		return fmt.Errorf("delta: checkpoint %d: %w", s.version, err)
	}
	content, err := t.codec.Encode(ctx, actions)
	if err != nil {
		return fmt.Errorf("delta: encode checkpoint %d: %w", s.version, err)
	}
	key := t.logKey(fmt.Sprintf("%0*d%s", versionDigits, s.version, checkpointSuffix))
	if _, err := t.store.PutIfAbsent(ctx, key, content); err != nil {
		return err
	}
	s.checkpoint = s.version
	return t.pointToCheckpoint(ctx, lastCheckpoint{
		Version: s.version, Size: len(actions), SizeInBytes: len(content), NumOfAdds: len(s.files),
	})
}

// lastCheckpoint is the content of _last_checkpoint: where other engines begin to read.
type lastCheckpoint struct {
	Version     int64 `json:"version"`
	Size        int   `json:"size"` // actions
	SizeInBytes int   `json:"sizeInBytes"`
	NumOfAdds   int   `json:"numOfAddFiles"`
}

const lastCheckpointName = "_last_checkpoint"

// pointToCheckpoint replaces _last_checkpoint. It is a hint that may be missing or old, so a store that cannot delete
// keeps its first one, and a crash between the two steps does no harm.
func (t *Table) pointToCheckpoint(ctx context.Context, last lastCheckpoint) error {
	content, err := json.Marshal(last)
	if err != nil {
		return err
	}
	if deleter, can := t.store.(Deleter); can {
		if err := deleter.Delete(ctx, t.logKey(lastCheckpointName)); err != nil {
			return err
		}
	}
	_, err = t.store.PutIfAbsent(ctx, t.logKey(lastCheckpointName), content)
	return err
}
