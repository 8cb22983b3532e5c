// Package watch waits for documents in folders: a file is reported when it has settled, that is when its size and time have
// not changed for a while, because neither a download nor a scanner tells when it is done.
package watch

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"wattlake/lake"
	"wattlake/pipeline/intake"
)

const (
	// DefaultSettle is the quiet period that is used if none is given.
	DefaultSettle = 2 * time.Second
	// looksPerSettle is how often files are looked at within a quiet period.
	looksPerSettle = 2
	// pollEvery is how often folders that send no events are listed: on a network share that is slow.
	pollEvery = 10 * time.Second
	// visitEvery is how often every folder is listed: the system does not tell of a disk that is plugged in again.
	visitEvery = time.Minute
)

// Option changes how folders are watched.
type Option func(*watcher)

// WithPolling looks at every file now and then instead of asking the system for events. Of folders on the network the system tells
// what this machine does and not what others do, so those are looked at without being told to.
func WithPolling() Option { return func(w *watcher) { w.polling = true } }

// WithAbsent waits for folders that are not there, such as a disk that is not plugged in, and tells of each in place of refusing them.
func WithAbsent(tell func(error)) Option { return func(w *watcher) { w.absent = tell } }

// WithLinks tells once of every link to a folder that is not watched itself.
func WithLinks(tell func(error)) Option { return func(w *watcher) { w.link = tell } }

// WithTicks gives the moments at which files are looked at, each with its time, in place of a timer.
func WithTicks(ticks <-chan time.Time) Option { return func(w *watcher) { w.ticks = ticks } }

// Watch calls found for every document in the folders and below: once for each that is there already, and again whenever one
// appears or changes, after it has been quiet for settle. Hidden files and folders and lakes are left out, and links to folders are
// not followed, see [WithLinks]. found is called by one goroutine at a time and may take its time; a file for which it gives an error is reported again
// after a while. Watch returns nil when ctx ends.
func Watch(ctx context.Context, dirs []string, settle time.Duration, found func(path string) error, opts ...Option) error {
	if settle <= 0 {
		settle = DefaultSettle
	}
	w := &watcher{files: newSettling(settle), found: found, links: map[string]bool{}}
	for _, opt := range opts {
		opt(w)
	}
	if w.ticks == nil {
		ticker := time.NewTicker(max(settle/looksPerSettle, time.Millisecond))
		defer ticker.Stop()
		w.ticks = ticker.C
	}
	if err := w.open(dirs); err != nil {
		return err
	}
	defer w.close()
	w.run(ctx)
	return nil
}

// watcher is used by one goroutine.
type watcher struct {
	files   *settling
	found   func(path string) error
	polling bool
	ticks   <-chan time.Time
	system  *fsnotify.Watcher // nil if every folder is polled
	roots   []string
	polled  map[string]bool // folders whose events are missing, or some of them; those below are not named
	listed  time.Time       // when they were listed last
	visited time.Time       // when all folders were
	rescan  bool            // events were lost
	link    func(error)     // hears of links to folders elsewhere; nil if nobody does
	links   map[string]bool // that were told of
	absent  func(error)     // hears of folders that are not there; nil refuses them
	awaited []string        // those folders
}

// open begins to watch and takes note of what is there.
func (w *watcher) open(dirs []string) error {
	w.polled = map[string]bool{}
	for _, dir := range dirs {
		root, err := checkRoot(dir)
		switch {
		case err == nil:
			w.roots = append(w.roots, root)
		case w.absent == nil || lake.CodeOf(err) == lake.CodeUsage:
			return err
		default:
			w.absent(awaiting(dir, err))
			w.awaited = append(w.awaited, dir)
		}
	}
	if !w.polling {
		system, err := fsnotify.NewWatcher()
		if err == nil { // else there are too many watchers on this machine: polling still works
			w.system = system
		}
	}
	for _, root := range w.roots {
		w.add(root)
	}
	return nil
}

func (w *watcher) close() {
	if w.system != nil {
		_ = w.system.Close() // nothing was written
	}
}

func (w *watcher) run(ctx context.Context) {
	var events chan fsnotify.Event
	var problems chan error
	if w.system != nil {
		events, problems = w.system.Events, w.system.Errors
	}
	for {
		select {
		case <-ctx.Done():
			return
		case event := <-events:
			w.event(event)
		case <-problems:
			w.rescan = true // an overflow: what was missed is found by looking
		case now := <-w.ticks:
			w.look(ctx, now)
		}
	}
}

// look reports the files that have settled.
func (w *watcher) look(ctx context.Context, now time.Time) {
	if w.rescan || now.Sub(w.visited) >= visitEvery {
		w.visited, w.rescan = now, false
		for _, root := range w.roots {
			w.add(root)
		}
	}
	if now.Sub(w.listed) >= pollEvery {
		w.listed = now
		w.awaited = slices.DeleteFunc(w.awaited, w.came)
		for dir := range w.polled {
			walk(dir, w.files.touch, func(string) {}, w.tellLink)
		}
	}
	for _, path := range w.files.settled(now) {
		if ctx.Err() != nil {
			return
		}
		if err := w.found(path); err != nil { // which found has told of
			w.files.again(path, now)
			continue
		}
		w.files.taken(path)
	}
}

