//go:build headless

package main

import "context"

// desktopCommand is nil: this build has no window.
var desktopCommand func(ctx context.Context, dir string, paths []string) error
