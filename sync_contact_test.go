package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/zalando/go-keyring"

	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/lake/store/storetest"
)

// step is one line of `sync --test --json`.
type step struct {
	Step    string    `json:"step"`
	OK      bool      `json:"ok"`
	Code    lake.Code `json:"code"`
	Message string    `json:"message"`
	Hint    string    `json:"hint"`
}

// The test of the connection names the step that fails, whatever fails; nothing is put in the bucket for good, and nothing is
// remembered.
func TestConnectionTestNamesTheStep(t *testing.T) {
	server, plain := storetest.StartS3(t, true), storetest.StartS3(t, false)
	refuse := func(method, code string, condition bool) storetest.S3Server {
		return plain.Behind(t, func(w http.ResponseWriter, r *http.Request) bool {
			hit := r.Method == method && !r.URL.Query().Has("list-type") && (r.Header.Get("If-None-Match") != "") == condition && r.URL.Path != "/"
			if hit {
				storetest.Refuse(w, http.StatusForbidden, code)
			}
			return hit
		})
	}
	for name, c := range map[string]struct {
		server storetest.S3Server
		flags  []string
		secret string
		want   string // the step that fails; "" if none does
		code   lake.Code
	}{
		"well":            {server: server},
		"settings":        {server: server, flags: []string{"--profile", "nobody"}, want: "settings", code: store.CodeS3Settings},
		"name":            {server: storetest.S3Server{Endpoint: "https://nobody.invalid"}, want: "dns", code: store.CodeServerUnknown},
		"encryption":      {server: storetest.S3Server{Endpoint: strings.Replace(server.Endpoint, "127.0.0.1", "localhost", 1)}, want: "tls", code: store.CodeTLS},
		"keys":            {server: server, secret: "wrong", want: "credentials", code: store.CodeCredentials},
		"bucket":          {server: server, flags: []string{"--bucket", "s3://elsewhere/team"}, want: "bucket", code: store.CodeNoBucket},
		"put":             {server: refuse(http.MethodPut, "AccessDenied", false), want: "put", code: store.CodeAccessDenied},
		"get":             {server: refuse(http.MethodGet, "AccessDenied", false), want: "get", code: store.CodeAccessDenied},
		"conditional put": {server: refuse(http.MethodPut, "NotImplemented", true), want: "conditional_put", code: store.CodeUnconditional},
		"delete":          {server: refuse(http.MethodDelete, "AccessDenied", false), want: "delete", code: store.CodeAccessDenied},
	} {
		t.Run(name, func(t *testing.T) {
			if c.secret != "" {
				storetest.UseS3Credentials(t, storetest.S3Key, c.secret)
			}
			m := newMember(t, c.server)
			t.Setenv("WATTLAKE_CONFIG", m.config)
			out, code := wattlake(t, m.dir, append(append([]string{"sync", "--test", "--json"}, m.place...), c.flags...)...)
			steps := decodeLines[step](t, out)
			last := steps[len(steps)-1]
			for _, s := range steps[:len(steps)-1] {
				if !s.OK {
					t.Errorf("%+v", s)
				}
			}
			if (c.want == "") != last.OK || !last.OK && (last.Step != c.want || last.Code != c.code || last.Message == "" || last.Hint == "") || last.OK == (code != 0) {
				t.Errorf("exit code %d, last step %+v, want %q to fail with %s", code, last, c.want, c.code)
			}
			if _, err := os.Stat(m.config); err == nil {
				t.Error("the settings were changed")
			}
		})
	}
}

// The encryption that the settings name is on everything that a sync puts, the team's tables included.
func TestSyncEncrypts(t *testing.T) {
	var mu sync.Mutex
	seen := map[string]int{}
	server := storetest.StartS3(t, false).Behind(t, func(_ http.ResponseWriter, r *http.Request) bool {
		if r.Method == http.MethodPut {
			mu.Lock()
			defer mu.Unlock()
			seen[r.Header.Get("X-Amz-Server-Side-Encryption")+" "+r.Header.Get("X-Amz-Server-Side-Encryption-Aws-Kms-Key-Id")]++
		}
		return false
	})
	for _, c := range []struct {
		folder, want string
		flags        []string
	}{
		{"kms", "aws:kms team-key", []string{"--encryption", "kms", "--kms-key", "team-key"}},
		{"s3", "AES256 ", []string{"--encryption", "s3"}},
		{"none", " ", nil},
	} {
		clear(seen)
		m := newMember(t, server)
		m.place[1] += "/" + c.folder
		fillLake(t, m.dir, 0, 2)
		m.run(t, append(append([]string{"sync"}, m.place...), c.flags...)...)
		if puts := seen[c.want]; puts < 10 || !maps.Equal(seen, map[string]int{c.want: puts}) {
			t.Errorf("puts by encryption: %v, want all with %q", seen, c.want)
		}
	}
}

