package main

import "sync"

// secrets holds, for as long as the program runs, what a person typed where the system has no keyring.
type secrets struct {
	mu    sync.Mutex
	known map[string]string
}

var sessionSecrets = &secrets{known: map[string]string{}}

func (s *secrets) set(name, secret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known[name] = secret
}

func (s *secrets) get(name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.known[name]
}
