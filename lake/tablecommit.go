package lake

// TableCommit is a Gold table's new version.
type TableCommit struct {
	Table         string // its key in the lake
	Version       int64
	SilverVersion int64 // that it was built from
}
