// Package secrets keeps passwords and keys in the keyring of the system, and never in a file of ours. Where the system has none, what
// a person typed counts until the program ends. Safe for concurrent use.
package secrets

import (
	"context"
	"encoding/json"
	"sync"

	"github.com/zalando/go-keyring"

	"wattlake/lake"
	"wattlake/ui/settings"
)

// The names under which the keyring holds what is kept, see [keyring.Set].
const (
	bucketService   = "wattlake-s3"
	kafkaService    = "wattlake-kafka"
	passwordService = "wattlake-pdf" //nolint:gosec // G101: the name of an entry, not a secret
)

// session is what the keyring did not take, by place.
var session sync.Map

type place struct{ service, entry string }

// BucketKeys are the keys to a team's bucket; zero if there are none, and the AWS settings count.
type BucketKeys struct {
	Access string `json:"access_key"`
	Secret string `json:"secret_key"`
}

// bucketEntry tells buckets of the same name on different servers apart.
func bucketEntry(s settings.Sync) string { return s.Endpoint + " " + s.Bucket }

// Bucket returns the keys that are kept for the bucket.
func Bucket(ctx context.Context, s settings.Sync) (keys BucketKeys) {
	if secret, err := get(ctx, bucketService, bucketEntry(s)); err == nil {
		_ = json.Unmarshal([]byte(secret), &keys) // not ours: as good as none
	}
	return keys
}

// KeepBucket keeps the keys for the bucket. The error says that they will be forgotten when the program ends.
func KeepBucket(ctx context.Context, s settings.Sync, keys BucketKeys) error {
	content, err := json.Marshal(keys) //nolint:gosec // G117: it goes into the system's keyring
	if err == nil {
		err = keep(ctx, bucketService, bucketEntry(s), string(content))
	}
	if err == nil {
		return nil
	}
	return noKeyring("secrets: keys of the bucket", err, lake.Text{
		PL: "Użyj ustawień AWS: „aws configure” albo zmiennych AWS_ACCESS_KEY_ID i AWS_SECRET_ACCESS_KEY.",
		EN: "Use the AWS settings: \"aws configure\", or the variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
	})
}

// Kafka returns the password of a user of the team's brokers, or why there is none.
func Kafka(ctx context.Context, user string) (string, error) { return get(ctx, kafkaService, user) }

// KeepKafka keeps the password of a user of the team's brokers. The error says that it will be forgotten when the program ends.
func KeepKafka(ctx context.Context, user, password string) error {
	err := keep(ctx, kafkaService, user, password)
	if err == nil {
		return nil
	}
	return noKeyring("secrets: password for Kafka", err, lake.Text{
		PL: "Ustaw zmienną środowiska WATTLAKE_KAFKA_PASSWORD.", EN: "Set the environment variable WATTLAKE_KAFKA_PASSWORD.",
	})
}

func keep(ctx context.Context, service, entry, secret string) error {
	err := store(ctx, service, entry, secret)
	if err != nil {
		session.Store(place{service, entry}, secret)
		return err
	}
	session.Delete(place{service, entry})
	return nil
}

func get(ctx context.Context, service, entry string) (string, error) {
	if secret, typed := session.Load(place{service, entry}); typed {
		if text, ok := secret.(string); ok {
			return text, nil
		}
	}
	return fetch(ctx, service, entry)
}

func fetch(ctx context.Context, service, entry string) (string, error) {
	return ask(ctx, func() (string, error) { return keyring.Get(service, entry) })
}

func store(ctx context.Context, service, entry, secret string) error {
	_, err := ask(ctx, func() (struct{}, error) { return struct{}{}, keyring.Set(service, entry, secret) })
	return err
}

func noKeyring(op string, cause error, hint lake.Text) error {
	return &lake.Error{
		Code: lake.CodeMissingTool, Op: op, Err: cause, Hint: hint,
		Message: lake.Text{PL: "Ten komputer nie ma pęku kluczy, w którym można to zapisać.", EN: "This machine has no keyring to keep this in."},
	}
}
