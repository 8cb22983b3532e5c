package reader

import (
	"log/slog"
	"time"
)

// Budgets bound what one document may cost.
type Budgets struct {
	PerPage          time.Duration // wall clock from one page to the next; the first includes opening the document
	PerDocument      time.Duration // wall clock of the whole document
	Start            time.Duration // wall clock until a new reader is ready, with an empty cache
	MemoryBytes      int64         // resident size of a reader
	MaxPages         int           // of a document
	MaxPixelsPerPage int64         // of the picture of a page
	MaxOutputBytes   int64         // of the words of a document, encoded
}

// DefaultBudgets returns budgets that leave any honest invoice far from its limits on a slow laptop: a scanned A4 page
// takes about 3 seconds and 8.7 million pixels at 300 dpi, a text page some milliseconds.
func DefaultBudgets() Budgets {
	return Budgets{
		PerPage:          time.Minute,
		PerDocument:      30 * time.Minute, // 500 scanned pages
		Start:            2 * time.Minute,
		MemoryBytes:      1 << 30,
		MaxPages:         500,
		MaxPixelsPerPage: 50_000_000, // a telephone's photograph, or A2 at 300 dpi
		MaxOutputBytes:   64 << 20,
	}
}

func (b Budgets) orDefaults() Budgets {
	d := DefaultBudgets()
	return Budgets{
		PerPage:          positive(b.PerPage, d.PerPage),
		PerDocument:      positive(b.PerDocument, d.PerDocument),
		Start:            positive(b.Start, d.Start),
		MemoryBytes:      positive(b.MemoryBytes, d.MemoryBytes),
		MaxPages:         positive(b.MaxPages, d.MaxPages),
		MaxPixelsPerPage: positive(b.MaxPixelsPerPage, d.MaxPixelsPerPage),
		MaxOutputBytes:   positive(b.MaxOutputBytes, d.MaxOutputBytes),
	}
}

func positive[T int | int64 | time.Duration](value, otherwise T) T {
	if value > 0 {
		return value
	}
	return otherwise
}

// DefaultRecycleAfter is how many documents a reader serves before a new one takes its place: the libraries leak a little.
const DefaultRecycleAfter = 200

// Params is what a pool needs. Command is required; zero values of the rest mean the defaults.
type Params struct {
	Command      []string // how to start a reader: the program and its arguments
	Size         int      // readers at most; default the number of CPUs
	CacheDir     string   // for compiled code; must exist; empty means none: each start then takes seconds
	Budgets      Budgets  // fields that are zero become those of [DefaultBudgets]
	RecycleAfter int      // documents per reader; default [DefaultRecycleAfter]
	Logger       *slog.Logger
}
