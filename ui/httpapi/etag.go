package httpapi

import (
	"bytes"
	"net/http"
	"strings"

	"wattlake/lake"
)

// streamed are the routes whose answers are not held back for an entity tag: they have no end, or change at every look.
var streamed = map[string]bool{"/events": true, "/metrics": true}

// tagged gives the answers to GET an entity tag of their content, and answers 304 to who has it already (RFC 9110, 13.1.2).
func (s *Server) tagged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if (r.Method != http.MethodGet && r.Method != http.MethodHead) || streamed[r.URL.Path] {
			next.ServeHTTP(w, r)
			return
		}
		answer := &held{header: w.Header()}
		next.ServeHTTP(answer, r)
		if answer.code() != http.StatusOK {
			answer.release(w)
			return
		}
		tag := `"` + string(lake.NewContentID(answer.body.Bytes())) + `"`
		w.Header().Set("ETag", tag)
		if matches(r.Header.Get("If-None-Match"), tag) {
			w.Header().Del("Content-Type")
			w.WriteHeader(http.StatusNotModified)
			return
		}
		answer.release(w)
	})
}

// matches reports whether an If-None-Match header names the tag; weak comparison, as the standard wants for GET.
func matches(header, tag string) bool {
	for candidate := range strings.SplitSeq(header, ",") {
		candidate = strings.TrimSpace(candidate)
		if candidate == "*" || strings.TrimPrefix(candidate, "W/") == tag {
			return true
		}
	}
	return false
}

// held is an answer that is complete before anything of it is sent.
type held struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header returns the headers to be sent.
func (h *held) Header() http.Header { return h.header }

// WriteHeader notes the first status.
func (h *held) WriteHeader(status int) {
	if h.status == 0 {
		h.status = status
	}
}

func (h *held) Write(b []byte) (int, error) { return h.body.Write(b) }

func (h *held) code() int {
	if h.status == 0 {
		return http.StatusOK
	}
	return h.status
}

func (h *held) release(w http.ResponseWriter) {
	w.WriteHeader(h.code())
	_, _ = w.Write(h.body.Bytes()) // the client is gone: nobody is left to tell
}
