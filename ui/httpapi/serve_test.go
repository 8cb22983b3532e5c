package httpapi_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wattlake/lake"
	"wattlake/ui/httpapi"
)

func textLogger(w io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(w, nil)) }

// serving runs Serve on a loopback port until stop is called, which returns what Serve returned.
func serving(t *testing.T, s *site, p httpapi.ServeParams) (address string, stop func() error) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- httpapi.Serve(ctx, listener, s.Server, p) }()
	t.Cleanup(cancel)
	return listener.Addr().String(), func() error { cancel(); return <-ended }
}

// An upload that is under way when the server is told to stop is finished, stored and answered.
func TestStopWaitsForUploads(t *testing.T) {
	s := openSite(t, nil, nil)
	address, stop := serving(t, s, httpapi.ServeParams{})
	body, sender := io.Pipe()
	content := invoicePDF("FV/1", 100)
	whole, contentType := form(t, file{"a.pdf", content})
	half := whole.Next(whole.Len() / 2)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+address+uploadPath, body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("Expect", "100-continue") // so that the body is only sent, and the pipe only read, once the server reads it
	client := &http.Client{Transport: &http.Transport{ExpectContinueTimeout: time.Minute}}
	answered := make(chan int, 1)
	go func() {
		response, err := client.Do(r)
		if err != nil {
			t.Error(err)
			answered <- 0
			return
		}
		_ = response.Body.Close()
		answered <- response.StatusCode
	}()
	if _, err := sender.Write(half); err != nil {
		t.Fatal(err)
	}
	stopped := make(chan error, 1)
	go func() { stopped <- stop() }()
	for dialer := (net.Dialer{}); ; { // until nothing new is taken
		c, err := dialer.DialContext(t.Context(), "tcp", address)
		if err != nil {
			break
		}
		_ = c.Close()
	}
	if _, err := io.Copy(sender, whole); err != nil {
		t.Fatal(err)
	}
	_ = sender.Close()
	if code := <-answered; code != http.StatusAccepted {
		t.Errorf("the upload was answered %d", code)
	}
	if err := <-stopped; err != nil {
		t.Errorf("stop: %v", err)
	}
	if _, _, err := s.node.Raw(t.Context(), lake.NewDocumentID(content)); err != nil {
		t.Errorf("the document is lost: %v", err)
	}
}

// Events arrive as documents change; the stream ends when the server stops, and with it what it held.
func TestEvents(t *testing.T) {
	s := openSite(t, nil, nil)
	address, stop := serving(t, s, httpapi.ServeParams{})
	client := &http.Client{Transport: &http.Transport{}}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+address+"/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if got := response.Header.Get("Content-Type"); got != "text/event-stream" || response.StatusCode != http.StatusOK {
		t.Fatalf("%s %s", response.Status, got)
	}
	lines := bufio.NewScanner(response.Body)
	for lines.Scan() && lines.Text() != ": listening" {
		continue
	}
	id := decode[uploaded](s.upload(t, file{"a.pdf", invoicePDF("FV/1", 100)})).Documents[0].Document
	var seen []lake.Status
	for lines.Scan() {
		data, ok := strings.CutPrefix(lines.Text(), "data: ")
		if !ok {
			continue
		}
		var change httpapi.ChangeJSON
		if err := json.Unmarshal([]byte(data), &change); err != nil {
			t.Fatal(err)
		}
		if change.Document == id {
			seen = append(seen, change.Status)
		}
		if change.Tables {
			break
		}
	}
	if len(seen) < 2 || seen[0] != lake.Processing || seen[len(seen)-1] != lake.Ready {
		t.Errorf("seen: %v", seen)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		t.Errorf("the stream was torn: %v", err)
	}
	_ = response.Body.Close()
	if body := s.get(t, "/metrics").Body.String(); !strings.Contains(body, "wattlake_http_event_streams 0") {
		t.Error("the stream goes on without its client")
	}
}

// Without tokens nobody but this computer is served.
func TestOpenServerStaysOnThisComputer(t *testing.T) {
	s := openSite(t, nil, nil)
	listener, err := net.Listen("tcp", "0.0.0.0:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := httpapi.Serve(t.Context(), listener, s.Server, httpapi.ServeParams{}); lake.CodeOf(err) != lake.CodeUsage {
		t.Errorf("served: %v", err)
	}
	if _, err := listener.Accept(); err == nil {
		t.Error("the listener is open")
	}
	for address, want := range map[string]bool{"127.0.0.1": true, "::1": true, "0.0.0.0": false, "::": false, "192.0.2.1": false} {
		if got := httpapi.IsLoopback(&net.TCPAddr{IP: net.ParseIP(address)}); got != want {
			t.Errorf("%s is loopback: %v", address, got)
		}
	}
	if httpapi.IsLoopback(&net.UnixAddr{Name: "/tmp/x"}) {
		t.Error("a socket of another kind is taken for loopback")
	}
}

