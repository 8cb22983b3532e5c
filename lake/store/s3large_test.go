package store_test

import (
	"bytes"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/lake/store/storetest"
)

// A large object goes in parts; the condition holds for it as for any other, and nothing of a refused one stays.
func TestS3LargeObjects(t *testing.T) {
	server := storetest.StartS3(t, true)
	objects := server.Open(t, nil)
	first, second := bytes.Repeat([]byte("first..."), 5<<20), bytes.Repeat([]byte("second.."), 5<<20)
	for i, content := range [][]byte{first, first, second} {
		created, err := objects.PutIfAbsent(t.Context(), "a/large.pdf", content)
		if err != nil || created != (i == 0) {
			t.Fatalf("put %d: created %t, %v", i, created, err)
		}
	}
	got, err := objects.Get(t.Context(), "a/large.pdf")
	if err != nil || !bytes.Equal(got, first) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	left, err := filepath.Glob(filepath.Join(server.Folder, ".sgwtmp", "multipart", "*", "*"))
	if err != nil || len(left) > 0 {
		t.Errorf("parts are left: %v, %v", left, err)
	}
}

// A limit slows transfers down to it.
func TestS3Limit(t *testing.T) {
	const limit, size = 1 << 20, 512 << 10
	objects := storetest.StartS3(t, true).Open(t, func(c *store.S3Config) { c.Limit = limit })
	began := time.Now()
	if _, err := objects.PutIfAbsent(t.Context(), "a", make([]byte, size)); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took < size*time.Second/limit*9/10 {
		t.Errorf("%d bytes took %v at %d bytes per second", size, took, limit)
	}
}

// The way to the bucket, step by step: the one that fails is named by the last that passed.
func TestS3Diagnose(t *testing.T) {
	server := storetest.StartS3(t, true)
	all := []store.Step{
		store.StepDNS, store.StepConnect, store.StepTLS, store.StepClock, store.StepCredentials, store.StepBucket,
		store.StepList, store.StepPut, store.StepGet, store.StepConditionalPut, store.StepDelete,
	}
	for name, test := range map[string]struct {
		config func(*store.S3Config)
		clock  time.Duration
		key    string
		passed int
		want   lake.Code
	}{
		"all is well":  {passed: len(all)},
		"unknown name": {config: func(c *store.S3Config) { c.Endpoint = "https://nobody.invalid" }, want: store.CodeServerUnknown},
		"no server":    {config: func(c *store.S3Config) { c.Endpoint = "https://" + closedAddress(t) }, passed: 1, want: store.CodeUnreachable},
		"not trusted": {
			config: func(c *store.S3Config) { c.Endpoint = strings.Replace(server.Endpoint, "127.0.0.1", "localhost", 1) }, passed: 2, want: store.CodeTLS,
		},
		"clock":      {clock: time.Hour, passed: 3, want: store.CodeClockSkew},
		"wrong keys": {key: "nobody", passed: 4, want: store.CodeCredentials},
		"no bucket":  {config: func(c *store.S3Config) { c.Bucket = "other" }, passed: 5, want: store.CodeNoBucket},
	} {
		t.Run(name, func(t *testing.T) {
			if test.key != "" {
				storetest.UseS3Credentials(t, test.key, "wrong")
			}
			var steps []store.Step
			err := server.Open(t, test.config).Diagnose(t.Context(), func() time.Time { return time.Now().Add(test.clock) },
				func(s store.Step) { steps = append(steps, s) })
			if !slices.Equal(steps, all[:test.passed]) {
				t.Errorf("passed %v, want %v", steps, all[:test.passed])
			}
			if test.want != "" {
				expectProblem(t, err, test.want)
			} else if err != nil {
				t.Error(err)
			}
		})
	}
}

// Keys that are given go before those of the environment.
func TestS3OwnKeys(t *testing.T) {
	server := storetest.StartS3(t, true)
	storetest.UseS3Credentials(t, "nobody", "wrong")
	objects := server.Open(t, func(c *store.S3Config) { c.AccessKey, c.SecretKey = storetest.S3Key, storetest.S3Secret })
	storetest.Put(t, objects, "a", "x")
	if _, err := os.Stat(filepath.Join(server.Folder, "a")); err != nil {
		t.Error(err)
	}
}

// The encryption that is asked for is passed on with every object, also with one that goes in parts.
func TestS3Encryption(t *testing.T) {
	for mode, config := range map[string]store.S3Config{"AES256": {SSE: true}, "aws:kms": {KMSKey: "team-key"}, "": {}} {
		t.Run(mode, func(t *testing.T) {
			var mu sync.Mutex
			seen := map[string]int{}
			objects := storetest.StartS3(t, false).Behind(t, func(_ http.ResponseWriter, r *http.Request) bool {
				query := r.URL.Query()
				if isPart := query.Has("partNumber"); r.Method == http.MethodPut && !isPart || query.Has("uploads") {
					mu.Lock()
					defer mu.Unlock()
					seen[r.Header.Get("X-Amz-Server-Side-Encryption")+" "+r.Header.Get("X-Amz-Server-Side-Encryption-Aws-Kms-Key-Id")]++
				}
				return false
			}).Open(t, func(c *store.S3Config) { c.SSE, c.KMSKey = config.SSE, config.KMSKey })
			storetest.Put(t, objects, "a/small", "x")
			storetest.Put(t, objects, "a/large", strings.Repeat("x", 33<<20))
			if want := map[string]int{mode + " " + config.KMSKey: 2}; !maps.Equal(seen, want) {
				t.Errorf("saw %v, want %v", seen, want)
			}
		})
	}
}
