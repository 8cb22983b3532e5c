package httpapi

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"wattlake/lake"
	"wattlake/pipeline"
)

const (
	maxStreams     = 100 // event streams at the same time
	keepAlive      = 15 * time.Second
	eventPatience  = 10 * time.Second // for a client to take one event
	reconnectAfter = 3 * time.Second
)

// ChangeJSON says that something in the lake is different: ask for its present state.
type ChangeJSON struct {
	Document lake.DocumentID `json:"document" doc:"Empty when it is about tables, or about everything"`
	Status   lake.Status     `json:"status"`
	Stage    lake.Stage      `json:"stage"`
	Tables   bool            `json:"tables" doc:"The tables have a new version"`
}

// events streams what changes from now on, until the client leaves or the server stops.
func (s *Server) events(context.Context, *struct{}) (*huma.StreamResponse, error) {
	if s.meter.streaming.Add(1) > maxStreams {
		s.meter.streaming.Add(-1)
		return nil, withStatus(http.StatusServiceUnavailable, &lake.Error{
			Code: lake.CodeBusy, Op: "http: events",
			Message: lake.Text{PL: "Za wiele programów słucha zdarzeń.", EN: "Too many programs listen to events."},
			Hint:    lake.Text{PL: "Pytaj o stan co kilka sekund.", EN: "Ask for the state every few seconds instead."},
		})
	}
	return &huma.StreamResponse{Body: func(ctx huma.Context) {
		defer s.meter.streaming.Add(-1)
		r, w := humago.Unwrap(ctx)
		w.Header().Set("Content-Type", "text/event-stream")
		w.Header().Set("Cache-Control", "no-store")
		s.stream(r.Context(), &eventWriter{w: w, connection: http.NewResponseController(w), clock: s.clock})
	}}, nil
}

func (s *Server) stream(ctx context.Context, to *eventWriter) {
	changes, cancel := s.node.Subscribe()
	defer cancel()
	_ = to.connection.SetReadDeadline(time.Time{}) // nothing more is expected; only a recorder in a test has no deadlines
	if to.send(fmt.Sprintf("retry: %d\n: listening\n\n", reconnectAfter.Milliseconds())) != nil {
		return
	}
	alive := time.NewTicker(keepAlive)
	defer alive.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return
		case <-s.closing:
			return
		case <-alive.C:
			err = to.send(": alive\n\n")
		case change, ok := <-changes:
			if !ok {
				return
			}
			err = to.change(change)
		}
		if err != nil {
			return // the client is gone or does not read
		}
	}
}

// eventWriter writes server-sent events.
type eventWriter struct {
	w          http.ResponseWriter
	connection *http.ResponseController
	clock      func() time.Time
}

func (e *eventWriter) change(c pipeline.Change) error {
	data, err := json.Marshal(ChangeJSON{Document: c.Document, Status: c.Status, Stage: c.Stage, Tables: c.Tables})
	if err != nil {
		return err
	}
	return e.send("event: change\ndata: " + string(data) + "\n\n")
}

func (e *eventWriter) send(text string) error {
	_ = e.connection.SetWriteDeadline(e.clock().Add(eventPatience)) // only a recorder in a test has no deadlines
	if _, err := e.w.Write([]byte(text)); err != nil {
		return err
	}
	return e.connection.Flush()
}
