package cli_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"wattlake/lake"
	"wattlake/pipeline"
)

// retryNode has a document that is fine, one that waits for a tool, and one that needs a password.
type retryNode struct {
	fakeNode

	calls *[]string
}

func (n retryNode) Documents(context.Context) ([]pipeline.Document, error) {
	return []pipeline.Document{
		{ID: "good", FileName: "good.pdf", Status: lake.Ready},
		{ID: "scan", FileName: "scan.pdf", Status: lake.Waiting},
		{ID: "locked", FileName: "locked.pdf", Status: lake.Failed, Failure: &lake.Failure{Code: lake.CodeNeedsPassword, Message: lake.Text{EN: "Locked."}}},
	}, nil
}

func (n retryNode) Retry(_ context.Context, ids []lake.DocumentID) error {
	*n.calls = append(*n.calls, fmt.Sprint("retry ", ids))
	return nil
}

func (n retryNode) Unlock(_ context.Context, id lake.DocumentID, password string, keep bool) error {
	*n.calls = append(*n.calls, fmt.Sprint("unlock ", id, " ", password, " ", keep))
	return nil
}

func (retryNode) Settle(context.Context) error { return nil }

func (retryNode) Waiting(int) []pipeline.Waiting {
	missing := &lake.Error{Code: lake.CodeMissingTool, Message: lake.Text{EN: "No model."}, Hint: lake.Text{EN: "Install it."}}
	return []pipeline.Waiting{{Document: "scan", Trouble: missing}}
}

// A password goes to the documents that need one. What was tried is told with the reason, also of what was put off again.
func TestRetryTellsWhatItTried(t *testing.T) {
	var calls []string
	out, code := run(t, retryNode{calls: &calls}, "retry", "--all", "--password", "sezam")
	if got := strings.Join(calls, ", "); got != "retry [scan], unlock locked sezam false" {
		t.Errorf("called %s", got)
	}
	for _, want := range []string{"No model. [missing_tool] Install it.", "Locked. [needs_password]"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if strings.Contains(out, "good.pdf") || code != 2 {
		t.Errorf("exit code %d\n%s", code, out)
	}
}
