package httpapi

import (
	"cmp"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"wattlake/lake"
)

// Params are the parts of a [Server]. Every field is required unless it says otherwise.
type Params struct {
	Node    Node
	Version string // of the program, for the OpenAPI document
	Clock   func() time.Time
	NewID   func() string // makes request ids
	Logger  *slog.Logger
	Lang    lake.Lang // of answers to clients that ask for none; "" is Polish

	// Tokens are asked for on every request. Nil lets everybody in; [Serve] then refuses all but loopback listeners.
	Tokens *TokenStore
	// Hosts are the names, without port, under which this computer is reached besides loopback names and the address that
	// a connection came in on. A request for any other host is refused, so that no web page can rebind its name to here.
	Hosts []string
	// Origins are web pages ("https://bi.example.com") that may call this service from a browser, besides its own.
	Origins []string

	RequestsPerSecond float64 // per client; 0 means DefaultRequestsPerSecond
	Burst             int     // per client; 0 means DefaultBurst
}

// Server answers HTTP requests about one lake. Safe for concurrent use.
type Server struct {
	node    Node
	clock   func() time.Time
	newID   func() string
	logger  *slog.Logger
	lang    lake.Lang
	tokens  *TokenStore
	guard   guard
	limiter *limiter
	meter   *meter
	memory  *budget

	mux     *http.ServeMux
	handler http.Handler

	closing   chan struct{} // closed when event streams must end
	closeOnce sync.Once
}

// New returns the handler of all routes. It starts nothing.
func New(p Params) *Server {
	s := &Server{
		node: p.Node, clock: p.Clock, newID: p.NewID, logger: p.Logger, lang: cmp.Or(p.Lang, lake.Polish), tokens: p.Tokens,
		guard:   newGuard(p.Hosts, p.Origins),
		limiter: newLimiter(p.RequestsPerSecond, p.Burst, p.Clock),
		meter:   newMeter(p.Node),
		memory:  &budget{limit: maxBufferedBytes},
		mux:     http.NewServeMux(),
		closing: make(chan struct{}),
	}
	s.route(p.Version)
	s.handler = s.observe(s.recover(s.limit(s.guarded(s.authorized(s.tagged(http.HandlerFunc(s.dispatch)))))))
	return s
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// closeStreams ends the event streams, which otherwise never end by themselves.
func (s *Server) closeStreams() { s.closeOnce.Do(func() { close(s.closing) }) }
