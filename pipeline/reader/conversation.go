package reader

import (
	"errors"
	"fmt"
	"sync"

	"wattlake/pipeline/reader/internal/frame"
)

// attachments hands over the files inside a document, within bounds that an honest reader keeps by itself.
type attachments struct {
	give  func(name string, content []byte) // nil: nobody wants them
	count int
	rest  int // bytes
}

const maxAttachments = 20

func (a *attachments) take(m message) error {
	a.count++
	if a.rest -= len(m.content); a.rest < 0 || a.count > maxAttachments {
		return fmt.Errorf("%d attachments, %d bytes too many", a.count, -a.rest)
	}
	if a.give != nil {
		a.give(m.header.Name, m.content)
	}
	return nil
}

func noAttachments(message) error { return errors.New("an attachment that nobody asked for") }

// message is one frame from a reader, or the end of them.
type message struct {
	header  frame.Header
	content []byte
	err     error
}

// conversation delivers the frames that answer one frame to the reader.
type conversation struct {
	received chan message
	stopped  chan struct{}
	once     sync.Once
}

func (c *conversation) stop() { c.once.Do(func() { close(c.stopped) }) }

// converse sends a frame and receives until a frame that answers, an error or stop.
func (p *process) converse(header frame.Header, content []byte, maxContent int64) *conversation {
	c := &conversation{received: make(chan message), stopped: make(chan struct{})}
	deliver := func(m message) bool {
		select {
		case c.received <- m:
			return true
		case <-c.stopped:
			return false
		}
	}
	go func() {
		if err := frame.Write(p.in, header, content); err != nil {
			deliver(message{err: err})
			return
		}
		for {
			header, content, err := frame.Read(p.out, maxContent)
			goesOn := header.Kind == frame.Progress || header.Kind == frame.Attachment
			if !deliver(message{header, content, err}) || err != nil || !goesOn {
				return
			}
		}
	}()
	return c
}
