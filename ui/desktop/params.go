package desktop

import (
	"context"
	"log/slog"
	"time"

	"fyne.io/fyne/v2"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/desktop/connect"
	"wattlake/ui/desktop/review"
	"wattlake/ui/desktop/thread"
	"wattlake/ui/settings"
)

// Node is what the window needs of the pipeline.
type Node interface {
	Ingest(ctx context.Context, request pipeline.IngestRequest, update func(pipeline.IngestUpdate)) ([]pipeline.IngestResult, error)
	Entries(ctx context.Context) ([]*pipeline.Entry, error)
	review.Node
	Raw(ctx context.Context, id lake.DocumentID) (content []byte, ext string, err error)
	Retry(ctx context.Context, ids []lake.DocumentID) error
	Reread(ctx context.Context, ids []lake.DocumentID) error
	Delete(ctx context.Context, ids []lake.DocumentID) error
	CancelReading(ctx context.Context, ids ...lake.DocumentID) error
	Deleted(ctx context.Context) ([]pipeline.Document, error)
	Restore(ctx context.Context, ids []lake.DocumentID) error
	ApproveShown(ctx context.Context, lines []*pipeline.Entry) error
	Overview(ctx context.Context, filter lake.MetricFilter) (lake.Overview, error)
	Extent(ctx context.Context) (lake.Extent, error)
	Due(ctx context.Context, first, last lake.Date) (lake.Due, error)
	Costs(ctx context.Context, filter lake.MetricFilter) ([]lake.MonthlyCost, error)
	Consumption(ctx context.Context, filter lake.MetricFilter) ([]lake.Consumption, error)
	Corrections(ctx context.Context, filter lake.MetricFilter) ([]lake.CorrectionSummary, error)
	AcceptFinding(ctx context.Context, id string) error
	Subscribe() (changes <-chan pipeline.Change, cancel func())
	Activity() pipeline.Activity
	Waiting(most int) []pipeline.Waiting
	// Export writes what is asked for into a file, see [pipeline.Library.Export].
	Export(ctx context.Context, e lake.Export, path string, force bool) (rows int64, err error)
	// Unlock gives the password of a document, see [pipeline.Node.Unlock].
	Unlock(ctx context.Context, id lake.DocumentID, password string, keep bool) error
	CanKeepPasswords(ctx context.Context) error
	// The PPE register, see [pipeline.Node.SavePoints].
	Points() []lake.RegisteredPoint
	PreviewPoints(points []lake.RegisteredPoint) pipeline.RegisterChange
	CheckRegister(ctx context.Context) (pipeline.RegisterReport, error)
	SavePoints(ctx context.Context, points []lake.RegisteredPoint) (pipeline.RegisterChange, error)
	RemovePoint(ctx context.Context, ppe string) error
	UndoRegister(ctx context.Context) (points int, err error)
	// Backup and RestoreBackup keep a copy of the lake and take one in, see [pipeline.Library.Backup].
	Backup(ctx context.Context, path string, progress func(done, total int)) (objects int, err error)
	RestoreBackup(ctx context.Context, path string, progress func(done, total int)) (pipeline.RestoreReport, error)
}

// TextFinder is a [Node] that has an index of the documents' texts.
type TextFinder interface {
	// FindText tells for documents which of the words, in lower case without Polish marks, their text has: one bit per word.
	FindText(ctx context.Context, words []string) (map[lake.DocumentID]uint64, error)
}

// Params is what the window is made of.
type Params struct {
	App fyne.App
	// Sleeper waits for events while nothing happens.
	Sleeper thread.Sleeper
	// Open starts the pipeline on the lake in the folder, with the settings that were saved last. It is called beside the
	// drawing thread, so that the window is there at once, and again after the session before was closed; an error is shown in
	// the window as a sentence. Meanwhile early may get the lines that are known already, see [pipeline.Params.Early].
	Open func(ctx context.Context, folder string, early func([]*pipeline.Entry)) (Session, error)
	// OpenPaths hands over the files of a second start; nil if there is no such thing.
	OpenPaths <-chan []string
	// Samples writes the sample invoices to a folder and returns their paths; nil hides the offer.
	Samples func(ctx context.Context) ([]string, error)
	// Lang is the system's language; the settings overrule it.
	Lang     lake.Lang
	LakePath string // folder of the lake, for people
	Version  string
	// SQL returns the statements that compute a Gold table; nil hides them.
	SQL      func(table string) string
	Settings settings.Settings
	// Connect tests and keeps the connections to the team.
	Connect connect.Services
	// Watch reports every invoice in the folders and below, and what appears there later, until ctx ends; folders that are absent are
	// told of and awaited, links that are not followed told of. It is nil if it cannot.
	Watch func(ctx context.Context, folders []string, found func(path string), absent func(error)) error
	// ReadPoints reads a list of metering points of at most so many bytes; nil if it cannot.
	ReadPoints    func(content []byte) ([]pipeline.PointRow, error)
	MaxPointsFile int64
	// ScanLanguages are the languages that scans can be recognised in, by Tesseract's names.
	ScanLanguages []string
	First         bool         // nobody has used the program before: lead through the first start
	Crash         *CrashReport // of the run before; nil if it ended well
	Bus           bool         // there is a session bus that answers
	Tray          bool         // the system has a tray for programs that have no window
	Notify        bool         // the system shows notifications
	// SaveSettings keeps the settings; nil forgets them.
	SaveSettings func(settings.Settings) error
	Clock        func() time.Time
	Logger       *slog.Logger
}
