package teamsync

import (
	"context"
	"errors"
	"iter"
	"path/filepath"
	"slices"

	"wattlake/lake"
	"wattlake/pipeline"
)

// OnOpen returns the lake on this machine as if the bytes of the team's documents, which the last sync has left in the
// bucket, were here too: they are listed, and fetched when somebody reads them. folder is where the sync remembers.
// Use it for the running lake, and the lake itself for syncs.
func OnOpen(local, team pipeline.Objects, folder string) pipeline.Objects {
	return &onOpen{Objects: local, team: team, folder: folder}
}

type onOpen struct {
	pipeline.Objects
	team   pipeline.Objects
	folder string
}

// Get returns what is here, or fetches the bytes of a document, checks them and keeps them.
func (o *onOpen) Get(ctx context.Context, key lake.Key) ([]byte, error) {
	content, err := o.Objects.Get(ctx, key)
	if parsed, ok := lake.ParseKey(key); lake.CodeOf(err) != lake.CodeNotFound || !ok || parsed.Kind != lake.RawObject {
		return content, err
	}
	content, err = getVerified(ctx, o.team, key)
	if errors.Is(err, errDamaged) {
		return nil, damagedThere(key, err)
	}
	if err != nil {
		return nil, err
	}
	_, err = o.PutIfAbsent(ctx, key, content)
	return content, err
}

// List yields what is here and, where documents' bytes are asked for, those in the bucket, in key order.
func (o *onOpen) List(ctx context.Context, prefix lake.Key) iter.Seq2[lake.ObjectInfo, error] {
	return func(yield func(lake.ObjectInfo, error) bool) {
		elsewhere, err := o.elsewhere(prefix)
		if err != nil {
			yield(lake.ObjectInfo{}, err)
			return
		}
		for here, err := range o.Objects.List(ctx, prefix) {
			for err == nil && len(elsewhere) > 0 && elsewhere[0].Key <= here.Key {
				next := elsewhere[0]
				elsewhere = elsewhere[1:]
				if next.Key != here.Key && !yield(next, nil) {
					return
				}
			}
			if !yield(here, err) || err != nil {
				return
			}
		}
		for _, next := range elsewhere {
			if !yield(next, nil) {
				return
			}
		}
	}
}

// elsewhere lists the documents' bytes that the last sync saw in the bucket.
func (o *onOpen) elsewhere(prefix lake.Key) ([]lake.ObjectInfo, error) {
	known, err := loadMemory(filepath.Clean(o.folder))
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(under(known.index, prefix)), func(info lake.ObjectInfo) bool {
		parsed, ok := lake.ParseKey(info.Key)
		return !ok || parsed.Kind != lake.RawObject
	}), nil
}
