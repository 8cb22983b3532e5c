package reader_test

import (
	"syscall"
	"testing"

	"wattlake/lake"
	"wattlake/pipeline/reader"
	"wattlake/pipeline/reader/readertest"
)

// A real reader that is killed while it recognises a page: once costs a second try, twice the document, and the pool is as
// good as new.
func TestReaderKilledOnAPage(t *testing.T) { // not parallel: it looks for the only readers there are
	pool := newPool(t, reader.Params{}, childRead)
	scan := request(scanPDF(t, typewritten(t, 1654, 2339)))
	for _, kills := range []int{1, 2} {
		left := kills
		_, err := pool.Read(t.Context(), scan, func(done, _ int) {
			if done > 0 || left == 0 {
				return
			}
			left--
			for _, pid := range readertest.Processes(t, childRead) {
				if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
					t.Error(err)
				}
			}
		})
		if crashed := lake.CodeOf(err) == lake.CodeReaderCrashed; left > 0 || crashed != (kills == 2) || err != nil && !crashed {
			t.Errorf("%d of %d kills: %v", kills-left, kills, err)
		}
		if _, err := pool.Read(t.Context(), request(invoicePDF(t, 1)), nil); err != nil {
			t.Errorf("the next document: %v", err)
		}
	}
}

func TestReadersAreReplacedAfterSomeDocuments(t *testing.T) { // not parallel either
	pool := newPool(t, reader.Params{RecycleAfter: 2}, childRead)
	content := invoicePDF(t, 1)
	var used []int
	for range 5 {
		_, err := pool.Read(t.Context(), request(content), func(done, _ int) {
			if done == 0 {
				used = append(used, readertest.Processes(t, childRead)...)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(used) != 5 || used[0] != used[1] || used[1] == used[2] || used[2] != used[3] || used[3] == used[4] {
		t.Errorf("five documents were read by %v", used)
	}
}
