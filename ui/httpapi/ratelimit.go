package httpapi

import (
	"math"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"wattlake/lake"
)

// Limits per client.
const (
	// DefaultRequestsPerSecond is how many requests a client may send on average.
	DefaultRequestsPerSecond = 50
	// DefaultBurst is how many requests a client may send at once.
	DefaultBurst = 200
	// maxClients is how many clients are told apart at a time; beyond it, those that rested longest are forgotten.
	maxClients = 10_000
	// ipv6Network is the part of an IPv6 address that one customer has: the rest is theirs to choose.
	ipv6Network = 64
)

// limiter is a token bucket per client.
type limiter struct {
	perSecond rate.Limit
	burst     int
	clock     func() time.Time

	mu      sync.Mutex
	clients map[string]*rate.Limiter
}

func newLimiter(perSecond float64, burst int, clock func() time.Time) *limiter {
	if perSecond <= 0 {
		perSecond = DefaultRequestsPerSecond
	}
	if burst <= 0 {
		burst = DefaultBurst
	}
	return &limiter{perSecond: rate.Limit(perSecond), burst: burst, clock: clock, clients: map[string]*rate.Limiter{}}
}

// allow takes one request of the client, or tells after how long to come again.
func (l *limiter) allow(client string) (wait time.Duration, ok bool) {
	now := l.clock()
	l.mu.Lock()
	defer l.mu.Unlock()
	bucket, known := l.clients[client]
	if !known {
		l.forgetRested(now)
		bucket = rate.NewLimiter(l.perSecond, l.burst)
		l.clients[client] = bucket
	}
	if bucket.AllowN(now, 1) {
		return 0, true
	}
	return time.Duration((1 - bucket.TokensAt(now)) / float64(l.perSecond) * float64(time.Second)), false
}

// forgetRested makes room when too many clients are known. A full bucket says the same as none; if no bucket is full, all
// are forgotten, which only favours clients.
func (l *limiter) forgetRested(now time.Time) {
	if len(l.clients) < maxClients {
		return
	}
	for client, bucket := range l.clients {
		if bucket.TokensAt(now) >= float64(l.burst) {
			delete(l.clients, client)
		}
	}
	if len(l.clients) >= maxClients {
		clear(l.clients)
	}
}

func (s *Server) limit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		wait, ok := s.limiter.allow(clientOf(r))
		if ok {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
		writeProblem(w, r, withStatus(http.StatusTooManyRequests, &lake.Error{
			Code: lake.CodeUsage, Op: "http: limit",
			Message: lake.Text{PL: "Za dużo zapytań naraz.", EN: "Too many requests at once."},
			Hint:    lake.Text{PL: "Poczekaj chwilę; nagłówek Retry-After mówi, ile sekund.", EN: "Wait a moment; the header Retry-After tells how many seconds."},
		}))
	})
}

// clientOf is who sent the request: an IPv4 address or the network of an IPv6 address. Headers of proxies are not believed.
func clientOf(r *http.Request) string {
	remote, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	address := remote.Addr().Unmap()
	if address.Is4() || address.IsLoopback() {
		return address.String()
	}
	network, err := address.WithZone("").Prefix(ipv6Network)
	if err != nil {
		return address.String()
	}
	return network.String()
}
