package httpapi

import (
	"encoding/json"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"wattlake/lake"
)

const problemType = "application/problem+json"

// Problem is every error that this face answers with (RFC 9457).
type Problem struct { //nolint:errname // the standard calls it a problem, and so does its schema
	Type      string              `json:"type" example:"about:blank" doc:"Always about:blank: the code tells the kind of problem"`
	Title     string              `json:"title" example:"Not Found" doc:"The HTTP status in words"`
	Status    int                 `json:"status" example:"404" doc:"The HTTP status"`
	Code      lake.Code           `json:"code" example:"not_found" doc:"The kind of problem, for programs; codes never change meaning"`
	Detail    string              `json:"detail" doc:"What went wrong, in the language of Accept-Language (pl or en)"`
	Hint      string              `json:"hint,omitempty" doc:"What to do about it"`
	RequestID string              `json:"request_id,omitempty" doc:"Find the request in the program's log by it"`
	Errors    []*huma.ErrorDetail `json:"errors,omitempty" doc:"Which parts of the request are wrong"`
}

// Error returns the sentence.
func (p *Problem) Error() string { return p.Detail }

// GetStatus returns the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType replaces the plain JSON type.
func (p *Problem) ContentType(string) string { return problemType }

// statusError is an error whose status does not follow from its code.
type statusError struct {
	status int
	err    *lake.Error
}

func withStatus(status int, err *lake.Error) error { return &statusError{status, err} }

// Error returns the error without its status.
func (e *statusError) Error() string { return e.err.Error() }

// Unwrap returns the error without its status.
func (e *statusError) Unwrap() error { return e.err }

// statuses are the HTTP statuses of the codes; any other code is 500.
var statuses = map[lake.Code]int{
	lake.CodeUsage:        http.StatusBadRequest,
	lake.CodeNotFound:     http.StatusNotFound,
	lake.CodeAmbiguous:    http.StatusConflict,
	lake.CodeBusy:         http.StatusConflict,
	lake.CodeConflict:     http.StatusConflict,
	lake.CodeLocked:       http.StatusServiceUnavailable,
	lake.CodeMissingTool:  http.StatusServiceUnavailable,
	lake.CodeCancelled:    http.StatusServiceUnavailable,
	lake.CodeDiskFull:     http.StatusInsufficientStorage,
	lake.CodeTooLarge:     http.StatusRequestEntityTooLarge,
	lake.CodeNotADocument: http.StatusUnsupportedMediaType,
	lake.CodeEmptyFile:    http.StatusUnprocessableEntity,
	lake.CodeUnreadable:   http.StatusUnprocessableEntity,
}

func statusOf(err error) int {
	if e, ok := errors.AsType[*statusError](err); ok {
		return e.status
	}
	if status, ok := statuses[lake.CodeOf(err)]; ok {
		return status
	}
	return http.StatusInternalServerError
}

// explain is [lake.Explain] for people on another computer: an error that was not made for people stays in the log.
func explain(err error) (message, hint lake.Text) {
	if _, ok := errors.AsType[*lake.Error](err); ok {
		return lake.Explain(err)
	}
	return lake.Text{PL: "Wystąpił błąd wewnętrzny.", EN: "An internal error occurred."},
		lake.Text{PL: "Szczegóły są w dzienniku programu.", EN: "Details are in the program's log."}
}

func newProblem(err error, info *requestInfo) *Problem {
	message, hint := explain(err)
	status := statusOf(err)
	return &Problem{
		Type: "about:blank", Title: http.StatusText(status), Status: status, Code: lake.CodeOf(err),
		Detail: message.In(info.lang), Hint: hint.In(info.lang), RequestID: info.id,
	}
}

// invalid is the problem of a request that does not fit its description.
func invalid(status int, message string, details []error, info *requestInfo) *Problem {
	p := &Problem{
		Type: "about:blank", Title: http.StatusText(status), Status: status, Code: lake.CodeUsage, RequestID: info.id,
		Detail: lake.Text{PL: "Zapytanie jest niepoprawne: " + message + ".", EN: "The request is not valid: " + message + "."}.In(info.lang),
		Hint:   lake.Text{PL: "Opis zapytań: /openapi.json.", EN: "Requests are described in /openapi.json."}.In(info.lang),
	}
	for _, err := range details {
		if detailer, ok := err.(huma.ErrorDetailer); ok {
			detail := *detailer.ErrorDetail()
			detail.Value = nil // what was sent need not be sent back
			p.Errors = append(p.Errors, &detail)
		} else if err != nil {
			p.Errors = append(p.Errors, &huma.ErrorDetail{Message: err.Error()})
		}
	}
	return p
}

// The framework makes errors through package variables; these say the same as the rest of this package, so that every
// error of the face has one shape.
func init() {
	huma.NewError = func(status int, message string, details ...error) huma.StatusError {
		return invalid(status, message, details, &requestInfo{lang: lake.Polish})
	}
	huma.NewErrorWithContext = func(ctx huma.Context, status int, message string, details ...error) huma.StatusError {
		info := infoOf(ctx.Context())
		if status == http.StatusInternalServerError && len(details) == 1 {
			info.cause = details[0]
			return newProblem(details[0], info)
		}
		return invalid(status, message, details, info)
	}
}

// writeProblem answers with the error, outside the framework's routes.
func writeProblem(w http.ResponseWriter, r *http.Request, err error) {
	info := infoOf(r.Context())
	info.cause = err
	p := newProblem(err, info)
	w.Header().Set("Content-Type", problemType)
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the client is gone: nobody is left to tell
}

func usage(pl, en, hintPL, hintEN string) error {
	return &lake.Error{
		Code: lake.CodeUsage, Op: "http", Message: lake.Text{PL: pl, EN: en}, Hint: lake.Text{PL: hintPL, EN: hintEN},
	}
}
