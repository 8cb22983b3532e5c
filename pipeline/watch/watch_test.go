package watch

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"wattlake/lake"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// watched runs Watch with a clock that the test turns.
type watched struct {
	ticks chan time.Time
	paths chan string
	done  chan error
	stop  context.CancelFunc
	now   time.Time
	root  string
	fails chan error // what the next reports give, before none
}

func begin(t *testing.T, root string, opts ...Option) *watched {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	w := &watched{ticks: make(chan time.Time), paths: make(chan string), done: make(chan error, 1), stop: stop, now: start, root: root, fails: make(chan error, 9)}
	report := func(path string) error {
		select {
		case w.paths <- path:
		case <-ctx.Done():
		}
		select {
		case err := <-w.fails:
			return err
		default:
			return nil
		}
	}
	go func() { w.done <- Watch(ctx, []string{root}, quiet, report, append(opts, WithTicks(w.ticks))...) }()
	t.Cleanup(func() { w.end(t) })
	return w
}

func (w *watched) end(t *testing.T) {
	t.Helper()
	w.stop()
	if err := <-w.done; err != nil {
		t.Errorf("Watch: %v", err)
	}
	w.done <- nil
}

// await turns the clock until n files were reported, and returns their names, sorted.
func (w *watched) await(t *testing.T, n int) []string {
	t.Helper()
	var got []string
	for len(got) < n {
		select {
		case path := <-w.paths:
			name, err := filepath.Rel(w.root, path)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, filepath.ToSlash(name))
		case w.ticks <- w.now:
			w.now = w.now.Add(quiet)
		case <-t.Context().Done():
			t.Fatalf("only %v was reported", got)
		}
	}
	slices.Sort(got)
	return got
}

// quietly turns the clock a few times and expects that nothing is reported.
func (w *watched) quietly(t *testing.T) {
	t.Helper()
	for range 5 {
		select {
		case path := <-w.paths:
			t.Errorf("%s was reported", path)
		case w.ticks <- w.now:
			w.now = w.now.Add(quiet)
		}
	}
}

func want(t *testing.T, got []string, names ...string) {
	t.Helper()
	if diff := cmp.Diff(names, got); diff != "" {
		t.Errorf("reported (-want +got):\n%s", diff)
	}
}

