package warehouse

import (
	"context"
	"strconv"

	"wattlake/lake/delta"
)

// silverVersionParameter names, in every Gold commit, the Silver version that the table was built from.
const silverVersionParameter = "silverVersion"

// modelsParameter names, in every Gold commit, the SQL that computed it: another release may compute something else.
const modelsParameter = "models"

// The rest of what a Gold commit names: which table Silver was, and the versions of the register.
const (
	silverTableParameter = "silverTable"
	pointsParameter      = "points"
	acceptedParameter    = "acceptedFindings"
)

// basis is what Gold is computed from.
type basis struct {
	silver           delta.Snapshot
	points, accepted string // versions of the register
	models           string // names the SQL
}

func (w *Warehouse) basis(ctx context.Context) (b basis, err error) {
	b.models = w.models
	if b.silver, err = w.silver.log.Snapshot(ctx); err != nil {
		return basis{}, err
	}
	b.points, b.accepted, err = w.register.versions(ctx)
	return b, err
}

// parameters name the basis in a commit.
func (b basis) parameters() map[string]string {
	return map[string]string{
		"mode": "Overwrite", silverVersionParameter: strconv.FormatInt(b.silver.Version, 10), silverTableParameter: b.silver.Metadata.ID,
		modelsParameter: b.models, pointsParameter: b.points, acceptedParameter: b.accepted,
	}
}

// sameButSilver reports whether the snapshot was built from this register by this SQL.
func (b basis) sameButSilver(snapshot delta.Snapshot) bool {
	p := snapshot.Info.Parameters
	return p[modelsParameter] == b.models && p[pointsParameter] == b.points && p[acceptedParameter] == b.accepted
}

// same reports whether the snapshot was built from exactly this.
func (b basis) same(snapshot delta.Snapshot) bool {
	return b.sameButSilver(snapshot) && builtFrom(snapshot) == b.silver.Version &&
		snapshot.Info.Parameters[silverTableParameter] == b.silver.Metadata.ID
}

// builtFrom returns the Silver version that a Gold table's snapshot was built from.
func builtFrom(snapshot delta.Snapshot) int64 {
	version, err := strconv.ParseInt(snapshot.Info.Parameters[silverVersionParameter], 10, 64)
	if err != nil || snapshot.Version < 0 {
		return noVersion
	}
	return version
}
