package storetest

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

// Behind puts a front before the server: handle sees every request, may change its headers, and reports whether it has
// answered in the server's place. What it leaves goes on to the server, signed anew. The front speaks in the clear.
func (s S3Server) Behind(tb testing.TB, handle func(http.ResponseWriter, *http.Request) (answered bool)) S3Server {
	tb.Helper()
	target, err := url.Parse(s.Endpoint)
	if err != nil {
		tb.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			if err := sign(r.Out); err != nil {
				tb.Error(err)
			}
		},
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError), // clients give up: that is tested
	}
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !handle(w, r) {
			proxy.ServeHTTP(w, r)
		}
	}))
	tb.Cleanup(front.Close)
	s.Endpoint = front.URL
	return s
}

// sign replaces the request's signature by one of the server's keys at the present time.
func sign(r *http.Request) error {
	r.Header.Del("Authorization")
	keys := aws.Credentials{AccessKeyID: S3Key, SecretAccessKey: S3Secret}
	now := time.Now() //nolint:forbidigo // a real server compares it with its own
	return v4.NewSigner().SignHTTP(r.Context(), keys, r, r.Header.Get("X-Amz-Content-Sha256"), "s3", "us-east-1", now,
		func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true })
}

// Refuse answers with an S3 error.
func Refuse(w http.ResponseWriter, status int, code string) {
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(status)
	_, _ = w.Write([]byte("<Error><Code>" + code + "</Code><Message>told so by the test</Message></Error>")) // the client checks
}
