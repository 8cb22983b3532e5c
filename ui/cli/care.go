package cli

import (
	"context"

	"github.com/spf13/cobra"

	"wattlake/lake"
	"wattlake/pipeline"
)

// Care is what looks after a lake as a whole.
type Care struct {
	// Verify checks the lake and, if asked, repairs it.
	Verify func(ctx context.Context, dir string, repair bool, update func(lake.CheckProgress)) (Verification, error)
	// ReadPoints reads a list of metering points, CSV or XLSX, of at most MaxPointsFile bytes.
	ReadPoints    func(content []byte) ([]pipeline.PointRow, error)
	MaxPointsFile int64
}

func (p *Program) careCommands() []*cobra.Command {
	return []*cobra.Command{p.verifyCommand(), p.eraseCommand(), p.exportCommand(), p.registerCommand()}
}
