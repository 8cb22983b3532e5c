package lake

import (
	"context"
	"errors"
)

// Code names a kind of error for programs; it appears in JSON output and in failure records, so codes never change meaning.
type Code string

// The codes that callers tell apart. Stages add their own codes for documents that they reject, see [Failure].
const (
	CodeInternal    Code = "internal"
	CodeUsage       Code = "usage"
	CodeNotFound    Code = "not_found"
	CodeAmbiguous   Code = "ambiguous_name"
	CodeLocked      Code = "lake_locked"
	CodeBusy        Code = "document_busy"
	CodeIO          Code = "io"
	CodeDiskFull    Code = "disk_full"
	CodeCorrupt     Code = "corrupt_object"
	CodeConflict    Code = "conflict"
	CodeCancelled   Code = "cancelled"
	CodeMissingTool Code = "missing_tool"

	// Reasons for which a file or a document is refused.
	CodeNotADocument  Code = "not_a_document"
	CodeEmptyFile     Code = "empty_file"
	CodeUnreadable    Code = "unreadable_file"
	CodeTooLarge      Code = "too_large"
	CodeNeedsPassword Code = "needs_password"
	CodeDamaged       Code = "damaged_document"
	CodeTooManyPages  Code = "too_many_pages"
	CodeReadTimeout   Code = "read_timeout"
	CodeReadMemory    Code = "read_memory"
	CodeReaderCrashed Code = "reader_crashed"
	CodeReadCancelled Code = "read_cancelled" // a person wanted it read no further
	CodeNoText        Code = "no_text"
	CodeErased        Code = "erased_document" // it was taken out for good and must not come back by itself

	// CodeNoPicture means that the document has no pages to look at, such as an XML invoice.
	CodeNoPicture Code = "no_picture"
)

// Error is the error of every layer: a code for programs, a sentence and a hint for people, a cause for the log.
type Error struct {
	Code    Code
	Op      string // what was being done, as "package: verb", for the log
	Message Text   // what went wrong
	Hint    Text   // what the person can do about it; may be empty
	Err     error  // the cause; may be nil
}

func (e *Error) Error() string {
	s := string(e.Code)
	if e.Message.EN != "" {
		s = e.Message.EN
	}
	if e.Op != "" {
		s = e.Op + ": " + s
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// CodeOf returns the code of the first [Error] in the chain, [CodeCancelled] for a cancelled context, else [CodeInternal].
func CodeOf(err error) Code {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	if errors.Is(err, context.Canceled) {
		return CodeCancelled
	}
	return CodeInternal
}

// Explain returns the sentence and the hint that a person should see for err.
func Explain(err error) (message, hint Text) {
	if e, ok := errors.AsType[*Error](err); ok && !e.Message.IsZero() {
		return e.Message, e.Hint
	}
	return Text{PL: "Wystąpił błąd wewnętrzny: " + err.Error(), EN: "An internal error occurred: " + err.Error()},
		Text{PL: "Szczegóły są w dzienniku programu.", EN: "Details are in the program's log."}
}
