package httpapi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/lake/warehouse"
	"wattlake/pipeline"
	"wattlake/pipeline/eventlog"
	"wattlake/pipeline/pipelinetest"
	"wattlake/ui/httpapi"
)

// The tests of this package run a real node on a real lake. Only reading and extraction are scripted.

const (
	pdfHeader = pipelinetest.Header
	testPPE   = pipelinetest.PPE
)

// invoicePDF is a settlement of January 2026 over 500 kWh with this number and net amount in zlotys.
func invoicePDF(number string, net int) []byte {
	return []byte(pdfHeader + pipelinetest.Invoice(number, net))
}

// site is a server on a running lake.
type site struct {
	*httpapi.Server
	node *pipeline.Node
	dir  string
}

// openSite starts a node, with a gate that holds up reading if one is given, and a server with the changed params.
func openSite(tb testing.TB, gate chan struct{}, change func(*httpapi.Params)) *site {
	tb.Helper()
	dir := tb.TempDir()
	var ticks atomic.Int64 // a second at each look, so that drops are told apart
	clock := func() time.Time {
		return time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC).Add(time.Duration(ticks.Add(1)) * time.Second)
	}
	objects, err := store.NewDir(dir)
	if err != nil {
		tb.Fatal(err)
	}
	tables, err := warehouse.Open(tb.Context(), warehouse.Params{Store: objects, Root: dir, TempDir: tb.TempDir(), Clock: clock, NewID: uuid.NewString})
	if err != nil {
		tb.Fatal(err)
	}
	log, err := eventlog.Open(tb.Context(), filepath.Join(dir, ".wattlake", "events"), eventlog.WithClock(clock))
	if err != nil {
		tb.Fatal(err)
	}
	node, err := pipeline.Start(tb.Context(), pipeline.Params{
		LakeID: "test", Objects: objects, Tables: tables, Log: log, Reader: &pipelinetest.Reader{Gate: gate}, Extractor: pipelinetest.Extractor{}, XML: pipelinetest.NoXML{},
		Workers: 2, Author: "ala@test", Clock: clock, Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
		Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		node.Close()
		if err := errors.Join(log.Close(), tables.Close()); err != nil {
			tb.Error(err)
		}
	})
	p := httpapi.Params{Node: node, Version: "test", Clock: time.Now, NewID: uuid.NewString, Logger: slog.New(slog.DiscardHandler)}
	if change != nil {
		change(&p)
	}
	return &site{Server: httpapi.New(p), node: node, dir: dir}
}

func (s *site) settle(tb testing.TB) {
	tb.Helper()
	if err := s.node.Settle(tb.Context()); err != nil {
		tb.Fatal(err)
	}
}

// answer is a response, ready to look into.
type answer struct {
	*httptest.ResponseRecorder
	t testing.TB
}

// send sends a request as a program on this computer; headers are name, value, name, value…
func (s *site) send(tb testing.TB, method, target string, body io.Reader, headers ...string) answer {
	tb.Helper()
	r := httptest.NewRequestWithContext(tb.Context(), method, target, body)
	r.Host, r.RemoteAddr = "127.0.0.1:8080", "127.0.0.1:40000"
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
		}
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return answer{w, tb}
}

func (s *site) get(tb testing.TB, target string, headers ...string) answer {
	tb.Helper()
	return s.send(tb, http.MethodGet, target, nil, headers...)
}

func (s *site) post(tb testing.TB, target string, body any) answer {
	tb.Helper()
	encoded, err := json.Marshal(body)
	if err != nil {
		tb.Fatal(err)
	}
	return s.send(tb, http.MethodPost, target, bytes.NewReader(encoded), "Content-Type", "application/json")
}

// file is one part of an upload.
type file struct {
	name    string
	content []byte
}

func form(tb testing.TB, files ...file) (body *bytes.Buffer, contentType string) {
	tb.Helper()
	body = &bytes.Buffer{}
	w := multipart.NewWriter(body)
	for _, f := range files {
		part, err := w.CreateFormFile("file", f.name)
		if err != nil {
			tb.Fatal(err)
		}
		if _, err := part.Write(f.content); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return body, w.FormDataContentType()
}

func (s *site) upload(tb testing.TB, files ...file) answer {
	tb.Helper()
	body, contentType := form(tb, files...)
	return s.send(tb, http.MethodPost, "/invoices/upload", body, "Content-Type", contentType)
}

// want ends the test unless the status is this one.
func (a answer) want(status int) answer {
	a.t.Helper()
	if a.Code != status {
		a.t.Fatalf("status %d, want %d: %s", a.Code, status, a.Body)
	}
	return a
}

// problem checks that the answer is a problem document with this status and code.
func (a answer) problem(status int, code lake.Code) httpapi.Problem {
	a.t.Helper()
	a.want(status)
	p := decode[httpapi.Problem](a)
	if a.Header().Get("Content-Type") != "application/problem+json" || p.Status != status || p.Code != code || p.Detail == "" || p.RequestID == "" {
		a.t.Errorf("%s %+v, want code %s", a.Header().Get("Content-Type"), p, code)
	}
	return p
}

func decode[T any](a answer) T {
	a.t.Helper()
	var v T
	if err := json.Unmarshal(a.Body.Bytes(), &v); err != nil {
		a.t.Fatalf("%v: %s", err, a.Body)
	}
	return v
}

type (
	uploaded struct{ Documents []httpapi.UploadedJSON }
	status   struct {
		httpapi.StatusJSON

		Others []httpapi.OtherJSON
	}
	parsed struct {
		httpapi.StatusJSON

		Source   lake.TextSource
		Invoices []httpapi.PartJSON
	}
	list struct {
		Total     int
		Next      string
		Documents []httpapi.DocumentJSON
	}
)
