package httpapi_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"wattlake/lake"
	"wattlake/ui/httpapi"
)

func TestOnlyOurHostsAreAnswered(t *testing.T) {
	s := openSite(t, nil, func(p *httpapi.Params) { p.Hosts = []string{"faktury.firma.pl"} })
	for host, ok := range map[string]bool{
		"127.0.0.1:8080":         true,
		"127.0.0.1":              true,
		"127.8.9.10:1":           true,
		"localhost:8080":         true,
		"LOCALHOST":              true,
		"localhost.":             true,
		"[::1]:8080":             true,
		"[::ffff:127.0.0.1]:1":   true,
		"faktury.firma.pl:8080":  true,
		"Faktury.Firma.PL":       true,
		"192.0.2.7:8080":         true, // the address that the connection came in on
		"192.0.2.8:8080":         false,
		"evil.example":           false,
		"localhost.evil.example": false,
		"127.0.0.1.nip.io":       false,
		"evil.example:8080":      false,
		"":                       false,
		"0.0.0.0:8080":           false,
	} {
		r := httptest.NewRequestWithContext(context.WithValue(t.Context(), http.LocalAddrContextKey,
			&net.TCPAddr{IP: net.ParseIP("192.0.2.7"), Port: 8080}), http.MethodGet, "/health", nil)
		r.Host = host
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if ok {
			answer{w, t}.want(http.StatusOK)
		} else {
			answer{w, t}.problem(http.StatusMisdirectedRequest, lake.CodeUsage)
		}
	}
}

func TestForeignPagesAreRefused(t *testing.T) {
	s := openSite(t, nil, func(p *httpapi.Params) { p.Origins = []string{"https://bi.firma.pl/"} })
	for _, c := range []struct {
		name, value string
		ok          bool
	}{
		{"Origin", "http://127.0.0.1:8080", true},
		{"Origin", "https://bi.firma.pl", true},
		{"Origin", "https://evil.example", false},
		{"Origin", "http://127.0.0.1:3000", false},
		{"Origin", "https://127.0.0.1:8080", false},
		{"Origin", "http://127.0.0.1:8080/path", false},
		{"Origin", "null", false},
		{"Origin", "file://", false},
		{"Origin", "\x7f", false},
		{"Sec-Fetch-Site", "none", true},
		{"Sec-Fetch-Site", "same-origin", true},
		{"Sec-Fetch-Site", "same-site", false},
		{"Sec-Fetch-Site", "cross-site", false},
	} {
		for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodPost, http.MethodDelete} {
			a := s.send(t, method, "/health", nil, c.name, c.value)
			if refused := a.Code == http.StatusForbidden; refused == c.ok {
				t.Errorf("%s %s: %s: %d", method, c.name, c.value, a.Code)
			}
		}
	}
}

// A page that was let in can read the answers, with a token too: the browser asks first, without one.
func TestInvitedPagesCanReadAnswers(t *testing.T) {
	const page = "https://bi.example.com"
	s := openSite(t, nil, func(p *httpapi.Params) {
		p.Origins = []string{page}
		p.Tokens = tokenStore(t.TempDir())
	})
	a := s.send(t, http.MethodOptions, "/gold/costs", nil, "Origin", page, "Access-Control-Request-Method", "GET", "Access-Control-Request-Headers", "authorization")
	if a.want(http.StatusNoContent).Header().Get("Access-Control-Allow-Origin") != page || !strings.Contains(a.Header().Get("Access-Control-Allow-Headers"), "Authorization") {
		t.Errorf("the browser is told %v", a.Header())
	}
	if a := s.get(t, "/gold/costs", "Origin", page).want(http.StatusUnauthorized); a.Header().Get("Access-Control-Allow-Origin") != page {
		t.Error("the page cannot read why it was refused")
	}
	if a := s.get(t, "/gold/costs"); a.Header().Get("Access-Control-Allow-Origin") != "" {
		t.Error("shared with nobody in particular")
	}
}

func TestUnknownAddressesAndMethods(t *testing.T) {
	s := openSite(t, nil, nil)
	s.get(t, "/").problem(http.StatusNotFound, lake.CodeNotFound)
	s.get(t, "/gold/wind").problem(http.StatusNotFound, lake.CodeNotFound)
	a := s.send(t, http.MethodPut, "/invoices", nil)
	a.problem(http.StatusMethodNotAllowed, lake.CodeUsage)
	if a.Header().Get("Allow") != "GET, HEAD" {
		t.Errorf("Allow: %q", a.Header().Get("Allow"))
	}
	for _, method := range []string{http.MethodDelete, http.MethodGet, http.MethodOptions} {
		a := s.send(t, method, "/invoices/upload", nil)
		a.problem(http.StatusMethodNotAllowed, lake.CodeUsage)
		if a.Header().Get("Allow") != "POST" {
			t.Errorf("%s /invoices/upload: Allow: %q", method, a.Header().Get("Allow"))
		}
	}
	if a := s.send(t, http.MethodHead, "/health", nil).want(http.StatusOK); a.Header().Get("ETag") == "" {
		t.Error("HEAD is not answered as GET")
	}
}

