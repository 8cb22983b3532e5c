package pipeline

import (
	"context"
	"fmt"
	"time"

	"wattlake/lake"
)

// While documents are on their way, Gold is built goldDelay after the last build at the earliest, and so rarely that building
// takes no more than one part in goldShare of the time; when none is, it is built at once.
const (
	goldDelay = 10 * time.Second
	goldShare = 10
	askTeam   = time.Second // between looks at what the other workers have to do
)

// buildGold is the stage from Silver's present version to the Gold tables. It waits for a pause in the batch first, so that
// a thousand documents do not mean a thousand builds.
func (n *stages) buildGold(ctx context.Context, _ []lake.Event) error {
	if err := n.waitForPause(ctx); err != nil {
		return err
	}
	begin := n.clock()
	defer func() { n.goldTook = n.clock().Sub(begin) }()
	outcome, _ := attempt(ctx, n.sleep, func(ctx context.Context) Outcome {
		events, err := n.goldEvents(ctx)
		if err != nil {
			return outcomeOf(err)
		}
		return Done(events...)
	})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	n.tracker.finish(lake.StageGold, outcome.verdict == done)
	if outcome.verdict != done {
		n.logger.ErrorContext(ctx, "gold was not built", "error", outcome.err)
		n.tracker.failGold(outcome.err)
		return nil
	}
	if err := n.log.Publish(ctx, outcome.events...); err != nil {
		return fmt.Errorf("publish gold events: %w", err)
	}
	return n.noteGold(ctx)
}

// goldEvents builds what is behind; nothing to do gives no events.
func (n *stages) goldEvents(ctx context.Context) ([]lake.Event, error) {
	if n.shared != nil { // whoever folded the rows may be somebody else
		if err := n.bronze.RelistDecisions(ctx); err != nil {
			return nil, err
		}
	}
	if err := n.tables.CommitRegister(ctx, n.bronze.Register()); err != nil {
		return nil, fmt.Errorf("commit register: %w", err)
	}
	silver, built, err := n.versions(ctx)
	if err != nil || silver == built {
		return nil, err
	}
	commits, err := n.tables.BuildGold(ctx)
	if err != nil {
		return nil, fmt.Errorf("build gold: %w", err)
	}
	return n.tableEvents(commits)
}

// RefreshGold brings Gold up to date with Silver and with the decisions that are about no document.
func (n *Node) RefreshGold(ctx context.Context) error {
	events, err := n.goldEvents(ctx)
	if err != nil {
		return err
	}
	if err := n.log.Publish(ctx, events...); err != nil {
		return fmt.Errorf("publish gold events: %w", err)
	}
	n.send(Change{Tables: true})
	return n.noteGold(ctx)
}

func (n *stages) tableEvents(commits []lake.TableCommit) ([]lake.Event, error) {
	events := make([]lake.Event, 0, len(commits))
	for _, c := range commits {
		event, err := lake.NewTableEvent(lake.TopicGold, n.lakeID, lake.TableEvent{
			Table: c.Table, Layer: "gold", Version: c.Version, SilverVersion: c.SilverVersion,
		})
		if err != nil {
			return nil, err
		}
		events = append(events, event)
	}
	return events, nil
}

// noteGold tells who waits that Gold is up to date, unless Silver has moved on: then its event is on the way.
func (n *stages) noteGold(ctx context.Context) error {
	silver, built, err := n.versions(ctx)
	if err != nil {
		return err
	}
	if silver == built {
		n.tracker.setGold(false)
	}
	return nil
}

func (n *stages) versions(ctx context.Context) (silver, built int64, err error) {
	if silver, err = n.tables.SilverVersion(ctx); err != nil {
		return 0, 0, fmt.Errorf("silver version: %w", err)
	}
	if built, err = n.tables.GoldBuiltFrom(ctx); err != nil {
		return 0, 0, fmt.Errorf("gold version: %w", err)
	}
	return silver, built, nil
}

func (n *stages) waitForPause(ctx context.Context) error {
	delay := max(goldDelay, goldShare*n.goldTook)
	if n.shared != nil {
		return n.waitForTeam(ctx, delay)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	late := make(chan struct{})
	go func() {
		defer close(late)
		_ = n.sleep(ctx, delay) // cancelled or over: either way the wait ends
	}()
	for !n.tracker.idle() {
		changed := n.tracker.change()
		if n.tracker.idle() {
			return nil
		}
		select {
		case <-late:
			return ctx.Err()
		case <-changed:
		}
	}
	return ctx.Err()
}

// waitForTeam waits until no stage before Gold has anything to do, for delay at most. Brokers that do not say count as busy.
func (n *stages) waitForTeam(ctx context.Context, delay time.Duration) error {
	for ; delay > 0; delay -= askTeam {
		if calm, err := n.shared.calm(ctx); err == nil && calm {
			break
		}
		if err := n.sleep(ctx, askTeam); err != nil {
			return err
		}
	}
	return ctx.Err()
}
