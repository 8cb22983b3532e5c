package pipeline

import (
	"context"
	"errors"
	"log/slog"
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
	library.listing.notes.path = p.Notes
	scanned := make(chan error, 1)
	go func() { scanned <- library.bronze.Scan(ctx) }()
	p.showEarly(ctx, library)
	if err := <-scanned; err != nil {
		return nil, err
	}
	n := &Node{
		stages: newStages(ctx, library, p), author: p.Author, eraser: p.Eraser, pictures: newPictureCache(p.Pages), resumed: make(chan struct{}),
	}
	n.startStages(n.life)
	n.running.Go(func() {
		defer close(n.resumed)
		if n.resumeErr = errors.Join(n.resumeErasures(n.life), n.reconcile(n.life)); n.resumeErr != nil && n.life.Err() == nil {
			n.logger.ErrorContext(n.life, "unfinished documents could not be resumed", "error", n.resumeErr)
		}
	})
	return n, nil
}

// showEarly hands over the lines that need nothing but Silver.
func (p *Params) showEarly(ctx context.Context, library *Library) {
	if p.Early == nil {
		return
	}
	entries, err := library.listing.early(ctx)
	if err != nil { // whoever asks for the list is told again
		p.Logger.WarnContext(ctx, "there is no early list", "error", err)
	}
	if len(entries) > 0 {
		p.Early(entries)
	}
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

// Maintain looks after the tables, see [Tables].
func (n *Node) Maintain(ctx context.Context, retention time.Duration, dryRun bool) (lake.Maintenance, error) {
	return n.tables.Maintain(ctx, retention, dryRun)
}
