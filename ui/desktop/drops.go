package desktop

import (
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"wattlake/lake"
	"wattlake/ui/present"
	"wattlake/ui/settings"
)

// drop is what was dropped at once.
type drop struct {
	Paths  []string `json:"paths"`
	Source string   `json:"source"` // see [lake.Origin]
}

// drops keeps a list, in the lake's own folder, of what was dropped and may not be in the lake yet: who leaves the program, or has a
// power cut, while files come in finds the rest of them taken in at the next start. Safe for concurrent use.
type drops struct {
	mu   sync.Mutex
	path string // of the list
	open map[int]drop
}

// load takes the list of a lake that was just opened, with what an earlier run has left: that stays on it until resume takes it.
func (d *drops) load(folder string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.path, d.open = filepath.Join(folder, filepath.FromSlash(lake.LocalPrefix), "dropped.json"), map[int]drop{}
	content, err := os.ReadFile(d.path)
	var left []drop
	if err != nil || json.Unmarshal(content, &left) != nil {
		return // none, or no list of ours: the files are where they were
	}
	for i, one := range left {
		d.open[-1-i] = one // apart from the numbers of this run
	}
}

// resume returns what an earlier run has left and takes it off the list: it is dropped again.
func (d *drops) resume() []drop {
	d.mu.Lock()
	defer d.mu.Unlock()
	var left []drop
	for _, n := range slices.Backward(slices.Sorted(maps.Keys(d.open))) {
		if n < 0 {
			left = append(left, d.open[n])
			delete(d.open, n)
		}
	}
	return left
}

// note puts a drop on the list, or, with no paths, takes it off.
func (d *drops) note(number int, what drop) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.path == "" {
		return nil
	}
	delete(d.open, number)
	if len(what.Paths) > 0 {
		d.open[number] = what
	}
	if len(d.open) == 0 {
		if err := os.Remove(d.path); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	list := make([]drop, 0, len(d.open))
	for _, n := range slices.Sorted(maps.Keys(d.open)) {
		list = append(list, d.open[n])
	}
	content, err := json.Marshal(list)
	if err != nil {
		return err
	}
	return settings.Replace(d.path, content)
}

// noteDrop is note for the window: a list that cannot be kept takes nothing away.
func (w *Window) noteDrop(number int, what drop) {
	if err := w.drops.note(number, what); err != nil {
		w.p.Logger.WarnContext(w.ctx, "what was dropped is not noted", slog.Any("error", err))
	}
}

// resumeDrops goes on with what was dropped before the program was left.
func (w *Window) resumeDrops() {
	left := w.drops.resume()
	files := 0
	for _, d := range left {
		files += len(d.Paths)
		w.ingest(d.Paths, d.Source)
	}
	if files > 0 {
		w.toast.say(w.locale.N("batch.resumed", files))
	}
}

// untaken are the paths of a drop that gave no document yet.
func untaken(paths []string, batch *present.Batch, number int) []string {
	taken := map[string]bool{}
	for _, r := range batch.Taken(number) {
		taken[r.File] = true
	}
	return slices.DeleteFunc(slices.Clone(paths), func(path string) bool { return taken[path] })
}
