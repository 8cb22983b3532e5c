package desktop

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/desktop/activity"
	"wattlake/ui/desktop/thread"
	"wattlake/ui/present"
)

const (
	// mostWaiting is how many documents on their way the page lists: nobody reads more.
	mostWaiting = 200
	// ticking is how often the list of what is on its way is shown anew while something is.
	ticking = time.Second
	// logTail is how much of the end of the log is shown, in bytes.
	logTail = 64 << 10
)

// observe tells those who fetch what is in sight of the activity page.
func (w *Window) observe() {
	if w.page != activityPage {
		w.observed.Store(nil)
		return
	}
	section := w.doings.Section
	w.observed.Store(&section)
	w.paintLists()
	w.lists.trigger()
}

// loadActivity fetches what is in sight of the activity page.
func (w *Window) loadActivity(s *session, entries []*pipeline.Entry) {
	doing, now := s.Node.Activity(), w.p.Clock()
	w.rates.Note(now, doing)
	section := w.observed.Load()
	if section == nil {
		return
	}
	l := w.ask.get().locale
	var view activity.View
	switch *section {
	case activity.Queues:
		waiting := s.Node.Waiting(mostWaiting)
		view.Stages = present.StagesGrid(l, doing, &w.rates, now)
		if len(waiting) > 0 { // pages and seconds go on without a change in the lake
			time.AfterFunc(ticking, w.lists.trigger)
		}
		view.Waiting = present.NewWaitingList(l, waiting, namesOf(entries, documentsOf(waiting)), now)
	case activity.Events:
		last := w.events.Last()
		wanted := make(map[lake.DocumentID]bool, len(last))
		for _, e := range last {
			wanted[e.Change.Document] = true
		}
		view.Events = present.EventsGrid(l, last, namesOf(entries, wanted), time.Local)
	case activity.Log:
		tail, err := endOf(w.logPath())
		if err != nil {
			w.report("the log could not be read", err)
		}
		view.Log = present.LogGrid(l, tail, time.Local)
	case activity.Deleted:
		documents, err := s.Node.Deleted(s.ctx)
		if err != nil {
			w.report("the deleted documents could not be listed", err)
		}
		view.Deleted = present.NewDeletedList(l, documents, time.Local)
	case activity.Failed:
	}
	thread.Do(func() {
		if l == w.locale {
			w.doing = view
			w.paintLists()
		}
	})
}

func documentsOf(list []pipeline.Waiting) map[lake.DocumentID]bool {
	wanted := make(map[lake.DocumentID]bool, len(list))
	for _, waiting := range list {
		wanted[waiting.Document] = true
	}
	return wanted
}

// namesOf finds the file names of the documents.
func namesOf(entries []*pipeline.Entry, wanted map[lake.DocumentID]bool) map[lake.DocumentID]string {
	names := make(map[lake.DocumentID]string, len(wanted))
	for _, e := range entries {
		if wanted[e.Document] {
			names[e.Document] = e.FileName
		}
	}
	return names
}

func (w *Window) logPath() string {
	return filepath.Join(w.ask.get().folder, filepath.FromSlash(lake.LocalPrefix), "wattlake.log")
}

func (w *Window) openLog() { w.openFile(w.logPath()) }

// endOf returns the last bytes of a file; one that is not there is empty.
func endOf(path string) ([]byte, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // it was only read
	if size, err := file.Seek(0, io.SeekEnd); err != nil {
		return nil, err
	} else if _, err := file.Seek(max(0, size-logTail), io.SeekStart); err != nil {
		return nil, err
	}
	return io.ReadAll(file)
}

// setUpTeam leads to the settings of the team's bucket.
func (w *Window) setUpTeam() {
	w.wishes.Section = "bucket"
	w.page = settingsPage
	w.build()
}
