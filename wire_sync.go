package main

import (
	"cmp"
	"context"
	"errors"
	"os"
	"os/user"
	"time"

	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/pipeline"
	"wattlake/pipeline/teamsync"
	"wattlake/ui/cli"
	"wattlake/ui/secrets"
	"wattlake/ui/settings"
)

// syncCommands wires the command line to the team's bucket.
func syncCommands() cli.Sync {
	return cli.Sync{
		Save: func(s settings.Sync) error {
			c := configuration()
			c.File.Sync = s
			return c.File.Save(c.Path)
		},
		SaveKeys: func(ctx context.Context, s settings.Sync, access, secret string) error {
			return secrets.KeepBucket(ctx, s, secrets.BucketKeys{Access: access, Secret: secret})
		},
		Run:    runSync,
		Verify: verifyTeam,
		Test:   testTeam,
	}
}

// testTeam takes the way to the bucket step by step; see [present.Contact] for what a face makes of it.
func testTeam(ctx context.Context, s settings.Sync, passed func(step string)) error {
	team, err := openTeamStore(ctx, s)
	if err != nil {
		return err
	}
	passed("settings")
	return team.Diagnose(ctx, time.Now, func(step store.Step) { passed(string(step)) })
}

// runSync syncs once, and waits until this lake's own tables are up to date with what came.
func runSync(ctx context.Context, dir string, s settings.Sync, o cli.SyncOptions, progress func(pipeline.SyncProgress)) (report pipeline.SyncReport, err error) {
	opened, err := openLake(ctx, dir)
	if err != nil {
		return report, err
	}
	defer opened.close()
	t, err := openTeam(ctx, dir, s, opened.node.Adopt)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, t.Close()) }()
	report, err = t.syncer.Run(ctx, teamsync.Options{DryRun: o.DryRun, Rejoin: o.Rejoin}, progress)
	if err != nil || o.DryRun {
		return report, err
	}
	return report, opened.node.Settle(ctx)
}

// verifyTeam compares the lake with the team's; what a repair brings here goes through the lake's stages.
func verifyTeam(ctx context.Context, dir string, repair bool, progress func(lake.CheckProgress)) (result cli.Verification, err error) {
	s := configuration().File.Sync
	if s.Bucket == "" {
		return result, badSync(s)
	}
	var adopt func(context.Context, []lake.Key) error
	if repair {
		opened, err := openLake(ctx, dir)
		if err != nil {
			return result, err
		}
		defer opened.close()
		adopt = func(ctx context.Context, keys []lake.Key) error {
			return errors.Join(opened.node.Adopt(ctx, keys), opened.node.Settle(ctx))
		}
	}
	t, err := openTeam(ctx, dir, s, adopt)
	if err != nil {
		return result, err
	}
	defer func() { err = errors.Join(err, t.Close()) }()
	found, err := t.syncer.Verify(ctx, repair, progress)
	return cli.Verification{Found: found.Found, Left: found.Left, Repaired: repair}, err
}

// openSyncing opens the lake for a command that goes on for long.
func openSyncing(ctx context.Context, dir string) (cli.Node, func(), error) {
	o, err := openLake(ctx, dir)
	if err != nil {
		return nil, nil, err
	}
	o.startSync(ctx, dir, configuration().File.Sync)
	return o.node, o.close, nil
}

// startSync syncs in the background as long as the lake is open, if the settings name a bucket.
func (o *openedLake) startSync(ctx context.Context, dir string, s settings.Sync) {
	if s.Bucket == "" {
		return
	}
	t, err := openTeam(ctx, dir, s, o.node.Adopt)
	if err != nil {
		o.logger.ErrorContext(ctx, "the team's bucket is not synced", "error", err)
		return
	}
	changes, unsubscribe := o.node.Subscribe()
	scheduler := teamsync.NewScheduler(teamsync.SchedulerParams{
		Syncer: t.syncer, Changes: changes, Every: s.Interval(), Clock: time.Now, After: time.After, Logger: o.logger,
	})
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		scheduler.Run(ctx)
	}()
	o.onClose(func() error {
		stop()
		unsubscribe()
		<-ended
		return t.Close()
	})
	o.sync = scheduler
	if o.relay != nil {
		go o.announceUploads(ctx, scheduler)
	}
}

// announceUploads wakes the relay after every sync: what is in the bucket now may be announced.
func (o *openedLake) announceUploads(ctx context.Context, s pipeline.TeamSync) {
	for {
		changed := s.Changed()
		if !s.State().Running {
			o.relay.Kick()
		}
		select {
		case <-ctx.Done():
			return
		case <-changed:
		}
	}
}

// decider is who decides on this machine, for the team: the name and machine of the settings, else those of the system.
func decider(s settings.Sync) string {
	name, host := "?", "?"
	if account, err := user.Current(); err == nil {
		name = account.Username
	}
	if machine, err := os.Hostname(); err == nil {
		host = machine
	}
	return cmp.Or(s.Name, os.Getenv("USER"), name) + "@" + cmp.Or(s.Machine, host)
}
