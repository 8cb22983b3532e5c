//go:build !linux

package desktop

// yieldThreads does nothing: only Linux gives threads priorities of their own.
func yieldThreads() error { return nil }
