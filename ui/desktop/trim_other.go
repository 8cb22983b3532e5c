//go:build !linux || !cgo

package desktop

// trim does nothing where C code's memory goes back by itself.
func trim() {}
