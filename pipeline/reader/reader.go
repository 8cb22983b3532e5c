// Package reader keeps a pool of sandboxed processes that turn documents into words.
//
// The program starts itself as a reader, see the package child, and talks to it over its standard input and output. Each
// reader has one document at a time and a budget for it; one that overruns or crashes is killed and replaced, so that a
// hostile document costs its budget and nothing else.
package reader

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"slices"
	"sync"
	"time"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/pipeline/reader/internal/frame"
)

// Ordinal is the version of what readers produce, [lake.PageText].Reader. It rises whenever the same document would give
// other words.
const Ordinal = frame.Ordinal

// Pool reads documents in reader processes, which it starts when they are first needed and keeps warm.
// It is safe for concurrent use.
type Pool struct {
	params   Params
	slots    chan struct{}   // one per document being read
	starting chan struct{}   // held while a reader starts
	viewing  chan struct{}   // held while a page is drawn
	life     context.Context //nolint:containedctx // the readers' life is the pool's, not a request's
	end      context.CancelFunc

	mu      sync.Mutex
	idle    []*process
	viewer  *process    // draws pages for people; nil while none is warm
	resting *time.Timer // ends the viewer when nobody looks at pages any more
	sandbox string
	closed  bool
}

var _ pipeline.PageReader = (*Pool)(nil)

var errClosed = &lake.Error{
	Code: lake.CodeCancelled, Op: "reader: read",
	Message: lake.Text{PL: "Program kończy pracę.", EN: "The program is shutting down."},
}

// NewPool returns a pool without starting a process.
func NewPool(params Params) (*Pool, error) {
	if len(params.Command) == 0 || params.Command[0] == "" {
		return nil, errors.New("reader: no command to start readers with")
	}
	if params.Size <= 0 {
		params.Size = runtime.NumCPU()
	}
	if params.RecycleAfter <= 0 {
		params.RecycleAfter = DefaultRecycleAfter
	}
	if params.Logger == nil {
		params.Logger = slog.New(slog.DiscardHandler)
	}
	params.Budgets = params.Budgets.orDefaults()
	p := &Pool{
		params: params, slots: make(chan struct{}, params.Size), starting: make(chan struct{}, 1), viewing: make(chan struct{}, 1),
	}
	p.life, p.end = context.WithCancel(context.Background())
	return p, nil
}

// Read implements [pipeline.PageReader].
func (p *Pool) Read(ctx context.Context, request pipeline.ReadRequest, progress func(done, total int)) (lake.PageText, error) {
	if progress == nil {
		progress = func(int, int) {}
	}
	if err := p.enter(ctx); err != nil {
		return lake.PageText{}, err
	}
	defer func() { <-p.slots }()
	text, err := p.attempt(ctx, request, progress)
	if errors.Is(err, errDied) {
		// It may have been the reader and not the document: a fresh one gets a second chance.
		p.params.Logger.WarnContext(ctx, "reader crashed, trying again", "document", request.Document, "error", err)
		text, err = p.attempt(ctx, request, progress)
	}
	if errors.Is(err, errDied) {
		err = crashed(err)
	}
	return text, err
}

// attempt reads the document once.
func (p *Pool) attempt(ctx context.Context, request pipeline.ReadRequest, progress func(done, total int)) (lake.PageText, error) {
	reader, err := p.take(ctx)
	if err != nil {
		return lake.PageText{}, err
	}
	encoded, err := reader.read(ctx, request, p.params.Budgets, progress)
	if reader.alive() {
		p.release(reader)
	}
	if err != nil {
		return lake.PageText{}, err
	}
	var text lake.PageText
	if err := json.Unmarshal(encoded, &text); err != nil {
		reader.kill()
		return lake.PageText{}, fmt.Errorf("reader: decode words: %w", err)
	}
	if text.Document != request.Document {
		reader.kill()
		return lake.PageText{}, fmt.Errorf("reader: got the words of %s instead of %s", text.Document, request.Document)
	}
	return text, nil
}

// Sandbox names what confines the readers besides their budgets, as the last one reported it: "landlock, seccomp", or ""
// if the kernel offers nothing or no reader has started yet.
func (p *Pool) Sandbox() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.sandbox
}

// Close ends all readers. Documents being read fail as cancelled. It may be called more than once.
func (p *Pool) Close() error {
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		return nil
	}
	p.closed = true
	idle := slices.Clone(p.idle)
	p.idle = nil
	p.mu.Unlock()
	p.end()
	p.viewing <- struct{}{} // for good: wait for the page being drawn
	p.endViewer()
	for _, reader := range idle {
		reader.kill()
	}
	for range cap(p.slots) { // wait for those at work
		p.slots <- struct{}{}
	}
	return nil
}
