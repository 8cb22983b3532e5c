package cli_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/cli"
)

// deskNode is a lake with one document and one finding, whose decisions always succeed.
type deskNode struct{ cli.Node }

func (deskNode) Settle(context.Context) error { return nil }
func (deskNode) Find(context.Context, string) ([]pipeline.Document, error) {
	return []pipeline.Document{{ID: "d1", FileName: "a.pdf", Status: lake.Ready}}, nil
}

func (n deskNode) Documents(ctx context.Context) ([]pipeline.Document, error) { return n.Find(ctx, "") }

func (deskNode) Deleted(context.Context) ([]pipeline.Document, error) {
	return []pipeline.Document{{ID: "d1", FileName: "a.pdf", Status: lake.Deleted}}, nil
}
func (deskNode) Delete(context.Context, []lake.DocumentID) error             { return nil }
func (deskNode) Restore(context.Context, []lake.DocumentID) error            { return nil }
func (deskNode) Replay(context.Context, lake.Stage, []lake.DocumentID) error { return nil }
func (deskNode) RemovePoint(context.Context, string) error                   { return nil }
func (deskNode) RemoveProfile(context.Context, string) error                 { return nil }
func (deskNode) AcceptFinding(context.Context, string) error                 { return nil }
func (deskNode) Audit(context.Context, lake.MetricFilter) ([]lake.AuditFinding, error) {
	return []lake.AuditFinding{{ID: "f00d"}}, nil
}

// Whatever changes something tells programs what it did, on standard output and nothing else there.
func TestChangesForPrograms(t *testing.T) {
	for call, want := range map[string]map[string]any{
		"delete a.pdf":          {"file": "a.pdf", "document": "d1", "status": "deleted", "reason": ""},
		"restore a.pdf":         {"file": "a.pdf", "document": "d1", "status": "ready", "reason": ""},
		"replay --from gold":    {"file": "a.pdf", "document": "d1", "status": "ready", "reason": ""},
		"audit accept f0":       {"finding_id": "f00d", "decision": "accepted"},
		"profile remove jantar": {"name": "jantar", "removed": true},
		"register remove 59031": {"ppe": "59031", "removed": true},
	} {
		args := strings.Fields(call)
		out, code := run(t, deskNode{}, append(args, "--json")...)
		got := map[string]any{}
		if err := json.Unmarshal([]byte(out), &got); err != nil || code != 0 {
			t.Errorf("%s: exit code %d, %v, %q", call, code, err, out)
			continue
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", call, diff)
		}
		if out, code := run(t, deskNode{}, args...); code != 0 || out != "" {
			t.Errorf("%s: exit code %d; people are told on stderr, but stdout has %q", call, code, out)
		}
	}
}
