// Package child is what runs inside a reader process: documents come in as bytes, words with their boxes go out.
package child

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"strings"

	"wattlake/lake"
	"wattlake/pipeline/reader/internal/confine"
	"wattlake/pipeline/reader/internal/frame"
)

// MaxDocumentBytes is the largest document that a reader accepts.
const MaxDocumentBytes = 512 << 20

// Config is what the program that hosts the reader decides. The zero value is right for production.
type Config struct {
	Tessdata string // folder of Tesseract's language data; empty means the library's own choice
	Language string // Tesseract's names of the languages, joined with "+"; empty means [DefaultLanguage]
}

// DefaultLanguage is the language that scans are recognised in, by Tesseract's name.
const DefaultLanguage = "pol"

func (c Config) language() string {
	if c.Language == "" {
		return DefaultLanguage
	}
	return c.Language
}

// Main serves documents from in and answers on out until in ends. Nothing else may write to out. It expects the program's
// setup frame first, see the package reader.
func Main(ctx context.Context, in io.Reader, out io.Writer, config Config) error {
	if err := confine.Reenter(); err != nil { // before anything is read: the restarted process reads it
		return fmt.Errorf("reader: %w", err)
	}
	header, _, err := frame.Read(in, 0)
	if err != nil {
		return fmt.Errorf("reader: read setup: %w", err)
	}
	if header.Kind != frame.Setup || header.Limits == nil {
		return fmt.Errorf("reader: expected setup, got %q", header.Kind)
	}
	limits := *header.Limits
	limitHeap(limits.MaxMemoryBytes)
	pdfs, err := openPDFLibrary(ctx, limits)
	if err != nil {
		return fmt.Errorf("reader: start the PDF library: %w", err)
	}
	defer pdfs.Close()
	engine := newTesseract(config)
	defer engine.Close()
	if err := frame.Write(out, frame.Header{Kind: frame.Ready, Sandbox: sandbox()}, nil); err != nil {
		return err
	}
	documents := &documentReader{limits: limits, pdfs: pdfs, engine: engine}
	for ctx.Err() == nil {
		header, content, err := frame.Read(in, MaxDocumentBytes)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reader: read request: %w", err)
		}
		if header.Kind == frame.ViewPage {
			err = documents.serveView(ctx, out, header, content)
		} else {
			err = documents.serve(ctx, out, header, content)
		}
		if err != nil {
			return err
		}
		if err := pdfs.prepare(ctx); err != nil { // while nobody waits
			return fmt.Errorf("reader: %w", err)
		}
	}
	return ctx.Err()
}

// sandbox gives up what a started reader needs no longer and names what confines it.
func sandbox() string {
	var parts []string
	if confine.Landlocked() {
		parts = append(parts, "landlock")
	}
	if confine.Seccomp() {
		parts = append(parts, "seccomp")
	}
	return strings.Join(parts, ", ")
}

// garbagePercent lets garbage grow between collections: a document leaves a few megabytes, most of the heap is compiled code.
const garbagePercent = 400

// limitHeap keeps Go's garbage from being mistaken for a document that eats memory: half of what the process may have.
func limitHeap(processBytes int64) {
	debug.SetGCPercent(garbagePercent)
	if processBytes > 0 {
		debug.SetMemoryLimit(processBytes / 2)
	}
}

// serve answers one request; an error means that the program can no longer be talked to.
func (d *documentReader) serve(ctx context.Context, out io.Writer, request frame.Header, content []byte) error {
	var lost error
	progress := func(done, total int) {
		if err := frame.Write(out, frame.Header{Kind: frame.Progress, Done: done, Total: total}, nil); err != nil && lost == nil {
			lost = err
		}
	}
	d.attach = func(a attachment) {
		if err := frame.Write(out, frame.Header{Kind: frame.Attachment, Name: a.name}, a.content); err != nil && lost == nil {
			lost = err
		}
	}
	text, err := d.readSafely(ctx, request, content, progress)
	if lost != nil {
		return lost
	}
	if err == nil {
		var encoded []byte
		if encoded, err = d.encode(text); err == nil {
			return frame.Write(out, frame.Header{Kind: frame.Result}, encoded)
		}
	}
	return frame.Write(out, frame.Header{Kind: frame.Failure, Error: frame.FromError(err)}, nil)
}

func (d *documentReader) encode(text lake.PageText) ([]byte, error) {
	encoded, err := json.Marshal(text)
	if err != nil {
		return nil, fmt.Errorf("reader: encode words: %w", err)
	}
	if int64(len(encoded)) > d.limits.MaxOutputBytes {
		return nil, errTooMuchText
	}
	return encoded, nil
}

// readSafely turns a panic of a decoder into an error about the document, which stays a matter of this one document.
func (d *documentReader) readSafely(ctx context.Context, request frame.Header, content []byte, progress func(int, int)) (text lake.PageText, err error) {
	defer func() {
		if p := recover(); p != nil {
			d.pdfs.Discard()
			err = damaged("reader: read document", fmt.Errorf("panic: %v", p))
		}
	}()
	return d.read(ctx, request, content, progress)
}
