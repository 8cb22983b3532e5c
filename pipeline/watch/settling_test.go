package watch

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

const quiet = 10 * time.Second

var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func write(tb testing.TB, path, content string) {
	tb.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		tb.Fatal(err)
	}
}

func wantSettled(t *testing.T, s *settling, seconds int, want ...string) {
	t.Helper()
	var got []string
	for _, path := range s.settled(start.Add(time.Duration(seconds) * time.Second)) {
		got = append(got, filepath.Base(path))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("settled after %d s (-want +got):\n%s", seconds, diff)
	}
}

func TestAFileSettlesWhenItIsQuiet(t *testing.T) {
	s := newSettling(quiet)
	a := filepath.Join(t.TempDir(), "a.pdf")
	write(t, a, "begin")
	s.touch(a)
	wantSettled(t, s, 0)
	wantSettled(t, s, 9)
	write(t, a, "begin and more") // seen by its size alone, no event
	wantSettled(t, s, 10)
	wantSettled(t, s, 19)
	s.changed(a) // an event, nothing to see
	wantSettled(t, s, 20)
	wantSettled(t, s, 29)
	wantSettled(t, s, 30, "a.pdf")
	s.touch(a)
	s.changed(a)
	wantSettled(t, s, 60)
	wantSettled(t, s, 90)
	write(t, a, "another document")
	s.changed(a)
	wantSettled(t, s, 100)
	wantSettled(t, s, 110, "a.pdf")
}

func TestFilesThatAreNotReported(t *testing.T) {
	s := newSettling(quiet)
	dir := t.TempDir()
	empty, gone, folder := filepath.Join(dir, "empty.pdf"), filepath.Join(dir, "gone.pdf"), filepath.Join(dir, "folder.pdf")
	write(t, empty, "")
	write(t, gone, "x")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{empty, gone, folder} {
		s.touch(path)
	}
	wantSettled(t, s, 0)
	if err := os.Remove(gone); err != nil {
		t.Fatal(err)
	}
	wantSettled(t, s, 10)
	wantSettled(t, s, 20)
	write(t, empty, "filled")
	s.changed(empty)
	wantSettled(t, s, 30)
	wantSettled(t, s, 40, "empty.pdf")
}

func TestAFileThatComesBackIsReportedAgain(t *testing.T) {
	s := newSettling(quiet)
	a := filepath.Join(t.TempDir(), "a.pdf")
	write(t, a, "x")
	s.touch(a)
	wantSettled(t, s, 0)
	wantSettled(t, s, 10, "a.pdf")
	s.forget(a)
	s.touch(a)
	wantSettled(t, s, 20)
	wantSettled(t, s, 30, "a.pdf")
}

// Whatever happens to a file, it is reported exactly once for its last content once it is left alone.
func TestEveryContentSettlesOnce(t *testing.T) {
	dir, runs := t.TempDir(), 0
	rapid.Check(t, func(rt *rapid.T) {
		runs++
		path := filepath.Join(dir, strconv.Itoa(runs)+".pdf")
		s, now, content := newSettling(quiet), start, "x"
		write(t, path, content)
		s.touch(path)
		last := ""
		for range rapid.IntRange(0, 20).Draw(rt, "steps") {
			switch rapid.IntRange(0, 3).Draw(rt, "step") {
			case 0:
				content += "x"
				write(t, path, content)
				s.changed(path)
			case 1:
				s.touch(path)
			default:
				now = now.Add(time.Duration(rapid.IntRange(1, 12).Draw(rt, "seconds")) * time.Second)
				for range s.settled(now) {
					if last == content {
						rt.Fatalf("%q was reported twice", content)
					}
					last = content
				}
			}
		}
		for range 3 {
			now = now.Add(quiet)
			for range s.settled(now) {
				if last == content {
					rt.Fatalf("%q was reported twice", content)
				}
				last = content
			}
		}
		if last != content {
			rt.Errorf("%q was never reported", content)
		}
	})
}
