package httpapi

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"wattlake/lake"
)

const (
	tokenFile   = "tokens.json"
	tokenLock   = "tokens.lock"
	tokenPrefix = "wl_" // lets scanners for leaked secrets recognise a token
	tokenBytes  = 32    // of randomness: no guessing, so a plain hash keeps it safe
	tokenIDSize = 4     // bytes of randomness in an id
	maxTokens   = 1000
	// MaxTokenName is the longest name of a token in bytes.
	MaxTokenName = 100
)

// Token is one right to use the HTTP face. The secret itself is shown once and never kept.
type Token struct {
	ID        string `json:"id"`
	Name      string `json:"name"` // who or what uses it
	CreatedAt string `json:"created_at"`
	SHA256    string `json:"sha256"` // of the secret, in hex
}

// TokenStore keeps tokens in a file of a lake's local folder, hashed and readable by the owner only. What another process
// changes counts at the next [TokenStore.Check], so that a revoked token is worthless at once. Safe for concurrent use.
type TokenStore struct {
	dir    string
	clock  func() time.Time
	random io.Reader
}

// NewTokenStore returns the store in the folder, which is the lake's .wattlake folder. random is crypto/rand.Reader.
func NewTokenStore(dir string, clock func() time.Time, random io.Reader) *TokenStore {
	return &TokenStore{dir: dir, clock: clock, random: random}
}

// Create makes a token. The secret cannot be shown again.
func (s *TokenStore) Create(name string) (secret string, token Token, err error) {
	name = strings.TrimSpace(name)
	if name == "" || len(name) > MaxTokenName {
		return "", Token{}, usage("Nazwa tokenu jest pusta lub za długa.", "The token's name is empty or too long.", "", "")
	}
	bytes := make([]byte, tokenBytes+tokenIDSize)
	if _, err := io.ReadFull(s.random, bytes); err != nil {
		return "", Token{}, fmt.Errorf("random bytes for a token: %w", err)
	}
	secret = tokenPrefix + base64.RawURLEncoding.EncodeToString(bytes[:tokenBytes])
	token = Token{
		ID: hex.EncodeToString(bytes[tokenBytes:]), Name: name, CreatedAt: s.clock().UTC().Format(time.RFC3339), SHA256: hashSecret(secret),
	}
	return secret, token, s.change(func(tokens []Token) ([]Token, error) {
		if len(tokens) >= maxTokens {
			return nil, usage("Tokenów jest już za dużo.", "There are too many tokens already.",
				"Unieważnij nieużywane: wattlake serve token revoke ID.", "Revoke unused ones: wattlake serve token revoke ID.")
		}
		return append(tokens, token), nil
	})
}

// List returns the tokens in the order of their creation.
func (s *TokenStore) List() ([]Token, error) { return s.load() }

// Revoke makes the token with the id worthless.
func (s *TokenStore) Revoke(id string) error {
	return s.change(func(tokens []Token) ([]Token, error) {
		left := slices.DeleteFunc(slices.Clone(tokens), func(t Token) bool { return t.ID == id })
		if len(left) == len(tokens) {
			return nil, &lake.Error{
				Code: lake.CodeNotFound, Op: "http: revoke token",
				Message: lake.Text{PL: "Nie ma tokenu „" + id + "”.", EN: "There is no token “" + id + "”."},
				Hint:    lake.Text{PL: "Listę pokaże: wattlake serve token list.", EN: "wattlake serve token list shows them."},
			}
		}
		return left, nil
	})
}

// Check returns the token that the secret belongs to. Its duration tells nothing about the secrets in the store.
func (s *TokenStore) Check(secret string) (found Token, ok bool, err error) {
	tokens, err := s.load()
	if err != nil {
		return Token{}, false, err
	}
	hash := []byte(hashSecret(secret))
	for _, t := range tokens { // no early exit
		if subtle.ConstantTimeCompare(hash, []byte(t.SHA256)) == 1 {
			found, ok = t, true
		}
	}
	return found, ok, nil
}

func hashSecret(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

func (s *TokenStore) load() ([]Token, error) {
	content, err := os.ReadFile(filepath.Join(s.dir, tokenFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, tokensUnusable(err)
	}
	var tokens []Token
	if err := json.Unmarshal(content, &tokens); err != nil {
		return nil, tokensUnusable(err)
	}
	return tokens, nil
}

// change applies f to the tokens; processes that change them at the same time wait for each other.
func (s *TokenStore) change(f func([]Token) ([]Token, error)) (err error) {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return tokensUnusable(err)
	}
	lock := flock.New(filepath.Join(s.dir, tokenLock))
	if err := lock.Lock(); err != nil {
		return tokensUnusable(err)
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	tokens, err := s.load()
	if err != nil {
		return err
	}
	if tokens, err = f(tokens); err != nil {
		return err
	}
	return s.save(tokens)
}

// save replaces the file as a whole, so that a crash leaves the old or the new one.
func (s *TokenStore) save(tokens []Token) error {
	content, err := json.MarshalIndent(tokens, "", "  ")
	if err != nil {
		return fmt.Errorf("encode tokens: %w", err)
	}
	file, err := os.CreateTemp(s.dir, tokenFile+".*") // 0600: only this user reads it
	if err != nil {
		return tokensUnusable(err)
	}
	_, err = file.Write(content)
	err = errors.Join(err, file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), filepath.Join(s.dir, tokenFile))
	}
	if err != nil {
		return tokensUnusable(errors.Join(err, os.Remove(file.Name())))
	}
	return nil
}

func tokensUnusable(err error) error {
	return &lake.Error{
		Code: lake.CodeIO, Op: "http: tokens", Err: err,
		Message: lake.Text{PL: "Nie można użyć pliku z tokenami.", EN: "The file of tokens cannot be used."},
		Hint: lake.Text{
			PL: "Sprawdź plik .wattlake/tokens.json w folderze jeziora.", EN: "Check the file .wattlake/tokens.json in the lake's folder.",
		},
	}
}