func TestEntityTags(t *testing.T) {
	s := namedSite(t)
	for _, path := range []string{"/invoices", "/invoices/status/faktura_1.pdf", "/invoices/parsed/faktura_1.pdf", "/gold/costs", "/gold/consumption", "/gold/corrections", "/gold/breakdown", "/gold/audit", "/openapi.json"} {
		tag := s.get(t, path).want(http.StatusOK).Header().Get("ETag")
		for header, want := range map[string]int{tag: http.StatusNotModified, `"x", W/` + tag: http.StatusNotModified, "*": http.StatusNotModified, `"x"`: http.StatusOK} {
			if a := s.get(t, path, "If-None-Match", header); a.Code != want || (want == http.StatusNotModified && a.Body.Len() > 0) || a.Header().Get("ETag") != tag {
				t.Errorf("%s, If-None-Match %s: %d", path, header, a.Code)
			}
		}
	}
	before := s.get(t, "/gold/costs").Header().Get("ETag")
	s.upload(t, file{"nowa.pdf", invoicePDF("FV/NOWA", 7)}).want(http.StatusAccepted)
	s.settle(t)
	s.get(t, "/gold/costs", "If-None-Match", before).want(http.StatusOK)
}

func TestErrorsSpeakTheLanguageOfTheClient(t *testing.T) {
	const own = "the service's"
	headers := map[string]string{
		"": own, "pl": "pl", "en": "en", "en-GB,pl;q=0.5": "en", "en;q=0.5,pl": "pl", "de": own, "de,en;q=0.1": "en", "###": own,
	}
	for _, lang := range []lake.Lang{lake.Polish, lake.English} {
		t.Run(string(lang), func(t *testing.T) { errorsSpeak(t, lang, headers, own) })
	}
}

func errorsSpeak(t *testing.T, lang lake.Lang, headers map[string]string, own string) {
	t.Helper()
	s := openSite(t, nil, func(p *httpapi.Params) { p.Lang = lang })
	for header, want := range headers {
		if want == own {
			want = string(lang)
		}
		a := s.get(t, "/invoices/status/nie-ma.pdf", "Accept-Language", header)
		p := a.problem(http.StatusNotFound, lake.CodeNotFound)
		english := p.Detail == "There is no document “nie-ma.pdf” in the lake."
		if a.Header().Get("Content-Language") != want || english != (want == "en") {
			t.Errorf("%q: %s", header, p.Detail)
		}
	}
}

func TestRequestIDs(t *testing.T) {
	s := openSite(t, nil, nil)
	if got := s.get(t, "/health", "X-Request-Id", "abc-1.2_3").Header().Get("X-Request-Id"); got != "abc-1.2_3" {
		t.Errorf("a good id became %q", got)
	}
	for _, bad := range []string{"", "a b", "a\"b", "<script>", string(make([]byte, 65))} {
		if got := s.get(t, "/health", "X-Request-Id", bad).Header().Get("X-Request-Id"); got == bad || len(got) != 36 {
			t.Errorf("%q became %q", bad, got)
		}
	}
}

func TestClientsAreSlowedDownOneByOne(t *testing.T) {
	now := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	s := openSite(t, nil, func(p *httpapi.Params) {
		p.Clock, p.RequestsPerSecond, p.Burst = func() time.Time { return now }, 2, 3
	})
	from := func(address string) answer {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/health", nil)
		r.Host, r.RemoteAddr = "localhost", address
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		return answer{w, t}
	}
	for range 3 {
		from("192.0.2.1:1000").want(http.StatusOK)
	}
	a := from("192.0.2.1:2000")
	a.problem(http.StatusTooManyRequests, lake.CodeUsage)
	if a.Header().Get("Retry-After") != "1" {
		t.Errorf("Retry-After %q", a.Header().Get("Retry-After"))
	}
	from("192.0.2.2:1000").want(http.StatusOK)
	for i := range 3 {
		from([]string{"[2001:db8::1]:1", "[2001:db8::2]:1", "[2001:db8::ffff]:1"}[i]).want(http.StatusOK)
	}
	from("[2001:db8::3]:1").want(http.StatusTooManyRequests) // one customer, one network
	now = now.Add(500 * time.Millisecond)
	from("192.0.2.1:3000").want(http.StatusOK)
	from("192.0.2.1:3000").want(http.StatusTooManyRequests)
}
