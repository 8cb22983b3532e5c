package reader_test

import (
	"os"
	"strings"
	"testing"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/pipeline/reader"
)

func newPool(tb testing.TB, params reader.Params, mode string) *reader.Pool {
	tb.Helper()
	params.Command = []string{os.Args[0], mode}
	pool, err := reader.NewPool(params)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = pool.Close() })
	return pool
}

func TestReadTextLayer(t *testing.T) {
	pool := newPool(t, reader.Params{Size: 1, CacheDir: "/tmp/wl/wazcache"}, childRead)
	content := invoicePDF(t, 2)
	text, err := pool.Read(t.Context(), pipeline.ReadRequest{Document: "d1", Ext: ".pdf", Content: content}, func(done, total int) { t.Log(done, total) })
	if err != nil {
		t.Fatal(err)
	}
	t.Log(text.Source(), len(text.Pages[0].Words))
	t.Log(text.Pages[0].Text())
	if text.Source() != lake.SourceTextLayer || !strings.Contains(text.Text(), polishLine) {
		t.Errorf("wrong text")
	}
}