// came begins to watch a folder if it is there now.
func (w *watcher) came(dir string) bool {
	root, err := checkRoot(dir)
	if err != nil {
		return false
	}
	w.roots = append(w.roots, root)
	w.add(root)
	return true
}

func (w *watcher) event(event fsnotify.Event) {
	switch {
	case event.Has(fsnotify.Remove), event.Has(fsnotify.Rename):
		if slices.Contains(w.roots, event.Name) {
			w.polled[event.Name] = true // it may come back, but its events will not
		}
		w.files.forget(event.Name)
		if event.Has(fsnotify.Rename) {
			w.leave(event.Name)
		}
	case event.Has(fsnotify.Create):
		w.add(event.Name)
	case event.Has(fsnotify.Write):
		if isDocument(event.Name) {
			w.files.changed(event.Name)
		}
	}
}

// add takes note of a file, or of a folder and everything below it. A folder whose changes the system does not tell, or not all of them,
// is polled.
func (w *watcher) add(path string) {
	walk(path, w.files.touch, func(dir string) {
		heard := w.system != nil && w.system.Add(dir) == nil && hearsAll(dir)
		if !heard && !w.isPolled(dir) {
			w.polled[dir] = true
		}
	}, w.tellLink)
}

// tellLink tells of a link that leads out of every watched folder, once.
func (w *watcher) tellLink(path string) {
	if w.link == nil || w.links[path] {
		return
	}
	w.links[path] = true
	for _, root := range w.roots {
		if _, outside := intake.Elsewhere(root, path); !outside {
			return
		}
	}
	folder, _ := intake.Elsewhere(filepath.Dir(path), path)
	err := intake.LinkElsewhere(folder)
	message, hint := lake.Explain(err)
	w.link(&lake.Error{
		Code: lake.CodeOf(err), Op: "watch: walk", Err: err, Hint: hint, Message: lake.Text{PL: path + ": " + message.PL, EN: path + ": " + message.EN},
	})
}

// isPolled reports whether the folder, or one above it, is polled.
func (w *watcher) isPolled(dir string) bool {
	for ; !w.polled[dir]; dir = filepath.Dir(dir) {
		if dir == filepath.Dir(dir) {
			return false
		}
	}
	return true
}

// leave gives up the watches of a folder that has another name now, and of those below it. Left alone they would tell of files by
// their old paths, and end with the folder's own new watch, because the system knows a folder by more than its name.
func (w *watcher) leave(path string) {
	if w.system == nil {
		return
	}
	for _, dir := range w.system.WatchList() {
		if dir == path || strings.HasPrefix(dir, path+string(filepath.Separator)) {
			_ = w.system.Remove(dir) // it may have gone already
		}
	}
}

// checkRoot returns the folder that a path names, without links.
func checkRoot(dir string) (string, error) {
	root, err := filepath.EvalSymlinks(dir)
	if err == nil {
		root, err = filepath.Abs(root)
	}
	var info os.FileInfo
	if err == nil {
		info, err = os.Stat(root)
	}
	switch {
	case errors.Is(err, os.ErrNotExist):
		return "", refused(lake.CodeNotFound, dir, "nie istnieje", "does not exist", err)
	case err != nil:
		return "", refused(lake.CodeIO, dir, "nie daje się odczytać", "cannot be read", err)
	case !info.IsDir():
		return "", refused(lake.CodeUsage, dir, "nie jest folderem", "is not a folder", nil)
	case isLake(root):
		return "", refused(lake.CodeUsage, dir, "jest jeziorem", "is a lake", nil)
	}
	return root, nil
}

// awaiting tells of a folder that is watched as soon as it is there.
func awaiting(dir string, err error) error {
	return &lake.Error{
		Code: lake.CodeOf(err), Op: "watch: wait", Err: err,
		Message: lake.Text{PL: fmt.Sprintf("Nie ma teraz folderu „%s”.", dir), EN: fmt.Sprintf("The folder “%s” is not there now.", dir)},
		Hint:    lake.Text{PL: "Gdy się pojawi, będzie obserwowany.", EN: "It is watched as soon as it appears."},
	}
}

func refused(code lake.Code, dir, pl, en string, err error) error {
	return &lake.Error{
		Code: code, Op: "watch: open", Err: err,
		Message: lake.Text{
			PL: fmt.Sprintf("Nie można obserwować „%s”: %s.", dir, pl),
			EN: fmt.Sprintf("“%s” cannot be watched: it %s.", dir, en),
		},
		Hint: lake.Text{
			PL: "Podaj folder, do którego trafiają faktury.",
			EN: "Name the folder that invoices arrive in.",
		},
	}
}
