package delta_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake/delta"
	"wattlake/lake/store"
	"wattlake/lake/store/storetest"
)

// badLine passes requests to the server behind it, and now and then refuses one, or loses the answer to one that took
// effect.
type badLine struct {
	mu     sync.Mutex
	random *rand.Rand
	lost   int
	server http.Handler
}

// ServeHTTP passes the request, or not.
func (l *badLine) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	luck := l.random.IntN(100)
	if luck < 10 && r.Method == http.MethodPut {
		l.lost++
	}
	l.mu.Unlock()
	switch {
	case luck < 10:
		l.server.ServeHTTP(discard{}, r)
		panic(http.ErrAbortHandler) // the connection breaks
	case luck < 20:
		w.WriteHeader(http.StatusServiceUnavailable)
	default:
		l.server.ServeHTTP(w, r)
	}
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
	line := &badLine{random: rand.New(rand.NewPCG(1, 2)), server: &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
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
	if line.lost == 0 {
		t.Error("no answer to a commit was lost: the test shows nothing")
	}
}
