package main

import (
	"context"
	"log/slog"
	"os"

	"wattlake/pipeline"
	"wattlake/ui/cli"
)

// openStages opens a lake for single stages. It takes no lock: others may run stages on it, too.
func openStages(ctx context.Context, place string, options cli.SharedOptions) (cli.StageRunner, func(), error) {
	logger := slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	shared, err := openShared(ctx, place, options, logger)
	if err != nil {
		return nil, nil, err
	}
	closeShared := func() { _ = shared.Close() } // what is durable stays so
	runner, err := pipeline.OpenStageRunner(ctx, shared.params)
	if err != nil {
		closeShared()
		return nil, nil, err
	}
	return runner, func() { runner.Close(); closeShared() }, nil
}
