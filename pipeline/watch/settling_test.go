package watch

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

const quiet = 10 * time.Second

var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// write makes a file that is whole, as far as its kind tells.
func write(tb testing.TB, path, content string) {
	tb.Helper()
	if strings.EqualFold(filepath.Ext(path), ".pdf") && content != "" {
		content += "\n%%EOF\n"
	}
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

// A scanner on the network rests between the pages of one PDF. A file that never gets its end is reported after all: a person must see it.
func TestAPDFIsGivenTimeToEnd(t *testing.T) {
	s := newSettling(quiet)
	scan := filepath.Join(t.TempDir(), "scan.PDF")
	page := func(content string) {
		if err := os.WriteFile(scan, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		s.changed(scan)
	}
	page("%PDF-1.7 page 1")
	s.touch(scan)
	wantSettled(t, s, 0)
	wantSettled(t, s, 15)
	page("%PDF-1.7 page 1, page 2")
	wantSettled(t, s, 30)
	wantSettled(t, s, 290)
	page("%PDF-1.7 page 1, page 2\n%%EOF")
	wantSettled(t, s, 291)
	wantSettled(t, s, 301, "scan.PDF")
	page("%PDF-1.7 broken off")
	wantSettled(t, s, 400)
	wantSettled(t, s, 699)
	wantSettled(t, s, 700, "scan.PDF")
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

// Who could not take a file is asked again after a pause that grows; a file that changes meanwhile is a new one.
func TestAFileThatWasReportedInVain(t *testing.T) {
	s, a := newSettling(quiet), filepath.Join(t.TempDir(), "a.xml")
	write(t, a, "x")
	s.touch(a)
	wantSettled(t, s, 0)
	wantSettled(t, s, 10, "a.xml")
	at := func(seconds int) time.Time { return start.Add(time.Duration(seconds) * time.Second) }
	s.again(a, at(10))
	wantSettled(t, s, 15)
	wantSettled(t, s, 20, "a.xml")
	s.again(a, at(20))
	wantSettled(t, s, 30)
	wantSettled(t, s, 40, "a.xml")
	s.taken(a)
	wantSettled(t, s, 1000)
	write(t, a, "xy")
	s.changed(a)
	wantSettled(t, s, 1010)
	wantSettled(t, s, 1020, "a.xml")
	s.again(a, at(1020))
	write(t, a, "xyz")
	s.changed(a)
	wantSettled(t, s, 1021)
	wantSettled(t, s, 1031, "a.xml")
	s.again(filepath.Join(t.TempDir(), "unknown"), at(1031))
	wantSettled(t, s, 5000)
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