func realTemp(t *testing.T) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func mkdir(t *testing.T, path ...string) string {
	t.Helper()
	dir := filepath.Join(path...)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestWatch(t *testing.T) {
	for name, opts := range map[string][]Option{"events": nil, "polling": {WithPolling()}} {
		t.Run(name, func(t *testing.T) {
			root := realTemp(t)
			sub := mkdir(t, root, "2026", "marzec")
			write(t, filepath.Join(root, "here.pdf"), "1")
			write(t, filepath.Join(sub, "ŁÓDŹ 1.PDF"), "2")
			write(t, filepath.Join(root, "notes.txt"), "no document")
			write(t, filepath.Join(root, ".hidden.pdf"), "no document")
			write(t, filepath.Join(root, "~$open.pdf"), "no document")
			write(t, filepath.Join(mkdir(t, root, ".cache"), "a.pdf"), "no document")
			write(t, filepath.Join(mkdir(t, root, "jezioro", "01_bronze"), "a.pdf"), "in a lake")
			w := begin(t, root, opts...)
			want(t, w.await(t, 2), "2026/marzec/ŁÓDŹ 1.PDF", "here.pdf")
			w.quietly(t)

			write(t, filepath.Join(root, "new.xml"), "3")
			write(t, filepath.Join(sub, "new.png"), "4")
			want(t, w.await(t, 2), "2026/marzec/new.png", "new.xml")

			write(t, filepath.Join(mkdir(t, root, "a", "b", "c"), "deep.pdf"), "5")
			want(t, w.await(t, 1), "a/b/c/deep.pdf")
			write(t, filepath.Join(root, "a", "b", "c", "later.tif"), "6")
			want(t, w.await(t, 1), "a/b/c/later.tif")

			moved := filepath.Join(realTemp(t), "moved.pdf")
			write(t, moved, "7")
			if err := os.Rename(moved, filepath.Join(root, "moved.pdf")); err != nil {
				t.Fatal(err)
			}
			want(t, w.await(t, 1), "moved.pdf")

			write(t, filepath.Join(root, "here.pdf"), "1, revised")
			want(t, w.await(t, 1), "here.pdf")
			w.quietly(t)
		})
	}
}

// A folder that gets another name is watched under that, and so are the folders in it.
// A file that the lake could not take, as when the disk is full, must not be lost from sight.
func TestAFileThatWasNotTakenIsReportedAgain(t *testing.T) {
	root := realTemp(t)
	write(t, filepath.Join(root, "a.pdf"), "%PDF a %%EOF")
	write(t, filepath.Join(root, "b.pdf"), "%PDF b %%EOF")
	w := begin(t, root)
	w.fails <- errors.New("the disk is full")
	w.fails <- nil
	want(t, w.await(t, 3), "a.pdf", "a.pdf", "b.pdf")
	w.quietly(t)
}

func TestFoldersAreRenamed(t *testing.T) {
	root := realTemp(t)
	inner := mkdir(t, root, "nowe", "marzec")
	write(t, filepath.Join(inner, "1.pdf"), "1")
	w := begin(t, root)
	want(t, w.await(t, 1), "nowe/marzec/1.pdf")
	if err := os.Rename(filepath.Join(root, "nowe"), filepath.Join(root, "2026")); err != nil {
		t.Fatal(err)
	}
	want(t, w.await(t, 1), "2026/marzec/1.pdf")
	write(t, filepath.Join(root, "2026", "2.pdf"), "2")
	write(t, filepath.Join(root, "2026", "marzec", "3.pdf"), "3")
	want(t, w.await(t, 2), "2026/2.pdf", "2026/marzec/3.pdf")
}

func TestAFolderThatComesBack(t *testing.T) {
	root := mkdir(t, realTemp(t), "inbox")
	write(t, filepath.Join(root, "a.pdf"), "1")
	w := begin(t, root)
	want(t, w.await(t, 1), "a.pdf")
	if err := os.RemoveAll(root); err != nil {
		t.Fatal(err)
	}
	mkdir(t, root)
	write(t, filepath.Join(root, "b.pdf"), "2")
	want(t, w.await(t, 1), "b.pdf")
}

// A disk that is not plugged in is no reason to refuse the folder: it is awaited.
func TestAFolderThatIsAwaited(t *testing.T) {
	root := filepath.Join(realTemp(t), "usb")
	told := make(chan error, 1)
	w := begin(t, root, WithAbsent(func(err error) { told <- err }))
	if err := <-told; lake.CodeOf(err) != lake.CodeNotFound {
		t.Errorf("told %v", err)
	}
	w.quietly(t)
	write(t, filepath.Join(mkdir(t, root, "skany"), "a.pdf"), "1")
	want(t, w.await(t, 1), "skany/a.pdf")
	write(t, filepath.Join(root, "skany", "b.pdf"), "2")
	want(t, w.await(t, 1), "skany/b.pdf")
}

// The system does not tell of a disk that is plugged in again, nor of a folder that was exchanged behind its back: folders are listed now
// and then even if they send events.
func TestFoldersAreVisitedWithoutEvents(t *testing.T) {
	root := realTemp(t)
	w := &watcher{files: newSettling(quiet), found: func(string) error { return nil }}
	if err := w.open([]string{root}); err != nil {
		t.Fatal(err)
	}
	defer w.close()
	w.look(t.Context(), start)
	write(t, filepath.Join(root, "a.pdf"), "1") // whose event nobody reads here
	w.look(t.Context(), start.Add(visitEvery-time.Second))
	if polled := len(w.polled) > 0; (len(w.files.pending) > 0) != polled {
		t.Errorf("pending %v before the next visit, polled %v", w.files.pending, w.polled)
	}
	w.look(t.Context(), start.Add(visitEvery))
	if len(w.files.pending) != 1 {
		t.Errorf("pending %v after the next visit", w.files.pending)
	}
}

func TestALinkToAFolderIsFollowedAtTheTop(t *testing.T) {
	root := realTemp(t)
	write(t, filepath.Join(root, "a.pdf"), "1")
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(root, link); err != nil {
		t.Skip("no links on this system")
	}
	w := begin(t, link)
	w.root = root
	want(t, w.await(t, 1), "a.pdf")
}

// A link to a file is that file. One to a folder that is not watched is told of, once.
func TestLinksInAWatchedFolder(t *testing.T) {
	root, elsewhere := realTemp(t), realTemp(t)
	write(t, filepath.Join(elsewhere, "a.pdf"), "1")
	for name, target := range map[string]string{"round": root, "out": elsewhere, "b.pdf": filepath.Join(elsewhere, "a.pdf"), ".hidden": elsewhere, "none.pdf": "gone"} {
		if err := os.Symlink(target, filepath.Join(root, name)); err != nil {
			t.Skip("no links on this system")
		}
	}
	told := make(chan error, 9)
	w := begin(t, root, WithPolling(), WithLinks(func(err error) { told <- err }))
	want(t, w.await(t, 1), "b.pdf")
	w.quietly(t)
	err := <-told
	if message, hint := lake.Explain(err); !strings.Contains(message.PL, filepath.Join(root, "out")) || !strings.Contains(hint.EN, elsewhere) || len(told) > 0 {
		t.Errorf("%v, %d more", err, len(told))
	}
}

func TestLostEventsAreFoundByLooking(t *testing.T) {
	root := realTemp(t)
	w := &watcher{files: newSettling(quiet), polling: true, rescan: true}
	if err := w.open([]string{root}); err != nil {
		t.Fatal(err)
	}
	clear(w.polled)
	write(t, filepath.Join(root, "a.pdf"), "1")
	w.found = func(path string) error { t.Logf("%s", path); return nil }
	w.look(t.Context(), start)
	if len(w.files.pending) != 1 || w.rescan {
		t.Errorf("pending %v, rescan %v", w.files.pending, w.rescan)
	}
}

func TestFoldersThatAreRefused(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a.pdf")
	write(t, file, "1")
	mkdir(t, dir, "jezioro", ".wattlake")
	for path, code := range map[string]lake.Code{
		filepath.Join(dir, "nothing"): lake.CodeNotFound, file: lake.CodeUsage, filepath.Join(dir, "jezioro"): lake.CodeUsage,
	} {
		err := Watch(t.Context(), []string{path}, 0, nil)
		if lake.CodeOf(err) != code {
			t.Errorf("%s: %v", path, err)
		}
		if message, hint := lake.Explain(err); message.PL == "" || hint.EN == "" {
			t.Errorf("%s: not explained", path)
		}
	}
}

func TestARealTimer(t *testing.T) {
	root := realTemp(t)
	write(t, filepath.Join(root, "a.pdf"), "1")
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var got []string
	err := Watch(ctx, []string{root}, time.Millisecond, func(path string) error {
		got = append(got, filepath.Base(path))
		stop()
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want(t, got, "a.pdf")
}
