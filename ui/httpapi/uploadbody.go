package httpapi

import (
	"errors"
	"io"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"wattlake/lake"
)

// errMemory says that too many uploads are under way.
var errMemory = errors.New("uploads hold too much memory")

// bodyError says why a body could not be read.
func bodyError(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return tooLarge()
	}
	switch {
	case errors.Is(err, errMemory):
		return withStatus(http.StatusServiceUnavailable, &lake.Error{
			Code: lake.CodeBusy, Op: "http: upload", Err: err,
			Message: lake.Text{PL: "Za dużo przesyłań naraz.", EN: "Too many uploads at once."},
			Hint:    lake.Text{PL: "Spróbuj za chwilę.", EN: "Try again in a moment."},
		})
	case errors.Is(err, os.ErrDeadlineExceeded):
		return withStatus(http.StatusRequestTimeout, &lake.Error{
			Code: lake.CodeUsage, Op: "http: upload", Err: err,
			Message: lake.Text{PL: "Przesyłanie trwa za długo.", EN: "The upload takes too long."},
			Hint:    lake.Text{PL: "Sprawdź połączenie i spróbuj ponownie.", EN: "Check the connection and try again."},
		})
	}
	return &lake.Error{
		Code: lake.CodeUsage, Op: "http: upload", Err: err,
		Message: lake.Text{PL: "Formularz jest uszkodzony albo niepełny.", EN: "The form is damaged or incomplete."},
		Hint:    lake.Text{PL: "Wyślij plik jeszcze raz.", EN: "Send the file again."},
	}
}

// patientBody gives a slow sender time as long as bytes come, but not for ever.
type patientBody struct {
	io.ReadCloser
	connection *http.ResponseController
	clock      func() time.Time
	end        time.Time
}

func (b *patientBody) Read(p []byte) (int, error) {
	deadline := b.clock().Add(StallPatience)
	if deadline.After(b.end) {
		deadline = b.end
	}
	_ = b.connection.SetReadDeadline(deadline)                   // only a recorder in a test has no deadlines
	_ = b.connection.SetWriteDeadline(b.end.Add(answerPatience)) // as above
	return b.ReadCloser.Read(p)
}

// budget bounds the memory that bodies take.
type budget struct {
	limit int64
	used  atomic.Int64
}

// chargedReader takes what it reads from the budget until it is released.
type chargedReader struct {
	reader io.Reader
	budget *budget
	taken  int64
}

func (r *chargedReader) Read(p []byte) (int, error) {
	n, err := r.reader.Read(p)
	r.taken += int64(n)
	if r.budget.used.Add(int64(n)) > r.budget.limit {
		return 0, errMemory
	}
	return n, err
}

func (r *chargedReader) release() { r.budget.used.Add(-r.taken) }
