package httpapi_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"wattlake/lake"
	"wattlake/ui/httpapi"
)

// Names resolve exactly. The lake holds faktura_1.pdf, faktura_10.pdf, a.b.pdf and "luty 2026.pdf".
func TestNamesResolveExactly(t *testing.T) {
	s := namedSite(t)
	for name, want := range map[string]string{
		"faktura_1.pdf":     "faktura_1.pdf",
		"faktura_1":         "faktura_1.pdf",
		"faktura_10.pdf":    "faktura_10.pdf",
		"faktura_10":        "faktura_10.pdf",
		"a.b.pdf":           "a.b.pdf",
		"a.b":               "a.b.pdf",
		"luty 2026.pdf":     "luty 2026.pdf",
		"luty 2026":         "luty 2026.pdf",
		"luty_2026.pdf":     "luty 2026.pdf",
		"a":                 "",
		"a.pdf":             "",
		"faktura_":          "",
		"faktura_1.png":     "",
		"faktura_1.x":       "",
		"faktura_100":       "",
		"FAKTURA_1.pdf":     "",
		"aktura_1.pdf":      "",
		"faktura_1.pdf ":    "",
		"%":                 "",
		"*":                 "",
		"faktura_1.pdf.pdf": "",
	} {
		a := s.get(t, "/invoices/status/"+url.PathEscape(name))
		if want == "" {
			a.problem(http.StatusNotFound, lake.CodeNotFound)
		} else if got := decode[status](a.want(http.StatusOK)); got.File != want || len(got.Others) != 0 {
			t.Errorf("%s: %+v, want %s", name, got, want)
		}
	}
}

func namedSite(tb testing.TB) *site {
	tb.Helper()
	s := openSite(tb, nil, nil)
	var files []file
	for i, name := range []string{"faktura_1.pdf", "faktura_10.pdf", "a.b.pdf", "luty 2026.pdf"} {
		files = append(files, file{name, invoicePDF("FV/"+name, 100+i)})
	}
	s.upload(tb, files...).want(http.StatusAccepted)
	s.settle(tb)
	return s
}

func TestPathsAreNoNames(t *testing.T) {
	s := namedSite(t)
	for _, name := range []string{
		"..%2F..%2Fetc%2Fpasswd", "..%2Ffaktura_1.pdf", "%2Fetc%2Fpasswd", "..%5C..%5Cfaktura_1.pdf", "%2E%2E%2Ffaktura_1.pdf",
		"faktura_1.pdf%00", "faktura_1.pdf%0A", "%FF", "x" + strings.Repeat("a", 255), "01_bronze%2Fraw_faktury%2Ffaktura_1.pdf",
	} {
		for _, route := range []string{"/invoices/status/", "/invoices/parsed/"} {
			s.get(t, route+name).problem(http.StatusBadRequest, lake.CodeUsage)
		}
		s.send(t, http.MethodDelete, "/invoices/"+name, nil).problem(http.StatusBadRequest, lake.CodeUsage)
	}
	// The router cleans these; nothing behind it is reached.
	for _, path := range []string{"/invoices/status/../../etc/passwd", "/invoices/status/..", "/../etc/passwd", "/invoices//status"} {
		if a := s.get(t, path); a.Code != http.StatusMovedPermanently && a.Code != http.StatusTemporaryRedirect && a.Code != http.StatusNotFound {
			t.Errorf("%s: %d %s", path, a.Code, a.Body)
		}
	}
	if got := decode[list](s.get(t, "/invoices")); got.Total != 4 {
		t.Errorf("%d documents are left", got.Total)
	}
}

// Two documents of one name: the state is the newest one's and lists the other; nothing is deleted or approved by the name.
func TestAmbiguousNames(t *testing.T) {
	s := openSite(t, nil, nil)
	older := decode[uploaded](s.upload(t, file{"faktura.pdf", invoicePDF("FV/1", 100)})).Documents[0].Document
	newer := decode[uploaded](s.upload(t, file{"faktura.pdf", invoicePDF("FV/2", 200)})).Documents[0].Document
	s.settle(t)
	got := decode[status](s.get(t, "/invoices/status/faktura.pdf").want(http.StatusOK))
	if got.Document != newer || len(got.Others) != 1 || got.Others[0].Document != older {
		t.Errorf("%+v, want %s before %s", got, newer, older)
	}
	p := s.send(t, http.MethodDelete, "/invoices/faktura.pdf", nil).problem(http.StatusConflict, lake.CodeAmbiguous)
	if !strings.Contains(p.Detail, string(older)) || !strings.Contains(p.Detail, string(newer)) {
		t.Errorf("which documents? %s", p.Detail)
	}
	s.post(t, "/approvals/invoices", map[string]any{"documents": []string{"faktura.pdf"}, "approved_by": "Anna"}).problem(http.StatusConflict, lake.CodeAmbiguous)
	deleted := decode[httpapi.DeletedJSON](s.send(t, http.MethodDelete, "/invoices/"+string(older), nil).want(http.StatusOK))
	s.settle(t)
	if got := decode[status](s.get(t, "/invoices/status/faktura.pdf")); deleted.Document != older || got.Document != newer || len(got.Others) != 0 {
		t.Errorf("deleted %+v, left %+v", deleted, got)
	}
	s.send(t, http.MethodDelete, "/invoices/faktura.pdf", nil).want(http.StatusOK)
}

// Any name at all is answered: found, unknown or no name. What is found has the name.
func FuzzStatusName(f *testing.F) {
	s := namedSite(f)
	for _, seed := range []string{"faktura_1.pdf", "faktura_1", "../faktura_1.pdf", "a.b", "..", "", "\x00", "ą", "%2e%2e", strings.Repeat("a", 300)} {
		f.Add(seed)
	}
	spelled := map[string]string{}
	for _, file := range []string{"faktura_1.pdf", "faktura_10.pdf", "a.b.pdf", "luty 2026.pdf"} {
		spelled[file] = file
		spelled[strings.TrimSuffix(file, ".pdf")] = file
		spelled[strings.ReplaceAll(file, " ", "_")] = file
		spelled[lake.Stem(file)] = file
	}
	var clients atomic.Int64
	f.Fuzz(func(t *testing.T, name string) {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
		r.Host = "localhost"
		r.RemoteAddr = strconv.FormatInt(clients.Add(1), 10) // of its own, so that none is slowed down
		r.URL = &url.URL{Path: "/invoices/status/" + name, RawPath: "/invoices/status/" + url.PathEscape(name)}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		switch w.Code {
		case http.StatusBadRequest, http.StatusNotFound, http.StatusMovedPermanently, http.StatusTemporaryRedirect:
		case http.StatusOK:
			got := decode[status](answer{w, t})
			folded := strings.TrimSuffix(lake.FoldPolish(name), ".pdf")
			if spelled[name] != got.File && string(got.Document) != name && !strings.HasPrefix(name, lake.Stem(got.File)+"-") && spelled[lake.Stem(folded+".pdf")] != got.File {
				t.Errorf("%q means %s", name, got.File)
			}
		default:
			t.Errorf("%q: %d %s", name, w.Code, w.Body)
		}
	})
}
