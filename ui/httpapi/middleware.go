package httpapi

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"time"

	"golang.org/x/text/language"

	"wattlake/lake"
)

// requestInfo is what the layers of one request tell each other.
type requestInfo struct {
	id    string
	lang  lake.Lang
	token string // name of the bearer token; "" without one
	route string // pattern; "" until it is known
	cause error  // why it was answered with an error, for the log
}

type infoKey struct{}

// infoOf returns the request's info; outside a request an empty one.
func infoOf(ctx context.Context) *requestInfo {
	if info, ok := ctx.Value(infoKey{}).(*requestInfo); ok {
		return info
	}
	return &requestInfo{lang: lake.Polish}
}

// requestIDForm is which ids of clients are taken over into logs and answers.
var requestIDForm = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// languages are those of the program.
var languages = language.NewMatcher([]language.Tag{language.Polish, language.English})

// langOf is the language that the client asks for, else the service's own.
func (s *Server) langOf(r *http.Request) lake.Lang {
	wanted, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil || len(wanted) == 0 {
		return s.lang
	}
	switch _, i, confidence := languages.Match(wanted...); {
	case confidence == language.No:
		return s.lang
	case i == 1:
		return lake.English
	default:
		return lake.Polish
	}
}

// observe names the request, counts it, and logs how it ended.
func (s *Server) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := s.clock()
		info := &requestInfo{id: r.Header.Get("X-Request-Id"), lang: s.langOf(r)}
		if !requestIDForm.MatchString(info.id) {
			info.id = s.newID()
		}
		writeHeaders(w.Header(), info)
		recorded := &recorder{ResponseWriter: w}
		r = r.WithContext(context.WithValue(r.Context(), infoKey{}, info))
		next.ServeHTTP(recorded, r)
		elapsed := s.clock().Sub(start)
		s.meter.count(info.route, r.Method, recorded.code(), elapsed)
		s.log(r, info, recorded, elapsed)
	})
}

// writeHeaders sets what every answer carries: invoices are nobody else's business, and no answer is a web page.
func writeHeaders(h http.Header, info *requestInfo) {
	h.Set("X-Request-Id", info.id)
	h.Set("Content-Language", string(info.lang))
	h.Set("Vary", "Accept-Language, Authorization, Origin")
	h.Set("Cache-Control", "private, no-cache")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "no-referrer")
}

func (s *Server) log(r *http.Request, info *requestInfo, recorded *recorder, elapsed time.Duration) {
	attributes := []any{
		"request_id", info.id, "method", r.Method, "route", info.route, "status", recorded.code(), "bytes", recorded.bytes,
		"milliseconds", elapsed.Milliseconds(), "client", clientOf(r), "token", info.token,
	}
	if info.cause != nil {
		attributes = append(attributes, "error", info.cause)
	}
	if recorded.code() >= http.StatusInternalServerError {
		s.logger.ErrorContext(r.Context(), "request failed", attributes...)
		return
	}
	s.logger.InfoContext(r.Context(), "request", attributes...)
}

// recover turns a panic into an answer; the server goes on.
func (s *Server) recover(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if p := recover(); p != nil {
				if p == http.ErrAbortHandler { //nolint:errorlint // the value that net/http defines for this
					panic(p)
				}
				writeProblem(w, r, fmt.Errorf("panic: %v", p))
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// dispatch hands the request to its route. What has none is a problem document, too.
func (s *Server) dispatch(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == uploadPath && r.Method != http.MethodPost {
		notAllowed(w, r, http.MethodPost)
		return
	}
	if _, pattern := s.mux.Handler(r); pattern != "" {
		infoOf(r.Context()).route = pattern
		s.mux.ServeHTTP(w, r)
		return
	}
	answer := &held{header: http.Header{}}
	s.mux.ServeHTTP(answer, r)
	if allow := answer.header.Get("Allow"); allow != "" {
		notAllowed(w, r, allow)
		return
	}
	writeProblem(w, r, &lake.Error{
		Code:    lake.CodeNotFound,
		Message: lake.Text{PL: "Nic tu nie ma.", EN: "There is no such address."},
		Hint:    lake.Text{PL: "Wszystko, co jest, opisuje /openapi.json.", EN: "All addresses are described in /openapi.json."},
	})
}

// notAllowed answers a method that the address does not have.
func notAllowed(w http.ResponseWriter, r *http.Request, allow string) {
	w.Header().Set("Allow", allow)
	writeProblem(w, r, withStatus(http.StatusMethodNotAllowed, &lake.Error{
		Code:    lake.CodeUsage,
		Message: lake.Text{PL: "To miejsce nie obsługuje metody " + r.Method + ".", EN: "This address does not support the method " + r.Method + "."},
		Hint:    lake.Text{PL: "Dozwolone: " + allow + ".", EN: "Allowed: " + allow + "."},
	}))
}

// recorder notes how a request was answered.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

// Unwrap lets [http.ResponseController] reach the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// WriteHeader notes the first status.
func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	n, err := r.ResponseWriter.Write(b)
	r.bytes += int64(n)
	return n, err
}

func (r *recorder) code() int {
	if r.status == 0 {
		return http.StatusOK
	}
	return r.status
}
