package httpapi_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wattlake/lake"
	"wattlake/ui/httpapi"
)

const uploadPath = "/invoices/upload"

func TestUploadsAreRefusedWithAReason(t *testing.T) {
	s := openSite(t, nil, nil)
	whole, contentType := form(t, file{"faktura.pdf", invoicePDF("FV/1", 100)})
	nothing, emptyType := form(t)
	for name, c := range map[string]struct {
		body, contentType string
		status            int
		code              lake.Code
	}{
		"no form":         {"%PDF-1.7", "application/pdf", http.StatusUnsupportedMediaType, lake.CodeUsage},
		"no content type": {"%PDF-1.7", "", http.StatusUnsupportedMediaType, lake.CodeUsage},
		"no boundary":     {"x", "multipart/form-data", http.StatusBadRequest, lake.CodeUsage},
		"no file":         {nothing.String(), emptyType, http.StatusBadRequest, lake.CodeUsage},
		"cut off":         {whole.String()[:whole.Len()/2], contentType, http.StatusBadRequest, lake.CodeUsage},
		"no form at all":  {"hello", contentType, http.StatusBadRequest, lake.CodeUsage},
		"other field": {
			"--b\r\nContent-Disposition: form-data; name=\"other\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7\r\n--b--\r\n",
			"multipart/form-data; boundary=b", http.StatusBadRequest, lake.CodeUsage,
		},
		"no file name": {
			"--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n%PDF-1.7\r\n--b--\r\n",
			"multipart/form-data; boundary=b", http.StatusBadRequest, lake.CodeUsage,
		},
	} {
		t.Run(name, func(t *testing.T) {
			s.send(t, http.MethodPost, uploadPath, strings.NewReader(c.body), "Content-Type", c.contentType).problem(c.status, c.code)
		})
	}
	for name, c := range map[string]struct {
		content string
		status  int
		code    lake.Code
	}{
		"notatka.txt": {"hello", http.StatusUnsupportedMediaType, lake.CodeNotADocument},
		"udaje.pdf":   {"MZ\x90", http.StatusUnsupportedMediaType, lake.CodeNotADocument},
		"pusta.pdf":   {"", http.StatusUnprocessableEntity, lake.CodeEmptyFile},
	} {
		s.upload(t, file{name, []byte(c.content)}).problem(c.status, c.code)
	}
	if got := decode[list](s.get(t, "/invoices")); got.Total != 0 {
		t.Errorf("refused files are in the lake: %+v", got)
	}
}

// One bad file does not keep the good ones out.
func TestGoodFilesAreTakenBesideBadOnes(t *testing.T) {
	s := openSite(t, nil, nil)
	a := s.upload(t, file{"pusta.pdf", nil}, file{"dobra.pdf", invoicePDF("FV/1", 100)}, file{"kopia.pdf", invoicePDF("FV/1", 100)})
	got := decode[uploaded](a.want(http.StatusAccepted)).Documents
	if len(got) != 3 || got[0].Status != "failed" || got[0].Code != lake.CodeEmptyFile || got[0].Reason == "" || got[0].StatusURL != "" ||
		got[1].Status != "processing" || got[2].Status != "duplicate" || got[1].StatusURL != got[2].StatusURL {
		t.Errorf("%+v", got)
	}
}

// Whatever folders a name comes with, the file lies in the lake's folder of documents under the last part of it.
func TestNamesOfUploadsLeadNowhere(t *testing.T) {
	s := openSite(t, nil, nil)
	for i, c := range []struct{ sent, kept string }{
		{`../../../etc/passwd.pdf`, "passwd.pdf"},
		{`..\\..\\windows\\system.pdf`, "system.pdf"},
		{`/etc/cron.d/zadanie.pdf`, "zadanie.pdf"},
		{`C:\\faktury\\luty.pdf`, "luty.pdf"},
		{`.ukryta.pdf`, ".ukryta.pdf"},
		{`Zażółć gęślą jaźń.pdf`, "Zażółć gęślą jaźń.pdf"},
	} {
		content := invoicePDF("FV/"+c.kept, 100+i)
		body := "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + c.sent + "\"\r\n\r\n" + string(content) + "\r\n--b--\r\n"
		a := s.send(t, http.MethodPost, uploadPath, strings.NewReader(body), "Content-Type", "multipart/form-data; boundary=b")
		if got := decode[uploaded](a.want(http.StatusAccepted)).Documents[0]; got.File != c.kept {
			t.Errorf("%s is kept as %q, want %q", c.sent, got.File, c.kept)
		}
	}
	for _, name := range []string{"..", ".", "/", `\\`, strings.Repeat("a", 256) + ".pdf", "a\x01b.pdf", "\xff.pdf"} {
		body := "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"\r\n\r\n%PDF-1.7\r\n--b--\r\n"
		a := s.send(t, http.MethodPost, uploadPath, strings.NewReader(body), "Content-Type", "multipart/form-data; boundary=b")
		a.problem(http.StatusBadRequest, lake.CodeUsage)
	}
	s.settle(t)
	outside := 0
	err := filepath.WalkDir(s.dir, func(path string, _ os.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".pdf") && filepath.Dir(path) != filepath.Join(s.dir, "01_bronze", "raw_faktury") {
			outside++
		}
		return err
	})
	if err != nil || outside > 0 {
		t.Errorf("%d documents outside their folder, %v", outside, err)
	}
}

