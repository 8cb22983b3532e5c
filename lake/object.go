package lake

// ObjectInfo is one entry of a store's listing.
type ObjectInfo struct {
	Key  Key
	Size int64 // bytes
}
