package httpapi_test

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"wattlake/lake"
	"wattlake/ui/httpapi"
)

func tokenStore(dir string) *httpapi.TokenStore {
	return httpapi.NewTokenStore(dir, func() time.Time { return time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC) }, rand.Reader)
}

func TestRequestsNeedAToken(t *testing.T) {
	dir := t.TempDir()
	s := openSite(t, nil, func(p *httpapi.Params) { p.Tokens = tokenStore(dir) })
	admin := tokenStore(dir) // as another process has it
	secret, token, err := admin.Create("księgowość")
	if err != nil {
		t.Fatal(err)
	}
	other, _, err := admin.Create("inny")
	if err != nil {
		t.Fatal(err)
	}
	paths := []string{"/health", "/invoices", "/openapi.json", "/metrics", "/events", "/gold/costs", "/nowhere"}
	for _, header := range []string{"", "Bearer", "Bearer ", "Bearer x", "Basic " + secret, secret, "Bearer " + secret[:len(secret)-1], "Bearer " + token.SHA256, "Bearer " + token.ID} {
		for _, path := range paths {
			a := s.get(t, path, "Authorization", header)
			a.problem(http.StatusUnauthorized, lake.CodeUsage)
			if a.Header().Get("WWW-Authenticate") == "" {
				t.Error("no challenge")
			}
		}
	}
	s.get(t, "/health", "Authorization", "Bearer "+secret).want(http.StatusOK)
	s.get(t, "/health", "Authorization", "bearer "+other).want(http.StatusOK)
	if err := admin.Revoke(token.ID); err != nil {
		t.Fatal(err)
	}
	s.get(t, "/health", "Authorization", "Bearer "+secret).want(http.StatusUnauthorized)
	s.get(t, "/health", "Authorization", "Bearer "+other).want(http.StatusOK)
	if err := admin.Revoke(token.ID); lake.CodeOf(err) != lake.CodeNotFound {
		t.Errorf("revoked twice: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "tokens.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.get(t, "/health", "Authorization", "Bearer "+other).problem(http.StatusInternalServerError, lake.CodeIO)
}

func TestTokensAreKeptHashedAndPrivate(t *testing.T) {
	dir := t.TempDir()
	store := tokenStore(dir)
	secret, token, err := store.Create(" raport ")
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(filepath.Join(dir, "tokens.json"))
	if err != nil || strings.Contains(string(content), secret) || !strings.Contains(string(content), token.SHA256) {
		t.Errorf("%v: %s", err, content)
	}
	if info, err := os.Stat(filepath.Join(dir, "tokens.json")); err != nil || (runtime.GOOS != "windows" && info.Mode().Perm() != 0o600) {
		t.Errorf("others can read the file: %v, %v", info.Mode(), err)
	}
	listed, err := store.List()
	if err != nil || len(listed) != 1 || listed[0] != token || token.Name != "raport" || token.CreatedAt != "2026-03-01T08:00:00Z" || len(secret) < 40 {
		t.Errorf("listed %+v, created %+v, %v", listed, token, err)
	}
	for _, name := range []string{"", " ", strings.Repeat("a", httpapi.MaxTokenName+1)} {
		if _, _, err := store.Create(name); lake.CodeOf(err) != lake.CodeUsage {
			t.Errorf("name %q: %v", name, err)
		}
	}
}

// Tokens that several processes make at the same time are all kept.
func TestTokensMadeAtTheSameTime(t *testing.T) {
	dir := t.TempDir()
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			if _, _, err := tokenStore(dir).Create(fmt.Sprint("program ", i)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if listed, err := tokenStore(dir).List(); err != nil || len(listed) != 8 {
		t.Errorf("%d tokens, %v", len(listed), err)
	}
}