// Keys that are given once are kept in the system's keyring and nowhere else.
func TestKeysInTheKeyring(t *testing.T) {
	server := storetest.StartS3(t, true)
	storetest.UseS3Credentials(t, "", "")
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "of the mock")
	keyring.MockInit()
	m := newMember(t, server)
	saveKeys(t, m)
	fillLake(t, m.dir, 0, 1)
	m.run(t, append([]string{"sync"}, m.place...)...)
	if len(storetest.Keys(t, server.Open(t, func(c *store.S3Config) { c.AccessKey, c.SecretKey = storetest.S3Key, storetest.S3Secret }), "team/01_bronze/")) != 4 {
		t.Error("the documents did not arrive")
	}
	nowhere(t, storetest.S3Secret, m.dir, filepath.Dir(m.config))
	keyring.MockInitWithError(keyring.ErrUnsupportedPlatform)
	fillLake(t, m.dir, 1, 1)
	if _, code := wattlake(t, m.dir, append([]string{"sync"}, m.place...)...); code == 0 {
		t.Error("synced without keys")
	}
}

func saveKeys(t *testing.T, m member) {
	t.Helper()
	t.Setenv("WATTLAKE_CONFIG", m.config)
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	stdin := os.Stdin
	os.Stdin = read
	defer func() { os.Stdin = stdin }()
	if _, err := write.WriteString(storetest.S3Key + "\n" + storetest.S3Secret + "\n"); err != nil {
		t.Fatal(err)
	}
	if err := write.Close(); err != nil {
		t.Fatal(err)
	}
	m.run(t, append([]string{"sync", "--save-keys"}, m.place...)...)
}

// nowhere expects the secret in no file of the folders.
func nowhere(t *testing.T, secret string, folders ...string) {
	t.Helper()
	files := 0
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.Type().IsRegular() {
				return err
			}
			content, err := os.ReadFile(path)
			if bytes.Contains(content, []byte(secret)) {
				t.Errorf("%s has the secret", path)
			}
			files++
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if files < 5 {
		t.Errorf("only %d files were looked at", files)
	}
}

// A real Secret Service, GNOME's keyring, in a session of its own: what one process saves another one uses.
func TestKeysInGnomeKeyring(t *testing.T) {
	server := storetest.StartS3(t, true)
	storetest.UseS3Credentials(t, "", "")
	m := newMember(t, server)
	fillLake(t, m.dir, 0, 1)
	home := t.TempDir()
	const script = `printf 'test-key\ntest-secret\n' | "$PROGRAM" --lake "$LAKE" sync --save-keys "$@" && "$PROGRAM" --lake "$LAKE" sync --json`
	out := inKeyringSession(t, home, script, []string{"LAKE=" + m.dir, "WATTLAKE_CONFIG=" + m.config}, m.place...)
	var report struct {
		Present int `json:"present"`
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil || report.Present != 4 {
		t.Fatalf("%v\n%s", err, out)
	}
	nowhere(t, storetest.S3Secret, m.dir, filepath.Dir(m.config), home)
}

// Two programs sync one lake at once: one does, the other says that it is at work. Afterwards everything is as after one sync.
func TestTwoProgramsSyncOneLake(t *testing.T) {
	server := storetest.StartS3(t, false)
	m := newMember(t, server)
	fillLake(t, m.dir, 0, 20)
	const programs = 4
	var group sync.WaitGroup
	var mu sync.Mutex
	done := 0
	for range programs {
		group.Go(func() {
			command := exec.CommandContext(t.Context(), os.Args[0], append([]string{"--lake", m.dir, "--lang", "en", "sync"}, m.place...)...)
			command.Env = append(os.Environ(), "WATTLAKE_CONFIG="+m.config)
			out, err := command.CombinedOutput()
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				done++
			case !strings.Contains(string(out), "already at work on this lake"):
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	group.Wait()
	if done == 0 {
		t.Error("none of them synced")
	}
	m.run(t, append([]string{"sync"}, m.place...)...)
	m.run(t, "verify", "--remote")
	if out := m.run(t, append([]string{"sync", "--json"}, m.place...)...); !strings.Contains(out, `"present":80`) || !strings.Contains(out, `"pushed":{"files":0`) {
		t.Error(out)
	}
}
