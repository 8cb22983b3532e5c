package pipeline

import (
	"context"
	"maps"

	"wattlake/lake"
)

// PasswordKeeper keeps the passwords of sellers' PDFs between runs, by the seller's NIP, where the system keeps secrets. It may ask the
// person to unlock that place, but answers within seconds. Errors are a [lake.Error] that says what is missing.
type PasswordKeeper interface {
	Load(ctx context.Context) (map[string]string, error)
	Save(ctx context.Context, passwords map[string]string) error
}

// maxPasswordBook bounds the sellers whose passwords are kept.
const maxPasswordBook = 200

// sellerPasswords are the passwords that are kept between runs. Safe for concurrent use.
type sellerPasswords struct {
	keeper PasswordKeeper // may be nil

	turn    chan struct{}     // guards the rest: a lock that one may stop waiting for, because the keeper takes its time
	kept    map[string]string // seller's NIP → password; nil until the keeper was asked
	trouble error             // why the keeper could not tell
}

func newSellerPasswords(keeper PasswordKeeper) *sellerPasswords {
	return &sellerPasswords{keeper: keeper, turn: make(chan struct{}, 1)}
}

// load returns what is kept, or why that is not known. The keeper is asked once; after trouble it is asked again if anew is set.
func (s *sellerPasswords) load(ctx context.Context, anew bool) (map[string]string, error) {
	if err := s.lock(ctx); err != nil {
		return nil, err
	}
	defer s.unlock()
	return s.locked(ctx, anew)
}

// keep keeps one more password, while there is room.
func (s *sellerPasswords) keep(ctx context.Context, seller, password string) error {
	if err := s.lock(ctx); err != nil {
		return err
	}
	defer s.unlock()
	known, err := s.locked(ctx, false)
	switch {
	case err != nil:
		return err
	case known[seller] == password, len(known) >= maxPasswordBook && known[seller] == "":
		return nil
	}
	kept := maps.Clone(known)
	kept[seller] = password
	if err := s.keeper.Save(ctx, kept); err != nil {
		return err
	}
	s.kept = kept
	return nil
}

// locked is load for those who hold the lock. Maps that it has returned are never changed.
func (s *sellerPasswords) locked(ctx context.Context, anew bool) (map[string]string, error) {
	if s.kept != nil && (s.trouble == nil || !anew) {
		return s.kept, s.trouble
	}
	kept, err := map[string]string(nil), error(errNoKeeper)
	if s.keeper != nil {
		kept, err = s.keeper.Load(ctx)
	}
	if ctx.Err() != nil {
		return nil, ctx.Err() // who asked does not wait any more: that says nothing of the keeper
	}
	if kept == nil || err != nil {
		kept = map[string]string{}
	}
	s.kept, s.trouble = kept, err
	return kept, err
}

func (s *sellerPasswords) lock(ctx context.Context) error {
	select {
	case s.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *sellerPasswords) unlock() { <-s.turn }

var errNoKeeper = &lake.Error{
	Code: lake.CodeMissingTool, Op: "pipeline: keep password",
	Message: lake.Text{PL: "Hasło nie zostało zapamiętane: na tym komputerze nie ma pęku kluczy.", EN: "The password was not kept: this computer has no keyring."},
	Hint:    lake.Text{PL: "Do końca pracy programu hasło działa.", EN: "It works until the program ends."},
}
