package main

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake/store/storetest"
)

// statement is a part of a policy.
type statement struct {
	Effect    string
	Action    any
	Resource  string
	Principal map[string][]string
}

// The policies in the documentation are enough for what they are given for, and for no more: a member syncs, tests and verifies, a
// reader only fetches, and neither deletes.
func TestDocumentedPolicies(t *testing.T) {
	server := storetest.StartS3(t, true)
	page, err := os.ReadFile("docs/team-sync.md")
	if err != nil {
		t.Fatal(err)
	}
	var policy struct {
		Version   string
		Statement []statement
	}
	blocks := regexp.MustCompile("(?s)```json\n(.*?)```").FindAllStringSubmatch(string(page), -1)
	users := []string{"member", "reader"}
	if len(blocks) != len(users) {
		t.Fatalf("%d policies", len(blocks))
	}
	for i, user := range users {
		server.AddUser(t, user, "secret")
		own := policy
		own.Statement = nil
		if err := json.Unmarshal([]byte(strings.ReplaceAll(blocks[i][1], "gmina-prad", storetest.S3Bucket)), &own); err != nil {
			t.Fatal(err)
		}
		policy.Version = own.Version
		for _, s := range own.Statement {
			if !strings.HasPrefix(s.Resource, "arn:aws:kms:") { // this server has no keys of its own
				s.Principal = map[string][]string{"AWS": {user}}
				policy.Statement = append(policy.Statement, s)
			}
		}
	}
	content, err := json.Marshal(policy)
	if err != nil {
		t.Fatal(err)
	}
	server.SetPolicy(t, string(content))

	ala, ola := newMember(t, server), newMember(t, server)
	for _, m := range []member{ala, ola} {
		m.place[1] = "s3://" + storetest.S3Bucket + "/wattlake"
	}
	fillLake(t, ala.dir, 0, 3)
	storetest.UseS3Credentials(t, "member", "secret")
	ala.run(t, append([]string{"sync", "--test"}, ala.place...)...)
	ala.run(t, append([]string{"sync"}, ala.place...)...)
	ala.run(t, "verify", "--remote")
	storetest.UseS3Credentials(t, "reader", "secret")
	if out := ola.run(t, append([]string{"sync", "--json"}, ola.place...)...); !strings.Contains(out, `"read_only":true`) {
		t.Error(out)
	}
	ola.run(t, "verify", "--remote")
	if diff := cmp.Diff(ala.all(t), ola.all(t)); diff != "" {
		t.Errorf("- member, + reader:\n%s", diff)
	}
	ola.run(t, "erase", "--yes", "faktura 1.pdf")
	storetest.UseS3Credentials(t, "member", "secret")
	ola.place = append(ola.place, "--read-only=false")
	if out := ola.run(t, append([]string{"sync", "--json"}, ola.place...)...); !strings.Contains(out, "erased") {
		t.Errorf("what may not be erased was not told: %s", out)
	}
}
