package teamsync

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"wattlake/lake"
	"wattlake/lake/store"
)

// ManifestKey is where a team's lake says what it is.
const ManifestKey lake.Key = "_wattlake.json"

// Format is the version of the lake's layout that this program reads and writes.
const Format = 1

// manifest guards against a wrong prefix, another lake and a newer program.
type manifest struct {
	LakeID    string `json:"lake_id"`
	Format    int    `json:"format"`
	CreatedAt string `json:"created_at"` // RFC 3339, UTC
	CreatedBy string `json:"created_by"`
}

// connect finds out whose bucket this is and what may be done there; it founds the team's lake in an empty one.
func (r *run) connect(ctx context.Context) error {
	content, err := r.p.Team.Get(ctx, ManifestKey)
	if lake.CodeOf(err) == lake.CodeNotFound {
		content, err = r.found(ctx)
	}
	if err != nil || content == nil {
		return err
	}
	var m manifest
	if err := json.Unmarshal(content, &m); err != nil || m.LakeID == "" || m.Format < 1 {
		return wrongPrefix(r.p.Location, err)
	}
	if m.Format > Format {
		return newerFormat(r.p.Location, m.Format)
	}
	if r.known.LakeID != "" && r.known.LakeID != m.LakeID {
		if !r.options.Rejoin {
			return otherLake(r.p.Location)
		}
		r.known = memory{}
	}
	if r.known.Location != r.p.Location { // another place of the same lake: nothing is known of it
		r.known = memory{LakeID: r.known.LakeID}
	}
	r.known.LakeID = m.LakeID
	return r.probe(ctx, content)
}

// found makes an empty bucket the team's lake and returns the manifest, or nil in a dry run.
func (r *run) found(ctx context.Context) ([]byte, error) {
	if r.known.Seen > 0 && r.known.Location == r.p.Location && !r.options.Rejoin {
		return nil, emptied(r.p.Location, r.known.Seen)
	}
	for info, err := range r.p.Team.List(ctx, "") {
		if err != nil {
			return nil, err
		}
		if !ours(info.Key) {
			return nil, wrongPrefix(r.p.Location, errors.New("found "+string(info.Key)))
		}
	}
	if r.readOnly {
		return nil, noLake(r.p.Location)
	}
	if r.options.DryRun {
		return nil, nil
	}
	id := r.known.LakeID // the same lake in a new place
	if id == "" {
		id = r.p.NewID()
	}
	content, err := json.MarshalIndent(manifest{
		LakeID: id, Format: Format, CreatedAt: r.p.Clock().UTC().Format(time.RFC3339), CreatedBy: r.p.Author,
	}, "", "  ")
	if err != nil {
		return nil, err
	}
	_, err = r.p.Team.PutIfAbsent(ctx, ManifestKey, content)
	if server, can := r.p.Team.(replacer); can && lake.CodeOf(err) == store.CodeUnconditional {
		err = server.Put(ctx, ManifestKey, content) // of two at the same moment the later one counts
	}
	if err != nil {
		return nil, err
	}
	return r.p.Team.Get(ctx, ManifestKey) // somebody else may have been faster
}

// ours reports whether a lake may hold the key; somebody else may be founding it right now.
func ours(key lake.Key) bool {
	if key == ManifestKey {
		return true
	}
	for _, prefix := range []string{lake.BronzePrefix, lake.SilverPrefix, lake.GoldPrefix, lake.LocalPrefix} {
		if strings.HasPrefix(string(key), prefix) {
			return true
		}
	}
	return false
}

// probe puts the manifest again as it is: a server that says it created it has ignored the condition and cannot be trusted
// with tables, and keys that may not put are those of a reader.
func (r *run) probe(ctx context.Context, content []byte) error {
	if r.readOnly || r.options.DryRun {
		r.report.ReadOnly = r.readOnly
		return nil
	}
	created, err := r.p.Team.PutIfAbsent(ctx, ManifestKey, content)
	switch {
	case lake.CodeOf(err) == store.CodeAccessDenied:
		r.readOnly, r.report.ReadOnly = true, true
		r.report.Warning, r.report.Hint = readerKeys()
		return nil
	case lake.CodeOf(err) == store.CodeUnconditional, err == nil && created:
		r.noTables = true
		r.report.Warning, r.report.Hint = unconditional()
		return nil
	}
	return err
}
