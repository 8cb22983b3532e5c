package present

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"wattlake/lake"
)

// FileProgress is how one file is getting on.
type FileProgress struct {
	File     string
	Document lake.DocumentID // "" until its bytes are kept
	Status   lake.Status
	Stage    lake.Stage
	Page     int
	Pages    int
	Reason   lake.Text // why it failed, or why a person must look
	order    int
}

// BatchView is a snapshot for the screen.
type BatchView struct {
	Visible   bool
	Running   bool
	Done      int
	Total     int
	Stages    map[lake.Stage]int // files at work per stage
	Files     []FileProgress     // at work first, then what needs the user, then the rest
	Queued    int                // files that nothing has begun on yet
	Summary   Summary            // what is known so far; final when nothing runs
	Cancelled bool               // the user stopped waiting
	Problem   error              // a run that ended for a reason of its own
	Took      time.Duration      // since the first drop, until now or the end
}

// Summary counts how files ended.
type Summary struct {
	New        int // read, whether or not a person must look
	Review     int // of these, how many a person must look at
	Duplicates int
	Failed     int
}

// View returns the present state.
func (b *Batch) View() BatchView {
	b.mu.Lock()
	defer b.mu.Unlock()
	v := BatchView{Visible: len(b.runs) > 0, Stages: map[lake.Stage]int{}}
	for _, n := range slices.Sorted(maps.Keys(b.runs)) {
		r := b.runs[n]
		v.Running = v.Running || !r.finished
		end := b.now()
		if r.finished {
			end = r.ended
		}
		v.Took = max(v.Took, end.Sub(r.began))
		v.Done += r.done
		v.Total += r.total
		switch {
		case r.err == nil:
		case lake.CodeOf(r.err) == lake.CodeCancelled:
			v.Cancelled = true
		default:
			v.Problem = r.err
		}
		for _, f := range r.files {
			f.order += n * filesPerRun
			v.Files = append(v.Files, f)
			v.count(f)
		}
	}
	slices.SortFunc(v.Files, compareProgress)
	return v
}

// filesPerRun keeps the files of one drop together; more than this many in one drop would only sort oddly.
const filesPerRun = 1 << 20

func (v *BatchView) count(f FileProgress) {
	switch f.Status {
	case lake.Processing:
		v.Stages[f.Stage]++
	case lake.Waiting:
		v.Queued++
	case lake.StatusDoubled:
		v.Summary.Duplicates++
	case lake.Failed:
		v.Summary.Failed++
	case lake.StatusReview:
		v.Summary.New++
		v.Summary.Review++
	case lake.Ready, lake.Reviewed:
		v.Summary.New++
	default:
	}
}

// progressRank puts files at work first, then what needs the user.
var progressRank = map[lake.Status]int{lake.Processing: 1, lake.Failed: 2, lake.StatusReview: 3, lake.StatusDoubled: 4, lake.Waiting: 5, lake.Ready: 6, lake.Reviewed: 6}

func compareProgress(a, b FileProgress) int {
	return cmp.Or(cmp.Compare(progressRank[a.Status], progressRank[b.Status]), cmp.Compare(a.order, b.order))
}
