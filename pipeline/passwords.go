package pipeline

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"

	"wattlake/lake"
)

// maxPasswordTries bounds what is remembered of this session, and what is tried on a document that nobody gave a password for.
const maxPasswordTries = 8

// passwordBook knows the passwords of encrypted documents: those that people gave in this session, and those that are kept
// for sellers. Safe for concurrent use.
type passwordBook struct {
	sellers *sellerPasswords

	mu     sync.Mutex // is not held while the system's keyring is asked
	given  map[lake.DocumentID]givenPassword
	recent []string // that have opened a document in this session, the latest first
}

// givenPassword is what a person typed for one document.
type givenPassword struct {
	password string
	keep     bool // for later documents of its seller
}

func newPasswordBook(keeper PasswordKeeper) *passwordBook {
	return &passwordBook{sellers: newSellerPasswords(keeper), given: map[lake.DocumentID]givenPassword{}}
}

func (b *passwordBook) give(id lake.DocumentID, g givenPassword) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.given[id] = g
}

// forget drops what was given for the document.
func (b *passwordBook) forget(id lake.DocumentID) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.given, id)
}

// of returns what was given for the document, or has opened it, "" if nothing.
func (b *passwordBook) of(id lake.DocumentID) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.given[id].password
}

// candidates returns what to try on a document that nobody gave a password for.
func (b *passwordBook) candidates(ctx context.Context) []string {
	kept, _ := b.sellers.load(ctx, false)
	b.mu.Lock()
	tries := slices.Clone(b.recent)
	b.mu.Unlock()
	for _, seller := range slices.SortedFunc(maps.Keys(kept), cmp.Compare[string]) {
		if password := kept[seller]; !slices.Contains(tries, password) {
			tries = append(tries, password)
		}
	}
	return tries[:min(len(tries), maxPasswordTries)]
}

// opened notes a password that has opened a document: it is tried first on the next.
func (b *passwordBook) opened(id lake.DocumentID, password string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.given[id] = givenPassword{password, b.given[id].keep}
	b.recent = slices.DeleteFunc(b.recent, func(p string) bool { return p == password })
	b.recent = slices.Insert(b.recent, 0, password)
	b.recent = b.recent[:min(len(b.recent), maxPasswordTries)]
}

// learn keeps the document's password for its seller if the person wanted that.
func (b *passwordBook) learn(ctx context.Context, id lake.DocumentID, readings []lake.Reading) error {
	if len(readings) == 0 {
		return nil
	}
	seller := readings[0].Fields.Value(lake.FieldSellerNIP)
	if seller == "" {
		return nil
	}
	password, wanted := b.takeWish(id)
	if !wanted {
		return nil
	}
	return b.sellers.keep(ctx, seller, password)
}

// takeWish returns the document's password if the person wants it to be kept, and notes that this was seen to.
func (b *passwordBook) takeWish(id lake.DocumentID) (password string, wanted bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	given := b.given[id]
	if given.keep {
		b.given[id] = givenPassword{password: given.password}
	}
	return given.password, given.keep
}

// CanKeepPasswords returns nil if passwords can be kept for sellers, else why not. It may ask the person to unlock the
// system's keyring.
func (n *stages) CanKeepPasswords(ctx context.Context) error {
	_, err := n.passwords.sellers.load(ctx, true) // a person asks: the keyring may be there, or open, by now
	return err
}

// Unlock gives the password of a document that needs one and reads it again. With keep it is kept for later documents of the
// same seller, once it has opened this one and the seller is known; see [Node.CanKeepPasswords].
func (n *Node) Unlock(ctx context.Context, id lake.DocumentID, password string, keep bool) error {
	if !n.bronze.Has(id) {
		return notFound(string(id))
	}
	n.passwords.give(id, givenPassword{password, keep})
	_, err := n.retryWithPassword(ctx, id)
	return err
}

// unlocked does something with the bytes of a document, and if that needs a password that nobody gave, tries those that are known.
func unlocked[T any](ctx context.Context, b *passwordBook, id lake.DocumentID, do func(password string) (T, error)) (T, error) {
	given := b.of(id)
	result, err := do(given)
	if err == nil && given != "" {
		b.opened(id, given)
	}
	if lake.CodeOf(err) != lake.CodeNeedsPassword || given != "" {
		return result, err
	}
	for _, password := range b.candidates(ctx) {
		opened, tryErr := do(password)
		if lake.CodeOf(tryErr) == lake.CodeNeedsPassword {
			continue
		}
		if tryErr == nil {
			b.opened(id, password)
		}
		return opened, tryErr
	}
	return result, err
}

// retryWithPassword gives a document that failed for want of a password another try.
func (n *Node) retryWithPassword(ctx context.Context, id lake.DocumentID) (retried bool, err error) {
	facts, err := n.bronze.Facts(ctx, id)
	if err != nil || facts.Status() != lake.Failed {
		return false, err
	}
	return true, n.Retry(ctx, []lake.DocumentID{id})
}
