package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"wattlake/lake"
	"wattlake/pipeline/intake"
)

// ingested is one file that is durable in Bronze.
type ingested struct {
	document lake.DocumentID
	known    bool // the same bytes were here before
}

// dropped is how a document comes: its bytes and what its origin says.
type dropped struct {
	fileName  string // without its folder
	content   []byte
	source    string // see [lake.Origin]
	container string // file name of the archive or mail around it, "" if there is none
	member    string // path inside the container
}

// ingestBytes is the ingest stage: raw bytes, then the record of the drop, then the event.
func (n *Node) ingestBytes(ctx context.Context, d dropped) (ingested, error) {
	kind, err := intake.Sniff(d.content)
	if err != nil {
		return ingested{}, err
	}
	id := lake.NewDocumentID(d.content)
	name := lake.NewName(d.fileName, id)
	if err := n.refuseErased(id); err != nil {
		return ingested{}, err
	}
	defer n.arrivals.begin(id)()
	known := n.bronze.Has(id)
	key := lake.RawKey(name, kind.Ext)
	if _, err := n.bronze.Put(ctx, key, d.content); err != nil {
		return ingested{}, fmt.Errorf("store %s: %w", d.fileName, err)
	}
	origin, err := json.Marshal(lake.Origin{
		Document: id, FileName: d.fileName, Size: int64(len(d.content)), MediaType: kind.MediaType,
		Source: d.source, Author: n.author, At: n.clock().UTC().Format(time.RFC3339), Container: d.container, Member: d.member,
	})
	if err != nil {
		return ingested{}, fmt.Errorf("encode origin: %w", err)
	}
	if _, err := n.bronze.Put(ctx, lake.OriginKey(name, origin), origin); err != nil {
		return ingested{}, fmt.Errorf("store origin of %s: %w", d.fileName, err)
	}
	through, err := n.through(ctx, id)
	if err != nil || through {
		return ingested{document: id, known: known}, err
	}
	event, err := n.bronze.StageEvent(lake.TopicUploaded, id, key, d.content, false)
	if err != nil {
		return ingested{}, err
	}
	return ingested{document: id, known: known}, n.announce(ctx, event)
}

// arrivals are the documents on their way between Bronze and their first event. A worker that hears of one before that may have
// put it off by the time when somebody here begins to wait for its answer.
type arrivals struct {
	mu    sync.Mutex
	count map[lake.DocumentID]int
}

func (a *arrivals) begin(id lake.DocumentID) (end func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.count == nil {
		a.count = map[lake.DocumentID]int{}
	}
	a.count[id]++
	return func() {
		a.mu.Lock()
		defer a.mu.Unlock()
		if a.count[id]--; a.count[id] == 0 {
			delete(a.count, id)
		}
	}
}

func (a *arrivals) has(id lake.DocumentID) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.count[id] > 0
}

// through reports whether the pipeline has nothing to do for a document that is dropped again.
func (n *Node) through(ctx context.Context, id lake.DocumentID) (bool, error) {
	decisions := lake.Facts{Decisions: n.bronze.Decisions(id)}
	if decisions.Deleted() { // dropping a deleted document again brings it back, also while its rows are still being taken out
		return false, n.decide(ctx, lake.Decision{Kind: lake.DecideRestore, Author: n.author, Document: id})
	}
	if _, active := n.tracker.step(id); active {
		return true, nil
	}
	facts, err := n.bronze.Facts(ctx, id)
	if err != nil {
		return false, err
	}
	return facts.Status().Final() && n.tracker.trouble(id) == nil, nil
}

// openSource opens a file that a person named, and tells whether it contains others. The caller closes it.
func openSource(path string) (file *os.File, size int64, opens bool, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, 0, false, intake.Unreadable(err)
	}
	if !info.Mode().IsRegular() { // opening a pipe would wait for its writer
		return nil, 0, false, intake.Unreadable(fmt.Errorf("%s: %w", info.Mode().Type(), fs.ErrInvalid))
	}
	file, err = os.Open(path)
	if err != nil {
		return nil, 0, false, intake.Unreadable(err)
	}
	head := make([]byte, min(info.Size(), intake.HeadBytes))
	if _, err := file.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, 0, false, errors.Join(intake.Unreadable(err), file.Close())
	}
	return file, info.Size(), intake.IsContainer(head), nil
}

// readSource reads a document within the size limit.
func readSource(file io.Reader, size int64) ([]byte, error) {
	if size <= lake.MaxDocumentBytes {
		content, err := io.ReadAll(io.LimitReader(file, lake.MaxDocumentBytes+1)) // it may have grown
		if err != nil {
			return nil, intake.Unreadable(err)
		}
		if len(content) <= lake.MaxDocumentBytes {
			return content, nil
		}
	}
	return nil, refuse(lake.CodeTooLarge, "Plik jest większy niż 100 MB.", "The file is larger than 100 MB.",
		"Podziel dokument na mniejsze części.", "Split the document into smaller parts.")
}

// refuse makes the error of a document that is not taken.
func refuse(code lake.Code, messagePL, messageEN, hintPL, hintEN string) *lake.Error {
	return &lake.Error{
		Code: code, Op: "pipeline: ingest",
		Message: lake.Text{PL: messagePL, EN: messageEN}, Hint: lake.Text{PL: hintPL, EN: hintEN},
	}
}

// KnownExtension reports whether files of this name are taken when a folder is dropped.
func KnownExtension(fileName string) bool { return intake.Known(fileName) }

// sourceFile is one file to ingest, or why a named path gives none.
type sourceFile struct {
	path string
	err  error
}

// walkSources lists the files behind the paths: a file is taken as it is, a folder is searched for documents by extension.
func walkSources(paths []string) []sourceFile {
	var files []sourceFile
	for _, path := range paths {
		info, err := os.Stat(path)
		switch {
		case err != nil:
			files = append(files, sourceFile{path, intake.Unreadable(err)})
		case info.IsDir():
			files = append(files, walkFolder(path)...)
		default:
			files = append(files, sourceFile{path: path})
		}
	}
	return files
}

func walkFolder(root string) []sourceFile {
	var files []sourceFile
	behindLink := root + string(filepath.Separator) // else a link to a folder would be walked as a file
	err := filepath.WalkDir(behindLink, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			files = append(files, sourceFile{filepath.Clean(path), intake.Unreadable(err)})
			if entry != nil && entry.IsDir() {
				return fs.SkipDir
			}
		case !entry.IsDir() && intake.Known(path):
			files = append(files, sourceFile{path: path})
		}
		return nil
	})
	if err == nil && len(files) == 0 {
		err = fs.ErrNotExist
		files = append(files, sourceFile{root, &lake.Error{
			Code: lake.CodeNotADocument, Op: "pipeline: ingest", Err: err,
			Message: lake.Text{PL: "W folderze nie ma faktur.", EN: "There are no invoices in the folder."},
			Hint:    lake.Text{PL: "Szukamy plików PDF, XML, PNG, JPEG, TIFF, ZIP i EML.", EN: "PDF, XML, PNG, JPEG, TIFF, ZIP and EML files are looked for."},
		}})
	}
	return files
}
