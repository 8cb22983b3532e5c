package secrets_test

import (
	"errors"
	"testing"

	"github.com/zalando/go-keyring"

	"wattlake/lake"
	"wattlake/ui/secrets"
	"wattlake/ui/settings"
)

// What is kept comes back, per bucket and server, per user, and per seller.
func TestKeptInTheKeyring(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "of the mock")
	keyring.MockInit()
	at := settings.Sync{Bucket: "s3://gmina/faktury", Endpoint: "https://s3.example"}
	keys := secrets.BucketKeys{Access: "AK", Secret: "with\nany: \"characters\""}
	if err := secrets.KeepBucket(t.Context(), at, keys); err != nil {
		t.Fatal(err)
	}
	elsewhere := at
	elsewhere.Endpoint = "https://other.example"
	if got := secrets.Bucket(t.Context(), at); got != keys {
		t.Errorf("keys %+v", got)
	}
	if got := secrets.Bucket(t.Context(), elsewhere); got != (secrets.BucketKeys{}) {
		t.Errorf("the same bucket on another server has keys: %+v", got)
	}
	if err := secrets.KeepKafka(t.Context(), "ala", "hasło"); err != nil {
		t.Fatal(err)
	}
	if got, err := secrets.Kafka(t.Context(), "ala"); got != "hasło" || err != nil {
		t.Errorf("password %q, %v", got, err)
	}
	if _, err := secrets.Kafka(t.Context(), "ola"); !errors.Is(err, keyring.ErrNotFound) {
		t.Errorf("a user without a password: %v", err)
	}
	var pdf secrets.PDFPasswords
	if none, err := pdf.Load(t.Context()); len(none) != 0 || err != nil {
		t.Errorf("passwords before any was kept: %v, %v", none, err)
	}
	if err := pdf.Save(t.Context(), map[string]string{"9570968370": "1234"}); err != nil {
		t.Fatal(err)
	}
	if got, err := pdf.Load(t.Context()); got["9570968370"] != "1234" || err != nil {
		t.Errorf("passwords of PDFs %v, %v", got, err)
	}
}

// Without a keyring a person is told so, and what was typed counts until the program ends.
func TestWithoutAKeyring(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "of the mock")
	keyring.MockInitWithError(errors.New("no secret service"))
	at := settings.Sync{Bucket: "s3://gmina/sesja"}
	keys := secrets.BucketKeys{Access: "AK", Secret: "SK"}
	for what, err := range map[string]error{
		"keys of a bucket":   secrets.KeepBucket(t.Context(), at, keys),
		"password for Kafka": secrets.KeepKafka(t.Context(), "session", "hasło"),
		"passwords of PDFs":  secrets.PDFPasswords{}.Save(t.Context(), map[string]string{"1": "2"}),
	} {
		if message, hint := lake.Explain(err); lake.CodeOf(err) != lake.CodeMissingTool || message.PL == "" || hint.EN == "" {
			t.Errorf("%s: %v", what, err)
		}
	}
	if got := secrets.Bucket(t.Context(), at); got != keys {
		t.Errorf("keys %+v", got)
	}
	if got, err := secrets.Kafka(t.Context(), "session"); got != "hasło" || err != nil {
		t.Errorf("password %q, %v", got, err)
	}
}
