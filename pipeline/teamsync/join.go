package teamsync

import (
	"context"
	"encoding/json"
	"time"

	"wattlake/lake"
	"wattlake/pipeline"
)

// Join returns the id of the team's lake in objects, for a process that works on it directly. An empty place becomes a lake.
func Join(ctx context.Context, objects pipeline.Objects, newID func() string, clock func() time.Time, author string) (lakeID string, err error) {
	content, err := objects.Get(ctx, ManifestKey)
	if lake.CodeOf(err) == lake.CodeNotFound {
		fresh, err := json.MarshalIndent(manifest{
			LakeID: newID(), Format: Format, CreatedAt: clock().UTC().Format(time.RFC3339), CreatedBy: author,
		}, "", "  ")
		if err != nil {
			return "", err
		}
		if _, err := objects.PutIfAbsent(ctx, ManifestKey, fresh); err != nil {
			return "", err
		}
		if content, err = objects.Get(ctx, ManifestKey); err != nil { // somebody else may have been faster
			return "", err
		}
	} else if err != nil {
		return "", err
	}
	var m manifest
	if err := json.Unmarshal(content, &m); err != nil || m.LakeID == "" || m.Format < 1 {
		return "", wrongPrefix(string(ManifestKey), err)
	}
	if m.Format > Format {
		return "", newerFormat(string(ManifestKey), m.Format)
	}
	return m.LakeID, nil
}
