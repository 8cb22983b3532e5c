// Package frame is the protocol between the program and its reader processes: bounded, length-prefixed messages.
package frame

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"wattlake/lake"
)

// Ordinal is the version of what readers produce.
const Ordinal = 4

// Kind tells what a frame is.
type Kind string

// The kinds. The program sends one setup, then requests; the reader answers the setup with ready and each request with
// any number of progress and attachment frames and one result or failure. A view is answered by a picture or a failure.
const (
	Setup    Kind = "setup"
	Ready    Kind = "ready"
	Request  Kind = "request"
	Progress Kind = "progress"
	Result   Kind = "result"
	Failure  Kind = "failure"
	ViewPage Kind = "view"
	Picture  Kind = "picture"
	// Attachment is a file from inside the document; the content is the file.
	Attachment Kind = "attachment"
)

// MaxHeader bounds the JSON header of a frame, in bytes.
const MaxHeader = 64 << 10

const prefixSize = 8 // two big-endian uint32: the header's length, then the content's

// ErrTooLarge means that a frame announces more than its reader accepts.
var ErrTooLarge = errors.New("frame too large")

// Header is what a frame says; the fields that its kind does not need stay empty.
type Header struct {
	Kind     Kind            `json:"kind"`
	Limits   *Limits         `json:"limits,omitempty"`   // setup
	Sandbox  string          `json:"sandbox,omitempty"`  // ready: what confines the reader
	Document lake.DocumentID `json:"document,omitempty"` // request
	Ext      string          `json:"ext,omitempty"`      // request
	Password string          `json:"password,omitempty"` // request
	Name     string          `json:"name,omitempty"`     // attachment
	Done     int             `json:"done,omitempty"`     // progress
	Total    int             `json:"total,omitempty"`    // progress
	Error    *Error          `json:"error,omitempty"`    // failure
	View     *View           `json:"view,omitempty"`     // view
	Pixels   *Pixels         `json:"pixels,omitempty"`   // picture; the content is the pixels
}

// View asks for the picture of one page.
type View struct {
	Page   int     `json:"page"` // from 1
	DPI    int     `json:"dpi"`
	Turned int     `json:"turned,omitempty"` // see [lake.Page]
	Skew   float64 `json:"skew,omitempty"`
}

// Pixels says what the content of a picture frame is: rows without gaps from the top, one byte of grey or four bytes of
// red, green, blue and opaque to a pixel.
type Pixels struct {
	Columns int     `json:"columns"`
	Rows    int     `json:"rows"`
	Depth   int     `json:"depth"`  // bytes to a pixel: 1 or 4
	Width   float64 `json:"width"`  // of the page in points
	Height  float64 `json:"height"` // of the page in points
}

// Limits is what a reader must know before its first document.
type Limits struct {
	CacheDir       string `json:"cache_dir"`        // for compiled code; empty means none
	PDFMemoryBytes int64  `json:"pdf_memory_bytes"` // of the PDF library's own memory
	MaxPages       int    `json:"max_pages"`
	MaxPixels      int64  `json:"max_pixels"` // of one page's picture
	MaxOutputBytes int64  `json:"max_output_bytes"`
	MaxMemoryBytes int64  `json:"max_memory_bytes"` // of the whole process; the program polls it too
	MaxViewPixels  int64  `json:"max_view_pixels"`  // of a page's picture for people
}

// Error is a [lake.Error] on its way between processes.
type Error struct {
	Code    lake.Code `json:"code"`
	Op      string    `json:"op"`
	Message lake.Text `json:"message"`
	Hint    lake.Text `json:"hint"`
	Cause   string    `json:"cause,omitempty"`
}

// FromError turns any error into one that can be sent.
func FromError(err error) *Error {
	message, hint := lake.Explain(err)
	sent := &Error{Code: lake.CodeOf(err), Message: message, Hint: hint}
	if e, ok := errors.AsType[*lake.Error](err); ok {
		sent.Op = e.Op
		if e.Err != nil {
			sent.Cause = e.Err.Error()
		}
		return sent
	}
	sent.Cause = err.Error()
	return sent
}

// Received returns the error on the other side.
func (e *Error) Received() error {
	received := &lake.Error{Code: e.Code, Op: e.Op, Message: e.Message, Hint: e.Hint}
	if e.Cause != "" {
		received.Err = errors.New(e.Cause)
	}
	return received
}

// Write sends one frame.
func Write(w io.Writer, header Header, content []byte) error {
	head, err := json.Marshal(header) //nolint:gosec // the password goes to the reader through a pipe, nowhere else
	if err != nil {
		return fmt.Errorf("encode frame header: %w", err)
	}
	if len(head) > MaxHeader || int64(len(content)) > int64(^uint32(0)) {
		return ErrTooLarge
	}
	buffered := bufio.NewWriterSize(w, 64<<10)
	var prefix [prefixSize]byte
	binary.BigEndian.PutUint32(prefix[:4], uint32(len(head)))    //nolint:gosec // bounded above
	binary.BigEndian.PutUint32(prefix[4:], uint32(len(content))) //nolint:gosec // bounded above
	for _, part := range [][]byte{prefix[:], head, content} {
		if _, err := buffered.Write(part); err != nil {
			return fmt.Errorf("write frame: %w", err)
		}
	}
	if err := buffered.Flush(); err != nil {
		return fmt.Errorf("write frame: %w", err)
	}
	return nil
}

// Read receives one frame whose content has at most maxContent bytes. At the end of the stream between frames it returns
// [io.EOF], inside a frame [io.ErrUnexpectedEOF].
func Read(r io.Reader, maxContent int64) (Header, []byte, error) {
	var prefix [prefixSize]byte
	if _, err := io.ReadFull(r, prefix[:]); err != nil {
		return Header{}, nil, err //nolint:wrapcheck // io.EOF is part of the contract
	}
	headLength := binary.BigEndian.Uint32(prefix[:4])
	contentLength := binary.BigEndian.Uint32(prefix[4:])
	if headLength > MaxHeader || int64(contentLength) > maxContent {
		return Header{}, nil, ErrTooLarge
	}
	head, err := readBytes(r, headLength)
	if err != nil {
		return Header{}, nil, err
	}
	var header Header
	if err := json.Unmarshal(head, &header); err != nil {
		return Header{}, nil, fmt.Errorf("decode frame header: %w", err)
	}
	content, err := readBytes(r, contentLength)
	if err != nil {
		return Header{}, nil, err
	}
	return header, content, nil
}

// readStep is how far a buffer grows ahead of the bytes that have really arrived.
const readStep = 1 << 20

// readBytes reads length bytes without trusting the length: memory grows with what arrives.
func readBytes(r io.Reader, length uint32) ([]byte, error) {
	buffer := make([]byte, 0, min(length, readStep))
	for uint32(len(buffer)) < length { //nolint:gosec // len(buffer) never passes a uint32
		have := len(buffer)
		next := min(have+readStep, int(length))
		buffer = append(buffer, make([]byte, next-have)...)
		if _, err := io.ReadFull(r, buffer[have:]); err != nil {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return nil, fmt.Errorf("read frame: %w", err)
		}
	}
	return buffer, nil
}
