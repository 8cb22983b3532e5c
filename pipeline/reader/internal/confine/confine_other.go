//go:build !linux

package confine

// Reenter does nothing where there is no Landlock.
func Reenter() error { return nil }

// Landlocked reports false where there is no Landlock.
func Landlocked() bool { return false }

// Seccomp does nothing where there is no seccomp.
func Seccomp() bool { return false }
