package store

import (
	"context"
	"net"
	"sync"
	"time"
)

// throttleChunk is how many bytes pass at once under a limit: small enough for a steady flow.
const throttleChunk = 8 << 10

// throttle shares a rate among connections, for both directions together.
type throttle struct {
	rate int64 // bytes per second

	mu   sync.Mutex
	free time.Time // when the next byte may pass
}

func newThrottle(rate int64) *throttle { return &throttle{rate: rate} }

type dialer = func(ctx context.Context, network, address string) (net.Conn, error)

func (t *throttle) dial(dial dialer) dialer {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return &throttledConn{c, t}, nil
	}
}

// wait takes n bytes from the budget and returns when they may pass.
func (t *throttle) wait(n int) {
	took := time.Duration(int64(n) * int64(time.Second) / t.rate)
	t.mu.Lock()
	now := time.Now() //nolint:forbidigo // the pace of real bytes on a real line
	if t.free.Before(now) {
		t.free = now
	}
	pause := t.free.Sub(now)
	t.free = t.free.Add(took)
	t.mu.Unlock()
	time.Sleep(pause)
}

type throttledConn struct {
	net.Conn
	t *throttle
}

func (c *throttledConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p[:min(len(p), throttleChunk)])
	if n > 0 {
		c.t.wait(n)
	}
	return n, err
}

func (c *throttledConn) Write(p []byte) (written int, err error) {
	for len(p) > 0 {
		chunk := p[:min(len(p), throttleChunk)]
		c.t.wait(len(chunk))
		n, err := c.Conn.Write(chunk)
		written += n
		if err != nil {
			return written, err
		}
		p = p[n:]
	}
	return written, nil
}
