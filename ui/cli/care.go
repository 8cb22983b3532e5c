package cli

import (
	"context"

	"github.com/spf13/cobra"

	"wattlake/pipeline"
)

// Care is what looks after a lake as a whole.
type Care struct {
	// Verify checks the lake and, if asked, repairs it.
	Verify func(ctx context.Context, dir string, repair bool, update func(pipeline.VerifyProgress)) (Verification, error)
}

func (p *Program) careCommands() []*cobra.Command {
	return []*cobra.Command{p.verifyCommand(), p.eraseCommand(), p.exportCommand()}
}
