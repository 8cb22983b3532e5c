package main

import (
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"wattlake/assets/samples/invoicegen"
	"wattlake/lake"
	"wattlake/pipeline"
)

// A page is on the screen in half a second although a batch keeps every reader busy. The bound is loose here, because a
// test may run on a machine that does other things; `go test -v` tells the times.
func TestPageImageDuringABatch(t *testing.T) {
	dir, source := t.TempDir(), t.TempDir()
	documents := 40
	if os.Getenv("WATTLAKE_SOAK") != "" {
		documents = 1000
	}
	for i := range documents {
		sample, err := invoicegen.Make(fmt.Sprintf("L%d", i%6+1), int64(i), invoicegen.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(source, fmt.Sprintf("%d.pdf", i)), sample.PDF, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	o, err := openLake(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer o.close()
	seen := make(chan lake.DocumentID, documents)
	done := make(chan error, 1)
	go func() {
		_, err := o.node.Ingest(t.Context(), pipeline.IngestRequest{Paths: []string{source}, Source: "test"}, func(u pipeline.IngestUpdate) {
			if u.Stage == lake.StageSilver {
				seen <- u.Document
			}
		})
		close(seen)
		done <- err
	}()
	var took []time.Duration
	for id := range seen {
		start := time.Now()
		picture, err := o.node.PageImage(t.Context(), id, 1, 0)
		if err != nil {
			t.Fatal(err)
		}
		took = append(took, time.Since(start))
		if got := picture.Image.Bounds().Size(); !got.In(image.Rect(1200, 1700, 1800, 1800)) {
			t.Fatalf("a page of %v", got)
		}
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	first := took[0]
	slices.Sort(took)
	middle, worst := took[len(took)/2], took[len(took)*95/100]
	t.Logf("%d pages during a batch: the first after %v, half within %v, 95%% within %v", len(took), first, middle, worst)
	if middle > 2*time.Second {
		t.Errorf("half of the pages took longer than %v", middle)
	}
}
