package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/lake/warehouse"
	"wattlake/pipeline"
	"wattlake/pipeline/teamsync"
	"wattlake/ui/secrets"
	"wattlake/ui/settings"
)

// openTeamStore opens the bucket; it does not talk to the server yet.
func openTeamStore(ctx context.Context, s settings.Sync) (*store.S3, error) {
	return openTeamStoreWith(ctx, s, secrets.BucketKeys{})
}

// openTeamStoreWith opens the bucket with the keys, or without any with those that are kept.
func openTeamStoreWith(ctx context.Context, s settings.Sync, given secrets.BucketKeys) (*store.S3, error) {
	bucket, prefix, ok := s.Place()
	limit, rated := settings.ParseRate(s.Limit)
	if !ok || !rated {
		return nil, badSync(s)
	}
	c := store.S3Config{
		Bucket: bucket, Prefix: prefix, Region: s.Region, Endpoint: s.Endpoint, PathStyle: s.PathStyle, Profile: s.Profile,
		SSE: s.Encryption == settings.EncryptSSE, Limit: limit,
	}
	if s.Encryption == settings.EncryptKMS {
		c.KMSKey = s.KMSKey
	}
	switch {
	case given != secrets.BucketKeys{}:
		c.AccessKey, c.SecretKey = given.Access, given.Secret
	case s.Profile == "" && os.Getenv("AWS_ACCESS_KEY_ID") == "" && os.Getenv("AWS_PROFILE") == "":
		keys := secrets.Bucket(ctx, s)
		c.AccessKey, c.SecretKey = keys.Access, keys.Secret
	}
	return store.NewS3(ctx, c)
}

func badSync(s settings.Sync) error {
	message := lake.Text{PL: "Nie wybrano koszyka zespołu.", EN: "No bucket of the team has been chosen."}
	if s.Bucket != "" {
		message = lake.Text{PL: "Ustawienia synchronizacji są niepoprawne: " + s.Bucket, EN: "The settings of the sync are not valid: " + s.Bucket}
	}
	return &lake.Error{
		Code: lake.CodeUsage, Op: "sync: settings", Message: message,
		Hint: lake.Text{PL: "Wskaż go: wattlake sync --bucket s3://koszyk/folder.", EN: "Name it: wattlake sync --bucket s3://bucket/folder."},
	}
}

// team is the team's lake as this machine sees it.
type team struct {
	syncer *teamsync.Syncer
	tables *warehouse.Warehouse
	local  *store.Dir
}

func (t *team) Close() error { return errors.Join(t.tables.Close(), t.local.Close()) }

func syncFolder(dir string) string {
	return filepath.Join(dir, filepath.FromSlash(lake.LocalPrefix), "sync")
}

// openTeam opens the team's lake for syncs of the one in the folder. adopt takes what was pulled into the running lake.
func openTeam(ctx context.Context, dir string, s settings.Sync, adopt func(context.Context, []lake.Key) error) (*team, error) {
	objects, err := openTeamStore(ctx, s)
	if err != nil {
		return nil, err
	}
	local, err := store.NewDir(dir) // what is really here, see teamsync.OnOpen
	if err != nil {
		return nil, err
	}
	folder := syncFolder(dir)
	tables, err := warehouse.Open(ctx, warehouse.Params{
		Store: objects, TempDir: os.TempDir(), CacheDir: filepath.Join(folder, "tables"), Clock: time.Now, NewID: uuid.NewString,
	})
	if err != nil {
		return nil, errors.Join(err, local.Close())
	}
	return &team{tables: tables, local: local, syncer: teamsync.New(teamsync.Params{
		Local: local, Team: objects, Tables: tables, Folder: folder, Location: s.Bucket, Author: author(), Program: version,
		NewID: uuid.NewString, Clock: time.Now, Sleep: sleep, Adopt: adopt, ReadOnly: s.ReadOnly, OnOpen: s.OnOpen,
	})}, nil
}

// withTeamDocuments lets the lake see the documents that a sync has left in the bucket until somebody opens them.
func withTeamDocuments(ctx context.Context, dir string, s settings.Sync, local pipeline.Objects) pipeline.Objects {
	if s.Bucket == "" || !s.OnOpen {
		return local
	}
	team, err := openTeamStore(ctx, s)
	if err != nil { // the sync says why; what is here works all the same
		return local
	}
	return teamsync.OnOpen(local, team, syncFolder(dir))
}
