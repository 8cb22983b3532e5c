package watch

import (
	"bytes"
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// state is what a look at a file shows.
type state struct {
	size int64
	time time.Time // of its last change
}

// waiting is a file that has not settled.
type waiting struct {
	state

	since time.Time // the look that first showed this state; zero before the first look
}

// How long a file rests that was reported in vain; the pause doubles each time.
const (
	firstPause   = 10 * time.Second
	longestPause = 10 * time.Minute
)

// settling tells when files have been quiet for long enough, and which have been reported as they are.
type settling struct {
	quiet    time.Duration
	pending  map[string]waiting
	reported map[string]state
	pauses   map[string]time.Duration // of files that were reported in vain
}

func newSettling(quiet time.Duration) *settling {
	return &settling{quiet: quiet, pending: map[string]waiting{}, reported: map[string]state{}, pauses: map[string]time.Duration{}}
}

// touch notes that a file is there.
func (s *settling) touch(path string) {
	if _, known := s.pending[path]; !known {
		s.pending[path] = waiting{}
	}
}

// changed notes that a file was written to: its quiet period begins anew.
func (s *settling) changed(path string) {
	s.pending[path] = waiting{}
	delete(s.pauses, path)
}

// again notes that a file was reported in vain: it comes again after a pause, as it is now or changed.
func (s *settling) again(path string, now time.Time) {
	seen, known := s.reported[path]
	if !known {
		return
	}
	delete(s.reported, path)
	s.pauses[path] = min(max(2*s.pauses[path], firstPause), longestPause)
	if _, changed := s.pending[path]; !changed {
		s.pending[path] = waiting{state: seen, since: now}
	}
}

// taken notes that nobody needs to hear of a file again as it is.
func (s *settling) taken(path string) { delete(s.pauses, path) }

// forget notes that a file has gone: another of this name will be another file.
func (s *settling) forget(path string) {
	delete(s.pending, path)
	delete(s.reported, path)
	delete(s.pauses, path)
}

// settled looks at the waiting files and returns those that have been quiet, in the order of their last change.
func (s *settling) settled(now time.Time) []string {
	var quiet []string
	for path, w := range s.pending {
		seen, ok := look(path)
		switch {
		case !ok:
			s.forget(path)
		case s.reported[path] == seen, seen.size == 0: // an empty file is one that somebody is about to fill
			delete(s.pending, path)
		case w.since.IsZero() || w.state != seen:
			s.pending[path] = waiting{state: seen, since: now}
		case now.Sub(w.since) >= s.needed(path) && readable(path):
			quiet = append(quiet, path)
		}
	}
	slices.SortFunc(quiet, func(a, b string) int {
		return cmp.Or(s.pending[a].time.Compare(s.pending[b].time), cmp.Compare(a, b))
	})
	for _, path := range quiet {
		s.reported[path] = s.pending[path].state
		delete(s.pending, path)
	}
	return quiet
}

// patience is for how many quiet periods the end of a PDF is awaited: a scanner on the network may rest between two pages.
const patience = 30

// needed is how long a file must have been quiet.
func (s *settling) needed(path string) time.Duration {
	quiet := s.quiet
	if strings.EqualFold(filepath.Ext(path), ".pdf") && !ends(path) {
		quiet *= patience
	}
	return max(quiet, s.pauses[path])
}

// ends reports whether a PDF has its end (ISO 32000, 7.5.5: the last line is %%EOF); what programs append to it is short.
func ends(path string) bool {
	const tail = 1024
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer func() { _ = f.Close() }() // nothing was written
	info, err := f.Stat()
	if err != nil {
		return false
	}
	last := make([]byte, min(tail, info.Size()))
	_, err = f.ReadAt(last, info.Size()-int64(len(last)))
	return err == nil && bytes.Contains(last, []byte("%%EOF"))
}

// look returns a file's size and time; ok is false if it is no longer a file.
func look(path string) (seen state, ok bool) {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return state{}, false
	}
	return state{size: info.Size(), time: info.ModTime()}, true
}

// readable reports whether the file can be opened: on some systems its writer keeps it locked.
func readable(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	_ = f.Close() // nothing was written
	return true
}
