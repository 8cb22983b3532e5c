package main

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"os"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/pipeline/eventlog"
	"wattlake/pipeline/teamsync"
	"wattlake/ui/cli"
	"wattlake/ui/httpapi"
)

// worker works on a shared lake until ctx ends. What is at hand then is given up and done by another.
func worker(ctx context.Context, place string, options cli.WorkerOptions) (err error) {
	logger := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	stages, err := parseStages(options.Stages)
	if err != nil {
		return err
	}
	shared, err := openShared(ctx, place, options.SharedOptions, logger)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, shared.Close()) }()
	params := shared.params
	team, err := workerTeam(ctx, options, params.LakeID, logger)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, team.Close()) }()
	params.Log, params.Run, params.Workers = team, stages, cmp.Or(options.Parallel, params.Workers)
	w := pipeline.StartWorker(ctx, pipeline.WorkerParams{
		Params: params, Behind: team.Lag,
		Healthy: func(ctx context.Context) error { return storeAnswers(ctx, params.Objects) },
	})
	defer w.Close()
	if options.Listen != "" {
		stop, err := httpapi.ServeWorker(ctx, options.Listen, w, logger)
		if err != nil {
			return err
		}
		defer stop()
	}
	logger.InfoContext(ctx, "the worker is up", "lake", place, "lake_id", params.LakeID, "stages", w.Stages())
	<-ctx.Done()
	logger.InfoContext(context.WithoutCancel(ctx), "the worker ends")
	return nil
}

// workerTeam connects to the brokers; a worker that cannot is of no use.
func workerTeam(ctx context.Context, options cli.WorkerOptions, lakeID string, logger *slog.Logger) (*eventlog.Team, error) {
	k := kafkaSettings()
	if len(options.Brokers) > 0 {
		k.Brokers = options.Brokers
	}
	k.Prefix = cmp.Or(options.Prefix, k.Prefix)
	cfg, err := teamConfig(ctx, k, lakeID)
	if err != nil {
		return nil, err
	}
	cfg.Logger = logger
	from := options.From
	cfg.From = eventlog.Start{Reset: from.Earliest || !from.Time.IsZero() || from.Event != nil, Time: from.Time, Event: from.Event}
	team, err := eventlog.OpenTeam(cfg)
	if err != nil {
		return nil, err
	}
	if _, err := team.Connect(ctx); err != nil {
		return nil, errors.Join(err, team.Close())
	}
	return team, nil
}

// storeAnswers asks for one object that every lake has.
func storeAnswers(ctx context.Context, objects pipeline.Objects) error {
	_, err := objects.Get(ctx, teamsync.ManifestKey)
	if lake.CodeOf(err) == lake.CodeNotFound {
		return nil
	}
	return err
}
