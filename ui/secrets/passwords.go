package secrets

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/zalando/go-keyring"

	"wattlake/lake"
)

// passwordEntry holds the passwords of all sellers' PDFs: keyrings cannot list what they hold.
const passwordEntry = "sellers"

// PDFPasswords keeps the passwords of PDFs by seller, for [pipeline.Params].
type PDFPasswords struct{}

// Load returns the passwords by seller.
func (PDFPasswords) Load(ctx context.Context) (map[string]string, error) {
	content, err := fetch(ctx, passwordService, passwordEntry)
	if errors.Is(err, keyring.ErrNotFound) {
		return map[string]string{}, nil
	}
	if err != nil {
		return nil, passwordsForgotten(err)
	}
	var passwords map[string]string
	if err := json.Unmarshal([]byte(content), &passwords); err != nil {
		return map[string]string{}, nil //nolint:nilerr // what is no list of ours is written over by the next one
	}
	return passwords, nil
}

// Save replaces all passwords that are kept.
func (PDFPasswords) Save(ctx context.Context, passwords map[string]string) error {
	content, err := json.Marshal(passwords)
	if err == nil {
		err = store(ctx, passwordService, passwordEntry, string(content))
	}
	if err != nil {
		return passwordsForgotten(err)
	}
	return nil
}

func passwordsForgotten(cause error) error {
	return &lake.Error{
		Code: lake.CodeMissingTool, Op: "keyring: passwords of PDFs", Err: cause,
		Message: lake.Text{PL: "Pęk kluczy systemu jest niedostępny, więc hasło nie zostanie zapamiętane.", EN: "The system's keyring cannot be used, so that the password will not be kept."},
		Hint: lake.Text{
			PL: "Hasło działa do końca pracy programu. W Linuksie potrzebna jest usługa Secret Service (GNOME Keyring, KWallet).",
			EN: "The password works until the program ends. Linux needs a Secret Service (GNOME Keyring, KWallet).",
		},
	}
}
