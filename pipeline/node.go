package pipeline

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"wattlake/lake"
)

// Params are the parts of a [Node]. Every field is required unless it says otherwise.
type Params struct {
	LakeID    string // names the lake in event ids
	Objects   Objects
	Tables    Tables
	Log       Log
	Ledger    Ledger // may be nil: then it is not known what came from the team
	Reader    PageReader
	Pages     PageRenderer // may be nil: then there are no pictures of pages
	Extractor Extractor
	XML       XMLExtractor
	Passwords PasswordKeeper // may be nil: then passwords are forgotten at the end
	Run       []lake.Stage   // which stages run here, if not all: others are run by workers
	Workers   int            // documents worked on at the same time; at least 1
	Author    string
	Clock     func() time.Time
	Sleep     func(context.Context, time.Duration) error // ends early with ctx's error
	Logger    *slog.Logger
	Eraser    Eraser // may be nil: then nothing can be erased
	// Early gets what the list shows before Bronze is looked through, if Silver has anything, see [Library.Entries]: no line of
	// a document without an invoice, no file names and no times of drops. It may be nil.
	Early func(entries []*Entry)
	Notes string // file of this machine in which the list finds at the next start what drops say; "" for none
}

// showEarly hands over the lines that need nothing but Silver.
func (p *Params) showEarly(ctx context.Context, library *Library) {
	if p.Early == nil {
		return
	}
	entries, err := library.rows.listing.early(ctx)
	if err != nil { // whoever asks for the list is told again
		p.Logger.WarnContext(ctx, "there is no early list", "error", err)
	}
	if len(entries) > 0 {
		p.Early(entries)
	}
}

// Node is one running lake: it drives the stages and carries out what people ask for. Only one process at a time may run a
// node on a lake. Safe for concurrent use.
type Node struct {
	*stages

	author    string
	eraser    Eraser
	erasing   sync.Mutex // one erasure at a time
	pictures  *pictureCache
	texts     textIndex
	arrivals  arrivals
	resumed   chan struct{} // closed when the start-up walk of Bronze is over
	resumeErr error         // of that walk; read after resumed is closed
}

// Start scans Bronze, starts the stages, and queues what an earlier run left behind. ctx bounds the scan only.
func Start(ctx context.Context, p Params) (*Node, error) {
	library := newLibrary(p.Objects, p.Tables)
	library.rows.listing.notes.path = p.Notes
	scanned := make(chan error, 1)
	go func() { scanned <- library.bronze.Scan(ctx) }()
	p.showEarly(ctx, library)
	if err := <-scanned; err != nil {
		return nil, err
	}
	n := &Node{
		stages: newStages(ctx, library, p), author: p.Author, eraser: p.Eraser, pictures: newPictureCache(p.Pages), resumed: make(chan struct{}),
	}
	n.consumers(n.life)
	n.running.Go(func() {
		defer close(n.resumed)
		if n.resumeErr = errors.Join(n.resumeErasures(n.life), n.reconcile(n.life)); n.resumeErr != nil && n.life.Err() == nil {
			n.logger.ErrorContext(n.life, "unfinished documents could not be resumed", "error", n.resumeErr)
		}
	})
	return n, nil
}

// Close stops the stages and waits for them. What is unfinished continues at the next start.
func (n *Node) Close() {
	n.stop()
	n.running.Wait()
	n.texts.mu.Lock()
	defer n.texts.mu.Unlock()
	if err := n.texts.close(); err != nil {
		n.logger.Warn("the index of texts was not removed", "error", err)
	}
}

// Settle waits until nothing is on its way: everything left behind is resumed, every document final, Gold up to date.
func (n *Node) Settle(ctx context.Context) error {
	if err := n.awaitResumed(ctx); err != nil {
		return err
	}
	return n.tracker.wait(ctx)
}

// awaitResumed waits until what an earlier run left behind is queued.
func (n *Node) awaitResumed(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-n.resumed:
		return n.resumeErr
	}
}

// Activity counts what each stage has queued, at work, done and failed since the start.
func (n *Node) Activity() Activity {
	return Activity{Stages: n.tracker.stages(), Gold: n.tracker.goldTrouble()}
}

// Replay does the work of a stage and of all after it again, for the documents or (with none named) for all. It waits for
// the end. Artefacts are deterministic, so that a replay changes nothing unless the program has.
func (n *Node) Replay(ctx context.Context, from lake.Stage, ids []lake.DocumentID) error {
	if err := n.Settle(ctx); err != nil {
		return err
	}
	if len(ids) == 0 {
		ids = n.bronze.Documents()
	}
	topics := map[lake.Stage]lake.Topic{
		lake.StageRead: lake.TopicUploaded, lake.StageParse: lake.TopicRead, lake.StageSilver: lake.TopicParsed,
	}
	topic, ok := topics[from]
	if from == lake.StageGold {
		return n.rebuildGold(ctx)
	}
	if !ok {
		return &lake.Error{
			Code: lake.CodeUsage, Op: "pipeline: replay",
			Message: lake.Text{PL: "Nie ma takiego etapu: " + string(from) + ".", EN: "There is no such stage: " + string(from) + "."},
			Hint:    lake.Text{PL: "Użyj: read, parse, silver albo gold.", EN: "Use read, parse, silver or gold."},
		}
	}
	for chunk := range slices.Chunk(ids, announceBatch) {
		var events []lake.Event
		for _, id := range chunk {
			event, ok, err := n.replayed(ctx, topic, id)
			if err != nil {
				return fmt.Errorf("replay %s: %w", id, err)
			}
			if ok {
				events = append(events, event)
			}
		}
		if err := n.announce(ctx, events...); err != nil {
			return err
		}
	}
	return n.tracker.wait(ctx)
}

// replayed gives the event that starts the document at the topic, or earlier if it never came that far. A failed document is
// left to Retry.
func (n *Node) replayed(ctx context.Context, topic lake.Topic, id lake.DocumentID) (event lake.Event, ok bool, err error) {
	facts, err := n.bronze.Facts(ctx, id)
	if err != nil {
		return lake.Event{}, false, err
	}
	if status := facts.Status(); status == lake.Failed || status == lake.Deleted {
		return lake.Event{}, false, nil
	}
	a := n.bronze.Artefacts(id)
	if topic == lake.TopicParsed && len(a.Parsed) == 0 {
		topic = lake.TopicRead
	}
	if topic == lake.TopicRead && len(a.Words) == 0 {
		topic = lake.TopicUploaded
	}
	event, err = n.again(ctx, topic, id, true)
	return event, err == nil, err
}

func (n *Node) rebuildGold(ctx context.Context) error {
	if err := n.tables.CommitRegister(ctx, n.bronze.Register()); err != nil {
		return fmt.Errorf("commit register: %w", err)
	}
	commits, err := n.tables.RebuildGold(ctx)
	if err != nil {
		return fmt.Errorf("build gold: %w", err)
	}
	events, err := n.tableEvents(commits)
	if err != nil {
		return err
	}
	if err := n.log.Publish(ctx, events...); err != nil {
		return fmt.Errorf("publish gold events: %w", err)
	}
	return n.noteGold(ctx)
}