func TestTLS(t *testing.T) {
	s := openSite(t, nil, nil)
	files, roots := certificate(t)
	address, stop := serving(t, s, files)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}
	client := &http.Client{Transport: transport}
	response, err := client.Get("https://" + address + "/health")
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Error(response.Status)
	}
	transport.TLSClientConfig.MaxVersion = tls.VersionTLS11
	transport.TLSClientConfig.MinVersion = tls.VersionTLS10
	transport.CloseIdleConnections()
	if response, err := client.Get("https://" + address + "/health"); err == nil {
		_ = response.Body.Close()
		t.Error("an old TLS version is accepted")
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	_, stop = serving(t, s, httpapi.ServeParams{CertFile: "missing.pem", KeyFile: "missing.pem"})
	if err := stop(); err == nil {
		t.Error("served without a certificate")
	}
}

// certificate makes one for 127.0.0.1.
func certificate(t *testing.T) (httpapi.ServeParams, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	p := httpapi.ServeParams{CertFile: filepath.Join(dir, "cert.pem"), KeyFile: filepath.Join(dir, "key.pem")}
	certPEM := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	for path, content := range map[string][]byte{p.CertFile: certPEM, p.KeyFile: pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDER})} {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(certPEM)
	return p, roots
}

func TestMetrics(t *testing.T) {
	s := namedSite(t)
	s.get(t, "/invoices/status/nie-ma.pdf").want(http.StatusNotFound)
	s.send(t, "BREW", "/health", nil)
	body := s.get(t, "/metrics").want(http.StatusOK).Body.String()
	for _, want := range []string{
		`wattlake_http_requests_total{method="POST",route="POST /invoices/upload",status="202"} 1`,
		`wattlake_http_requests_total{method="GET",route="GET /invoices/status/{filename}",status="404"} 1`,
		`wattlake_http_requests_total{method="other",route="none",status="405"} 1`,
		`wattlake_stage_documents{stage="parse",state="done"} 4`,
		"wattlake_http_upload_bytes_total",
		"wattlake_http_event_streams 0",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("%s is missing", want)
		}
	}
}

// The document is made of the code: every route, money as strings, and no schema that is not used.
func TestOpenAPI(t *testing.T) {
	s := openSite(t, nil, nil)
	spec := decode[struct {
		OpenAPI    string
		Paths      map[string]map[string]struct{ RequestBody, Responses map[string]any }
		Components struct {
			Schemas map[string]struct{ Properties map[string]map[string]any }
		}
	}](s.get(t, "/openapi.json").want(http.StatusOK))
	if !strings.HasPrefix(spec.OpenAPI, "3.1") {
		t.Errorf("version %s", spec.OpenAPI)
	}
	for path, method := range map[string]string{
		"/invoices/upload": "post", "/invoices": "get", "/invoices/status/{filename}": "get", "/invoices/parsed/{filename}": "get",
		"/invoices/{filename}": "delete", "/approvals/invoices": "post", "/gold/costs": "get", "/gold/consumption": "get",
		"/gold/corrections": "get", "/gold/breakdown": "get", "/gold/audit": "get", "/health": "get", "/events": "get", "/metrics": "get",
	} {
		operation := spec.Paths[path][method]
		encoded, _ := json.Marshal(operation.Responses["default"])
		if !bytes.Contains(encoded, []byte("application/problem+json")) || !bytes.Contains(encoded, []byte("#/components/schemas/Problem")) {
			t.Errorf("%s %s: errors are described as %s", method, path, encoded)
		}
	}
	if body := spec.Paths["/invoices/upload"]["post"].RequestBody; body["content"] == nil {
		t.Error("the form of an upload is not described")
	}
	for schema, property := range map[string]string{"MonthlyCost": "net", "Consumption": "consumption_kwh", "CorrectionSummary": "original_net", "InvoiceJSON": "gross"} {
		if got := spec.Components.Schemas[schema].Properties[property]["type"]; got != "string" {
			t.Errorf("%s.%s is described as %v", schema, property, got)
		}
	}
}
