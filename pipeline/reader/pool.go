package reader

import (
	"context"
	"fmt"
)

// enter waits for a free reader.
func (p *Pool) enter(ctx context.Context) error {
	select {
	case <-p.life.Done():
		return errClosed
	case <-ctx.Done():
		return fmt.Errorf("reader: wait for a free reader: %w", ctx.Err())
	case p.slots <- struct{}{}:
		return nil
	}
}

// take returns a warm reader or starts one.
func (p *Pool) take(ctx context.Context) (*process, error) {
	for {
		p.mu.Lock()
		if p.closed {
			p.mu.Unlock()
			return nil, errClosed
		}
		var reader *process
		if n := len(p.idle); n > 0 {
			reader, p.idle = p.idle[n-1], p.idle[:n-1]
		}
		p.mu.Unlock()
		if reader == nil {
			return p.start(ctx)
		}
		if reader.alive() {
			return reader, nil
		}
	}
}

// start starts a reader. One at a time, so that only the first of several compiles what the others then find in the cache.
func (p *Pool) start(ctx context.Context) (*process, error) {
	select {
	case <-ctx.Done():
		return nil, fmt.Errorf("reader: start: %w", ctx.Err())
	case p.starting <- struct{}{}:
	}
	defer func() { <-p.starting }()
	reader, err := startProcess(ctx, p.life, p.params)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	p.sandbox = reader.sandbox
	p.mu.Unlock()
	return reader, nil
}

// release keeps a reader for the next document, or ends it when it has served long enough.
func (p *Pool) release(reader *process) {
	p.mu.Lock()
	keep := !p.closed && reader.served < p.params.RecycleAfter
	if keep {
		p.idle = append(p.idle, reader)
	}
	p.mu.Unlock()
	if !keep {
		reader.kill()
	}
}

// Warm starts one reader ahead of the first document, which fills the compilation cache too. It returns when that is ready.
func (p *Pool) Warm(ctx context.Context) error {
	if err := p.enter(ctx); err != nil {
		return err
	}
	defer func() { <-p.slots }()
	reader, err := p.take(ctx)
	if err != nil {
		return err
	}
	p.release(reader)
	return nil
}
