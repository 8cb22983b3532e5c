package extract_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"wattlake/assets/samples/invoicegen"
	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/pipeline/reader"
	"wattlake/pipeline/reader/child"
)

// asReader is the argument with which the test program is its own reader process.
const asReader = "reader-child"

// compiled is where the PDF library keeps its compiled code during one run of the tests.
var compiled string

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == asReader {
		if err := child.Main(context.Background(), os.Stdin, os.Stdout, child.Config{}); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "extract-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	compiled = dir
	defer func() {
		if p, err := pool(); err == nil {
			_ = p.Close()
		}
	}()
	return m.Run()
}

// pool starts no process before a document is read.
var pool = sync.OnceValues(func() (*reader.Pool, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	budgets := reader.Budgets{MemoryBytes: 4 << 30, Start: 10 * time.Minute} // the race detector takes several times the memory and time
	return reader.NewPool(reader.Params{Command: []string{program, asReader}, Size: 2, CacheDir: compiled, Budgets: budgets})
})

// wordsOf reads a generated sample. With the flag -words the words are kept in that folder between runs.
func wordsOf(t *testing.T, sample invoicegen.Sample) lake.PageText {
	t.Helper()
	id := lake.NewDocumentID(sample.PDF)
	kept := filepath.Join(*wordsDir, string(id)+".json")
	var text lake.PageText
	if *wordsDir != "" {
		if content, err := os.ReadFile(kept); err == nil {
			if err := json.Unmarshal(content, &text); err != nil {
				t.Fatal(err)
			}
			return text
		}
	}
	p, err := pool()
	if err != nil {
		t.Fatal(err)
	}
	text, err = p.Read(t.Context(), pipeline.ReadRequest{Document: id, Ext: ".pdf", Content: sample.PDF}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if *wordsDir != "" {
		content, err := json.Marshal(text)
		if err == nil {
			err = os.WriteFile(kept, content, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return text
}
