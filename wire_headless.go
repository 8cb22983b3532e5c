//go:build headless

package main

import (
	"context"

	"wattlake/ui/cli"
)

// desktopCommand is nil: this build has no window.
var desktopCommand func(ctx context.Context, p *cli.Program, dir string, paths []string) error
