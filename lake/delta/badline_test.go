package delta_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake/delta"
	"wattlake/lake/store"
	"wattlake/lake/store/storetest"
)

// badLine passes requests to the server behind it, but loses the answer to every third commit, although it took effect, and
// refuses every fifth other request. It does so to first attempts only, so that no request runs out of attempts.
type badLine struct {
	mu             sync.Mutex
	commits, other int // first attempts
	server         http.Handler
}

// ServeHTTP passes the request, or not.
func (l *badLine) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch lose, refuse := l.luck(r); {
	case lose:
		l.server.ServeHTTP(discard{}, r)
		panic(http.ErrAbortHandler) // the connection breaks
	case refuse:
		w.WriteHeader(http.StatusServiceUnavailable)
	default:
		l.server.ServeHTTP(w, r)
	}
}

// luck says whether the answer is lost, or the request refused.
func (l *badLine) luck(r *http.Request) (lose, refuse bool) {
	if !strings.HasPrefix(r.Header.Get("Amz-Sdk-Request"), "attempt=1;") {
		return false, false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if r.Method == http.MethodPut {
		l.commits++
		return l.commits%3 == 0, false
	}
	l.other++
	return false, l.other%5 == 0
}

type discard struct{}

func (discard) Header() http.Header         { return http.Header{} }
func (discard) Write(b []byte) (int, error) { return len(b), nil }
func (discard) WriteHeader(int)             {}

// TestNoUpdateIsLostOnABadLine has writers merge one table in a bucket while answers to their commits are lost: a writer
// must neither take its own commit for a stranger's and merge twice, nor a stranger's for its own.
func TestNoUpdateIsLostOnABadLine(t *testing.T) {
	const writers, updates = 4, 4
	server := storetest.StartS3(t, false)
	target, err := url.Parse(server.Endpoint)
	if err != nil {
		t.Fatal(err)
	}
	line := &badLine{server: &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(target)
		r.Out.Host = r.In.Host // it is signed
	}}}
	proxy := httptest.NewServer(line)
	t.Cleanup(proxy.Close)
	open := func() *delta.Table {
		return delta.Open(server.Open(t, func(c *store.S3Config) { c.Endpoint = proxy.URL }), root)
	}
	create(t, open(), file("0", "1"))
	var group sync.WaitGroup
	for range writers {
		table := open()
		group.Go(func() {
			for range updates {
				increment(t, table)
			}
		})
	}
	group.Wait()
	s := snapshot(t, delta.Open(server.Open(t, nil), root))
	want := []string{fmt.Sprintf("year=1/%d.parquet", writers*updates)}
	if !cmp.Equal(paths(s), want) || s.Version != writers*updates {
		t.Errorf("version %d has %v, want version %d with %v", s.Version, paths(s), writers*updates, want)
	}
	if line.commits < 3 {
		t.Error("no answer to a commit was lost: the test shows nothing")
	}
}
