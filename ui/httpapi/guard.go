package httpapi

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"wattlake/lake"
)

// preflightSeconds is how long a browser need not ask again what a page may send.
const preflightSeconds = "600"

// guard keeps web pages away from a service that trusts who reaches it. A browser lets any page send requests here, and DNS
// rebinding even lets it read the answers under the page's own host name; so both the Host and the Origin must be ours.
type guard struct {
	hosts   []string
	origins []string
}

func newGuard(hosts, origins []string) guard {
	g := guard{}
	for _, h := range hosts {
		g.hosts = append(g.hosts, strings.ToLower(strings.Trim(h, "[]")))
	}
	for _, o := range origins {
		g.origins = append(g.origins, strings.ToLower(strings.TrimSuffix(o, "/")))
	}
	return g
}

func (s *Server) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := s.guard.check(r); err != nil {
			writeProblem(w, r, err)
			return
		}
		if s.guard.invited(r) && share(w, r) {
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (g guard) check(r *http.Request) error {
	if !g.ours(r) {
		return withStatus(http.StatusMisdirectedRequest, &lake.Error{
			Code: lake.CodeUsage, Op: "http: check host",
			Message: lake.Text{PL: "To zapytanie jest do innego komputera.", EN: "This request is meant for another host."},
			Hint: lake.Text{
				PL: "Użyj adresu 127.0.0.1 albo dodaj nazwę komputera: wattlake serve --host NAZWA.",
				EN: "Use the address 127.0.0.1, or add the host's name: wattlake serve --host NAME.",
			},
		})
	}
	if !g.fromHere(r) {
		return withStatus(http.StatusForbidden, &lake.Error{
			Code: lake.CodeUsage, Op: "http: check origin",
			Message: lake.Text{PL: "Obca strona WWW nie może używać tej usługi.", EN: "A foreign web page may not use this service."},
			Hint: lake.Text{
				PL: "Dopuść stronę: wattlake serve --origin https://…", EN: "Add the page's address: wattlake serve --origin https://…",
			},
		})
	}
	return nil
}

// ours reports whether the request names this computer: a loopback name, the address that the connection came in on, or a
// name that was configured. A page that rebinds its host name always names a host of its own.
func (g guard) ours(r *http.Request) bool {
	host := hostName(r.Host)
	if host == "localhost" || slices.Contains(g.hosts, host) {
		return true
	}
	address, err := netip.ParseAddr(host)
	if err != nil {
		return false
	}
	address = address.Unmap()
	return address.IsLoopback() || address == localAddress(r)
}

// fromHere reports whether no foreign web page sent the request. Programs that are no browsers send neither header.
func (g guard) fromHere(r *http.Request) bool {
	origin := strings.ToLower(r.Header.Get("Origin"))
	if origin != "" {
		return slices.Contains(g.origins, origin) || g.sameOrigin(r, origin)
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "none", "same-origin":
		return true
	}
	return false
}

// invited reports whether a page of another address that was configured sent the request.
func (g guard) invited(r *http.Request) bool {
	return slices.Contains(g.origins, strings.ToLower(r.Header.Get("Origin")))
}

// share lets the page read the answer, and answers the question that browsers ask before they send more than a plain form.
func share(w http.ResponseWriter, r *http.Request) (answered bool) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", r.Header.Get("Origin"))
	h.Set("Access-Control-Expose-Headers", "ETag, Location, Retry-After, X-Request-Id")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	if r.Method != http.MethodOptions || r.Header.Get("Access-Control-Request-Method") == "" {
		return false
	}
	h.Set("Access-Control-Allow-Methods", "GET, HEAD, POST, DELETE")
	h.Set("Access-Control-Allow-Headers", "Accept-Language, Authorization, Content-Type, If-None-Match, X-Request-Id")
	h.Set("Access-Control-Max-Age", preflightSeconds)
	w.WriteHeader(http.StatusNoContent)
	return true
}

func (g guard) sameOrigin(r *http.Request, origin string) bool {
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" || u.Path != "" {
		return false
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return u.Scheme == scheme && u.Host == strings.ToLower(r.Host)
}

// hostName is the host of a Host header, without port and brackets, in lower case.
func hostName(hostPort string) string {
	host, _, err := net.SplitHostPort(hostPort)
	if err != nil {
		host = hostPort
	}
	return strings.TrimSuffix(strings.ToLower(strings.Trim(host, "[]")), ".")
}

// localAddress is the address of this computer that the connection came in on.
func localAddress(r *http.Request) netip.Addr {
	if local, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr); ok {
		return local.AddrPort().Addr().Unmap()
	}
	return netip.Addr{}
}