// zeros is a body without end.
type zeros struct{ head io.Reader }

func (z zeros) Read(p []byte) (int, error) {
	if n, err := z.head.Read(p); err == nil {
		return n, nil
	}
	clear(p)
	return len(p), nil
}

const partHead = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7"

func TestHugeUploadsAreRefused(t *testing.T) {
	s := openSite(t, nil, nil)
	t.Run("declared", func(t *testing.T) {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, uploadPath, zeros{strings.NewReader(partHead)})
		r.Host, r.ContentLength = "localhost:8080", httpapi.MaxUploadBytes+1
		r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		answer{w, t}.problem(http.StatusRequestEntityTooLarge, lake.CodeTooLarge)
	})
	t.Run("streamed", func(t *testing.T) {
		a := s.send(t, http.MethodPost, uploadPath, zeros{strings.NewReader(partHead)}, "Content-Type", "multipart/form-data; boundary=b")
		a.problem(http.StatusRequestEntityTooLarge, lake.CodeTooLarge)
	})
	t.Run("json", func(t *testing.T) {
		a := s.send(t, http.MethodPost, "/approvals/invoices", zeros{strings.NewReader("{")}, "Content-Type", "application/json")
		a.problem(http.StatusRequestEntityTooLarge, lake.CodeUsage)
	})
}

// A sender that stops in the middle is told so. The clock is behind by nearly the patience with it, so the test need not wait.
func TestStalledUploadEnds(t *testing.T) {
	s := openSite(t, nil, func(p *httpapi.Params) {
		p.Clock = func() time.Time { return time.Now().Add(200*time.Millisecond - httpapi.StallPatience) }
	})
	server := httptest.NewServer(s)
	defer server.Close()
	body, stalled := io.Pipe()
	defer func() { _ = stalled.Close() }()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+uploadPath, body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
	go func() { _, _ = io.WriteString(stalled, partHead) }()
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusRequestTimeout {
		t.Errorf("status %s", response.Status)
	}
}

// brokenNode is a node whose uploads fail, or worse.
type brokenNode struct {
	httpapi.Node

	err error
}

func (n brokenNode) Upload(context.Context, string, []byte, string) (lake.DocumentID, bool, error) {
	if n.err == nil {
		panic("broken")
	}
	return "", false, n.err
}

func TestTroubleOfTheLakeIsTold(t *testing.T) {
	full := &lake.Error{Code: lake.CodeDiskFull, Message: lake.Text{PL: "Dysk jest pełny.", EN: "The disk is full."}}
	for name, c := range map[string]struct {
		err    error
		status int
		code   lake.Code
		detail string
	}{
		"disk full": {full, http.StatusInsufficientStorage, lake.CodeDiskFull, "Dysk jest pełny."},
		"unknown":   {os.ErrPermission, http.StatusInternalServerError, lake.CodeInternal, "Wystąpił błąd wewnętrzny."},
		"panic":     {nil, http.StatusInternalServerError, lake.CodeInternal, "Wystąpił błąd wewnętrzny."},
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			s := openSite(t, nil, func(p *httpapi.Params) {
				p.Node, p.Logger = brokenNode{p.Node, c.err}, textLogger(&log)
			})
			p := s.upload(t, file{"a.pdf", []byte("%PDF-1.7")}).problem(c.status, c.code)
			if p.Detail != c.detail {
				t.Errorf("detail %q", p.Detail)
			}
			if !strings.Contains(log.String(), p.RequestID) || !strings.Contains(log.String(), "level=ERROR") {
				t.Errorf("the log does not know: %s", log.String())
			}
		})
	}
}
