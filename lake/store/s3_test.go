package store_test

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/lake/store/storetest"
)

func TestS3(t *testing.T) {
	s := storetest.StartS3(t, true)
	lakes := 0
	storetest.Run(t, func(t *testing.T) storetest.Objects {
		t.Helper()
		lakes++
		return s.Open(t, func(c *store.S3Config) { c.Prefix = fmt.Sprintf("/lakes/%d/", lakes) })
	})
}

// TestS3Pages lists more objects than a page holds.
func TestS3Pages(t *testing.T) {
	const count = 1100 // a page holds 1000
	s := storetest.StartS3(t, true)
	objects := s.Open(t, nil)
	if err := os.Mkdir(filepath.Join(s.Folder, "p"), 0o750); err != nil {
		t.Fatal(err)
	}
	want := make([]lake.Key, count)
	for i := range count {
		want[i] = lake.Key(fmt.Sprintf("p/%04d", i))
		if err := os.WriteFile(filepath.Join(s.Folder, string(want[i])), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(want, storetest.Keys(t, objects, "p/")); diff != "" {
		t.Errorf("listing (-want +got):\n%s", diff)
	}
}

// TestS3EraseRemovesVersions keeps every version of the bucket's objects and looks for what is left of one.
func TestS3EraseRemovesVersions(t *testing.T) {
	server := storetest.StartS3(t, true)
	objects := server.Open(t, nil)
	settings, err := config.LoadDefaultConfig(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	client := s3.NewFromConfig(settings, func(o *s3.Options) { o.UsePathStyle, o.BaseEndpoint = true, &server.Endpoint })
	bucket := aws.String(storetest.S3Bucket)
	if _, err := client.PutBucketVersioning(t.Context(), &s3.PutBucketVersioningInput{
		Bucket: bucket, VersioningConfiguration: &types.VersioningConfiguration{Status: types.BucketVersioningStatusEnabled},
	}); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if _, err := client.PutObject(t.Context(), &s3.PutObjectInput{Bucket: bucket, Key: aws.String("a/secret"), Body: strings.NewReader("x")}); err != nil {
			t.Fatal(err)
		}
		if err := objects.Delete(t.Context(), "a/secret"); err != nil {
			t.Fatal(err)
		}
	}
	storetest.Put(t, objects, "a/secret of others", "x")
	for range 2 {
		if err := objects.Erase(t.Context(), "a/secret"); err != nil {
			t.Fatal(err)
		}
	}
	left, err := client.ListObjectVersions(t.Context(), &s3.ListObjectVersionsInput{Bucket: bucket})
	if err != nil {
		t.Fatal(err)
	}
	if len(left.Versions) != 1 || len(left.DeleteMarkers) > 0 || aws.ToString(left.Versions[0].Key) != "a/secret of others" {
		t.Errorf("%d versions and %d markers are left, want the version of the other object", len(left.Versions), len(left.DeleteMarkers))
	}
}

func TestS3Modified(t *testing.T) {
	objects := storetest.StartS3(t, true).Open(t, nil)
	storetest.Put(t, objects, "a", "x")
	if at, err := objects.Modified(t.Context(), "a"); err != nil || time.Since(at) > time.Hour {
		t.Errorf("modified at %v, %v", at, err)
	}
	if _, err := objects.Modified(t.Context(), "b"); lake.CodeOf(err) != lake.CodeNotFound {
		t.Errorf("missing object: %v", err)
	}
}

// TestS3DamagedObject flips a byte behind the server's back.
func TestS3DamagedObject(t *testing.T) {
	s := storetest.StartS3(t, true)
	objects := s.Open(t, nil)
	storetest.Put(t, objects, "a", "content")
	name := filepath.Join(s.Folder, "a")
	file, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = file.WriteAt([]byte("X"), 0)
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	if got, err := objects.Get(t.Context(), "a"); lake.CodeOf(err) != lake.CodeCorrupt {
		t.Errorf("get = %q, %v, want a damaged object", got, err)
	}
}

func TestS3Check(t *testing.T) {
	objects := storetest.StartS3(t, true).Open(t, nil)
	var steps []store.Step
	if err := objects.Check(t.Context(), func(s store.Step) { steps = append(steps, s) }); err != nil {
		t.Fatal(err)
	}
	if want := []store.Step{store.StepList, store.StepPut, store.StepGet, store.StepConditionalPut, store.StepDelete}; !slices.Equal(steps, want) {
		t.Errorf("steps = %v, want %v", steps, want)
	}
	if left := storetest.Keys(t, objects, ""); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestS3Problems expects each fault between here and the bucket to be told apart, with a sentence and a hint.
func TestS3Problems(t *testing.T) {
	s := storetest.StartS3(t, true)
	for name, test := range map[string]struct {
		want   lake.Code
		key    string
		config func(*store.S3Config)
	}{
		"no bucket":     {want: store.CodeNoBucket, config: func(c *store.S3Config) { c.Bucket = "other" }},
		"unknown key":   {want: store.CodeCredentials, key: "nobody"},
		"wrong secret":  {want: store.CodeCredentials, key: storetest.S3Key},
		"no keys":       {want: store.CodeCredentials, key: "-"},
		"no server":     {want: store.CodeUnreachable, config: func(c *store.S3Config) { c.Endpoint = "https://" + closedAddress(t) }},
		"unknown name":  {want: store.CodeServerUnknown, config: func(c *store.S3Config) { c.Endpoint = "https://nobody.invalid" }},
		"other name":    {want: store.CodeTLS, config: func(c *store.S3Config) { c.Endpoint = strings.Replace(s.Endpoint, "127.0.0.1", "localhost", 1) }},
		"not encrypted": {want: store.CodeTLS, config: func(c *store.S3Config) { c.Endpoint = "https://" + plainServer(t, http.StatusOK, "") }},
	} {
		t.Run(name, func(t *testing.T) {
			switch test.key {
			case "":
			case "-":
				storetest.UseS3Credentials(t, "", "")
			default:
				storetest.UseS3Credentials(t, test.key, "wrong")
			}
			err := s.Open(t, test.config).Check(t.Context(), func(step store.Step) { t.Errorf("step %s passed", step) })
			expectProblem(t, err, test.want)
		})
	}
	t.Run("untrusted certificate", func(t *testing.T) {
		t.Setenv("AWS_CA_BUNDLE", "")
		expectProblem(t, s.Open(t, nil).Check(t.Context(), func(store.Step) {}), store.CodeTLS)
	})
}

// TestS3Answers covers what a healthy server does not say.
func TestS3Answers(t *testing.T) {
	storetest.UseS3Credentials(t, storetest.S3Key, storetest.S3Secret)
	for code, test := range map[string]struct {
		status int
		want   lake.Code
	}{
		"RequestTimeTooSkewed": {http.StatusForbidden, store.CodeClockSkew},
		"AccessDenied":         {http.StatusForbidden, store.CodeAccessDenied},
		"ExpiredToken":         {http.StatusBadRequest, store.CodeCredentials},
		"PermanentRedirect":    {http.StatusMovedPermanently, store.CodeRegion},
		"NotImplemented":       {http.StatusNotImplemented, store.CodeUnconditional},
		"QuotaExceeded":        {http.StatusForbidden, lake.CodeDiskFull},
		"Surprise":             {http.StatusTeapot, lake.CodeIO},
	} {
		t.Run(code, func(t *testing.T) {
			address := plainServer(t, test.status, code)
			objects := storetest.S3Server{}.Open(t, func(c *store.S3Config) { c.Endpoint = "http://" + address })
			_, err := objects.PutIfAbsent(t.Context(), "a", []byte("x"))
			expectProblem(t, err, test.want)
			if test.want == store.CodeUnconditional {
				return
			}
			for _, err := range objects.List(t.Context(), "") {
				expectProblem(t, err, test.want)
			}
		})
	}
}

// TestS3WithoutConditions is a server that ignores If-None-Match: it must not be trusted with tables.
func TestS3WithoutConditions(t *testing.T) {
	storetest.UseS3Credentials(t, storetest.S3Key, storetest.S3Secret)
	ignorant := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodGet && r.URL.Query().Has("list-type"):
			_, _ = w.Write([]byte(`<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>`)) // the client checks
		case r.Method == http.MethodGet:
			_, _ = w.Write([]byte("wattlake")) // the client checks
		case r.Method == http.MethodDelete:
			w.WriteHeader(http.StatusNoContent)
		}
	}))
	t.Cleanup(ignorant.Close)
	objects := storetest.S3Server{}.Open(t, func(c *store.S3Config) { c.Endpoint = ignorant.URL })
	var steps []store.Step
	err := objects.Check(t.Context(), func(s store.Step) { steps = append(steps, s) })
	expectProblem(t, err, store.CodeUnconditional)
	if want := []store.Step{store.StepList, store.StepPut, store.StepGet}; !slices.Equal(steps, want) {
		t.Errorf("steps = %v, want %v", steps, want)
	}
}

