package pipeline

import (
	"context"
	"image"
	"iter"
	"time"

	"wattlake/lake"
)

// Objects is the store that a lake lies in: a folder or a bucket. Implementations are safe for concurrent use.
type Objects interface {
	// PutIfAbsent stores content durably under key, or reports created=false and leaves what is there. When it returns
	// without an error the object survives a power cut.
	PutIfAbsent(ctx context.Context, key lake.Key, content []byte) (created bool, err error)
	// Get returns the whole object, or an error with [lake.CodeNotFound].
	Get(ctx context.Context, key lake.Key) ([]byte, error)
	// List yields the objects whose key begins with prefix in key order, no temporary files. An error ends the sequence.
	List(ctx context.Context, prefix lake.Key) iter.Seq2[lake.ObjectInfo, error]
}

// Log is the queue between stages. Publish returns when the events are durable.
type Log interface {
	Publish(ctx context.Context, events ...lake.Event) error
	// Consume hands the events of a topic to handle, in order, in batches of at most maxBatch, until ctx ends. A batch is
	// committed for the group when handle returns nil, and handed out again after a restart otherwise (at least once).
	// An error of handle ends Consume and is returned.
	Consume(ctx context.Context, group string, topic lake.Topic, maxBatch int, handle func(context.Context, []lake.Event) error) error
}

// ReadRequest is one document for a reader process.
type ReadRequest struct {
	Document lake.DocumentID
	Ext      string // ".pdf", ".png"…
	Content  []byte
	Password string
	// Attach, which may be nil, is called with every PDF and KSeF invoice that is attached to the document, before its pages
	// are read: also when the reading fails.
	Attach func(name string, content []byte)
}

// PageReader turns documents into words. It is safe for concurrent use and as parallel as it has reader processes.
type PageReader interface {
	// Read returns the words of every page. A document that cannot be read gives a [lake.Error] with a code of its own
	// (needs_password, damaged_document, read_timeout, …); [lake.CodeMissingTool] means that this machine cannot read it
	// now. progress, which may be nil, is called after each page with the pages done and in all.
	Read(ctx context.Context, request ReadRequest, progress func(done, total int)) (lake.PageText, error)
}

// PageRequest asks for the picture of one page of a document.
type PageRequest struct {
	Document lake.DocumentID
	Content  []byte
	Password string
	Page     int     // from 1
	DPI      int     // a page that would be very large comes with less
	Turned   int     // as [lake.Page] says
	Skew     float64 // as [lake.Page] says
}

// PagePicture is a page to look at, upright and level: the boxes of its words fit it.
type PagePicture struct {
	Image  image.Image // *image.Gray or opaque *image.RGBA; shared, so never to be written to
	Width  float64     // points; the picture's width in pixels stands for it
	Height float64     // points
}

// PageRenderer draws pages for people, however busy the [PageReader] is. It is safe for concurrent use.
type PageRenderer interface {
	// RenderPage returns the picture of a page. Errors are those of [PageReader.Read]; [lake.CodeNotFound] means that the
	// document has no such page.
	RenderPage(ctx context.Context, request PageRequest) (PagePicture, error)
}

// Extractor turns words into invoices. It is pure: no I/O, no clock.
type Extractor interface {
	// Extract returns one reading per invoice in the document, at least one.
	Extract(text lake.PageText) []lake.Reading
	// Ordinal is the version of its rules: a higher one replaces earlier results.
	Ordinal() int
}

// XMLExtractor reads KSeF e-invoices. An invalid one gives a [lake.Error].
type XMLExtractor interface {
	ExtractXML(content []byte) ([]lake.Reading, error)
}

// Tables are Silver and Gold. Implementations are safe for concurrent use.
type Tables interface {
	// Touching returns the Silver rows that list one of the documents or have one of the keys.
	Touching(ctx context.Context, documents []lake.DocumentID, keys []lake.InvoiceKey) ([]lake.Invoice, error)
	// CommitSilver removes the rows of the keys and adds the rows, in one commit, and returns the new version. Nothing to
	// change gives the present version. The change was computed from version base (-1: there was no table): if Silver is
	// no longer at it, nothing is committed and the error has [lake.CodeConflict]; read again and compute anew.
	CommitSilver(ctx context.Context, base int64, remove []lake.InvoiceKey, rows []lake.Invoice) (version int64, err error)
	// CommitRegister makes the tables that Gold joins beside the invoices hold exactly this, if they do not.
	CommitRegister(ctx context.Context, register lake.Register) error
	// BuildGold brings every Gold table up to Silver's present version and commits those that changed.
	BuildGold(ctx context.Context) ([]lake.TableCommit, error)
	// RebuildGold does the same from nothing.
	RebuildGold(ctx context.Context) ([]lake.TableCommit, error)
	// SilverVersion returns the version of Silver, -1 if there is none.
	SilverVersion(ctx context.Context) (int64, error)
	// GoldBuiltFrom returns the Silver version that the present Gold was built from, -1 if there is none or Gold is out of
	// date for another reason: another register, other rules.
	GoldBuiltFrom(ctx context.Context) (int64, error)

	// Maintain unites small files and deletes those that no version within the retention names; rows never change.
	Maintain(ctx context.Context, retention time.Duration, dryRun bool) (lake.Maintenance, error)

	// Briefs returns what lists show of all of Silver, in no particular order, and the version that it was read at.
	Briefs(ctx context.Context) (briefs []*lake.Brief, version int64, err error)
	// Correcting returns the rows that correct one of the invoices, ordered by issue date, then number.
	Correcting(ctx context.Context, keys []lake.InvoiceKey) ([]lake.Invoice, error)
	Invoices(ctx context.Context) ([]lake.Invoice, error) // all of Silver, ordered by issue date, then number
	Costs(ctx context.Context, filter lake.MetricFilter) ([]lake.MonthlyCost, error)
	Consumption(ctx context.Context, filter lake.MetricFilter) ([]lake.Consumption, error)
	Corrections(ctx context.Context, filter lake.MetricFilter) ([]lake.CorrectionSummary, error)
	Audit(ctx context.Context, filter lake.MetricFilter) ([]lake.AuditFinding, error)
	Breakdown(ctx context.Context, filter lake.MetricFilter) ([]lake.CostComponent, error)
	// Overview adds up what the filter keeps of the Gold tables; Extent tells what there is to be chosen.
	Overview(ctx context.Context, filter lake.MetricFilter) (lake.Overview, error)
	Extent(ctx context.Context) (lake.Extent, error)
	// Due adds up what has to be paid from the first day to the last.
	Due(ctx context.Context, first, last lake.Date) (lake.Due, error)
}
