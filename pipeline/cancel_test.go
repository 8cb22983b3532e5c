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
			if err := r.CancelReading(t.Context(), unwanted...); err != nil {
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
	r.settle(t)
	if err := r.CancelReading(t.Context(), unwanted...); err != nil { // too late: it changes nothing
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
	if err := r.CancelReading(t.Context(), "nobody"); lake.CodeOf(err) != lake.CodeNotFound {
		t.Errorf("a document that is not here: %v", err)
	}
}

// nextOn waits for the next news of a document.
func nextOn(t *testing.T, changes <-chan pipeline.Change, id lake.DocumentID) pipeline.Change {
	t.Helper()
	for {
		select {
		case change := <-changes:
			if change.Document == id {
				return change
			}
		case <-t.Context().Done():
			t.Fatal(t.Context().Err())
		}
	}
}

// A document behind one that takes long does not wait for its turn to be cancelled, and its turn is passed over.
func TestQueuedDocumentIsCancelledAtOnce(t *testing.T) {
	b := newBench(t)
	b.reader.Gate = make(chan struct{})
	b.params = func(p *pipeline.Params) { p.Workers = 1 }
	r := b.start(t, nil)
	changes, end := r.Subscribe()
	defer end()
	upload := func(number string) lake.DocumentID {
		id, _, err := r.Upload(t.Context(), number+".pdf", []byte(pipelinetest.Header+invoice(number, 100)), "test")
		if err != nil {
			t.Fatal(err)
		}
		nextOn(t, changes, id) // queued
		return id
	}
	long := upload("A/1")
	nextOn(t, changes, long) // being read
	queued := upload("A/2")
	if err := r.CancelReading(t.Context(), queued); err != nil {
		t.Fatal(err)
	}
	if got := nextOn(t, changes, queued); got.Status != lake.Failed {
		t.Errorf("the queued document: %+v", got)
	}
	close(b.reader.Gate)
	r.settle(t)
	statuses := map[lake.DocumentID]lake.Status{}
	see := func() {
		documents, err := r.Documents(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range documents {
			statuses[d.ID] = d.Status
		}
	}
	if see(); statuses[long] != lake.Ready || statuses[queued] != lake.Failed || b.reader.Reads.Load() != 1 {
		t.Errorf("%v after %d reads", statuses, b.reader.Reads.Load())
	}
	if err := r.Retry(t.Context(), []lake.DocumentID{queued}); err != nil {
		t.Fatal(err)
	}
	r.settle(t)
	if see(); statuses[queued] != lake.Ready {
		t.Errorf("after the retry: %v", statuses)
	}
}

// A change at a document's end says how it ended, also when a person has to look at it or when another document decided that.
func TestChangesTellHowDocumentsEnd(t *testing.T) {
	r := newBench(t).start(t, nil)
	changes, end := r.Subscribe()
	defer end()
	last := func(script string) pipeline.Change {
		t.Helper()
		id, _, err := r.Upload(t.Context(), "a.pdf", []byte(pipelinetest.Header+script), "test")
		if err != nil {
			t.Fatal(err)
		}
		for {
			if change := nextOn(t, changes, id); change.Status.Final() {
				return change
			}
		}
	}
	seen := map[lake.Status]bool{}
	for _, script := range []string{invoice("A/1", 100), invoice("A/1", 100) + " ", "\n" + invoice("A/1", 100), "nothing that is an invoice"} {
		got := last(script)
		document, err := r.Document(t.Context(), got.Document)
		if err != nil || got.Status != document.Status || got.Stage != lake.StageSilver {
			t.Errorf("told of the end: %+v, listed as %s, %v", got, document.Status, err)
		}
		seen[got.Status] = true
	}
	if len(seen) != 3 {
		t.Errorf("not all ends were seen: %v", seen)
	}
}
