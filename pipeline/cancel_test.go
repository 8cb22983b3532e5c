package pipeline_test

import (
	"sync"
	"testing"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/pipeline/pipelinetest"
)

// Of three documents two are being read when somebody cancels two: so one at least is cancelled while it is read. They fail with a
// reason, the third goes on, and a retry reads them after all.
func TestCancelledReadingFailsAndCanBeRetried(t *testing.T) {
	b := newBench(t)
	b.reader.Gate = make(chan struct{})
	r := b.start(t, nil)
	scripts := []string{invoice("A/1", 100), invoice("A/2", 200), invoice("A/3", 300)}
	var unwanted []lake.DocumentID
	for _, script := range scripts[:2] {
		unwanted = append(unwanted, lake.NewDocumentID([]byte(pipelinetest.Header+script)))
	}
	var once sync.Once
	cancel := func(u pipeline.IngestUpdate) {
		if u.Stage != lake.StageRead {
			return
		}
		once.Do(func() { // all are announced by now
			if err := r.CancelReading(unwanted...); err != nil {
				t.Error(err)
			}
			close(b.reader.Gate)
		})
	}
	results, err := r.Ingest(t.Context(), pipeline.IngestRequest{Paths: drop(t, scripts...), Source: "test"}, cancel)
	if err != nil {
		t.Fatal(err)
	}
	for i, got := range results {
		if cancelled := got.Code == lake.CodeReadCancelled && got.Status == lake.Failed && !got.Hint.IsZero(); cancelled != (i < 2) {
			t.Errorf("document %d: %s %s %v", i+1, got.Status, got.Code, got.Message)
		}
	}
	if err := r.Retry(t.Context(), unwanted); err != nil {
		t.Fatal(err)
	}
	if err := r.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := r.CancelReading(unwanted...); err != nil { // too late: it changes nothing
		t.Error(err)
	}
	documents, err := r.Documents(t.Context())
	if err != nil || len(documents) != len(scripts) {
		t.Fatalf("%d documents, %v", len(documents), err)
	}
	for _, d := range documents {
		if d.Status != lake.Ready {
			t.Errorf("%s after the retry: %s", d.ID, d.Status)
		}
	}
	if err := r.CancelReading("nobody"); lake.CodeOf(err) != lake.CodeNotFound {
		t.Errorf("a document that is not here: %v", err)
	}
}