// closedAddress returns an address on which nothing listens.
func closedAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	return listener.Addr().String()
}

// plainServer answers everything with the status and an S3 error, without TLS.
func plainServer(t *testing.T, status int, code string) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/xml")
		w.WriteHeader(status)
		_, _ = fmt.Fprintf(w, "<Error><Code>%s</Code><Message>told so by the test</Message></Error>", code) // the client checks
	}))
	t.Cleanup(s.Close)
	return s.Listener.Addr().String()
}

func expectProblem(t *testing.T, err error, want lake.Code) {
	t.Helper()
	message, hint := lake.Explain(err)
	if lake.CodeOf(err) != want || message.PL == "" || message.EN == "" || hint.PL == "" || hint.EN == "" {
		t.Errorf("error %v has code %s, want %s with a sentence and a hint", err, lake.CodeOf(err), want)
	}
}

func TestS3Settings(t *testing.T) {
	storetest.UseS3Credentials(t, storetest.S3Key, storetest.S3Secret)
	for name, config := range map[string]store.S3Config{
		"no bucket":       {},
		"bad prefix":      {Bucket: "b", Prefix: "../x"},
		"in the clear":    {Bucket: "b", Endpoint: "http://example.com"},
		"no address":      {Bucket: "b", Endpoint: "example.com"},
		"other protocol":  {Bucket: "b", Endpoint: "ftp://example.com"},
		"unknown profile": {Bucket: "b", Profile: "nobody"},
	} {
		if _, err := store.NewS3(t.Context(), config); err == nil || lake.CodeOf(err) == lake.CodeInternal {
			t.Errorf("%s: %v, want an error with a sentence", name, err)
		}
	}
	for _, endpoint := range []string{"", "https://example.com", "http://localhost:1", "http://127.0.0.1:1", "http://[::1]:1"} {
		if _, err := store.NewS3(t.Context(), store.S3Config{Bucket: "b", Endpoint: endpoint}); err != nil {
			t.Errorf("endpoint %q: %v", endpoint, err)
		}
	}
}

func BenchmarkS3Put(b *testing.B) {
	const writers = 16
	objects := storetest.StartS3(b, true).Open(b, nil)
	var number atomic.Int64
	for b.Loop() {
		var group sync.WaitGroup
		for range writers {
			group.Go(func() {
				key := lake.Key(fmt.Sprintf("a/%d", number.Add(1)))
				if _, err := objects.PutIfAbsent(b.Context(), key, make([]byte, benchObject)); err != nil {
					b.Error(err)
				}
			})
		}
		group.Wait()
	}
	b.ReportMetric(float64(b.N*writers)/b.Elapsed().Seconds(), "puts/s")
}
