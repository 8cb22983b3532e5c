package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"wattlake/lake"
)

// ingested is one file that is durable in Bronze.
type ingested struct {
	document lake.DocumentID
	known    bool // the same bytes were here before
}

// ingestFile copies one file into Bronze and announces it. The source file is only read.
func (n *Node) ingestFile(ctx context.Context, path, source string) (ingested, error) {
	content, err := readSource(path)
	if err != nil {
		return ingested{}, err
	}
	return n.ingestBytes(ctx, filepath.Base(path), content, source)
}

// ingestBytes is the ingest stage: raw bytes, then the record of the drop, then the event.
func (n *Node) ingestBytes(ctx context.Context, fileName string, content []byte, source string) (ingested, error) {
	kind, err := sniff(content)
	if err != nil {
		return ingested{}, err
	}
	id := lake.NewDocumentID(content)
	name := lake.NewName(fileName, id)
	known := n.bronze.Has(id)
	key := lake.RawKey(name, kind.ext)
	if _, err := n.bronze.Put(ctx, key, content); err != nil {
		return ingested{}, fmt.Errorf("store %s: %w", fileName, err)
	}
	origin, err := json.Marshal(lake.Origin{
		Document: id, FileName: fileName, Size: int64(len(content)), MediaType: kind.mediaType,
		Source: source, Author: n.author, At: n.clock().UTC().Format(time.RFC3339),
	})
	if err != nil {
		return ingested{}, fmt.Errorf("encode origin: %w", err)
	}
	if _, err := n.bronze.Put(ctx, lake.OriginKey(name, origin), origin); err != nil {
		return ingested{}, fmt.Errorf("store origin of %s: %w", fileName, err)
	}
	through, err := n.through(ctx, id)
	if err != nil || through {
		return ingested{document: id, known: known}, err
	}
	event, err := n.bronzeEvent(lake.TopicUploaded, id, key, content, false)
	if err != nil {
		return ingested{}, err
	}
	return ingested{document: id, known: known}, n.announce(ctx, event)
}

// through reports whether the pipeline has nothing to do for a document that is dropped again.
func (n *Node) through(ctx context.Context, id lake.DocumentID) (bool, error) {
	if _, active := n.tracker.step(id); active {
		return true, nil
	}
	facts, err := n.bronze.Facts(ctx, id)
	if err != nil {
		return false, err
	}
	if facts.Deleted() { // dropping a deleted document again brings it back
		return false, n.decide(ctx, lake.Decision{Kind: lake.DecideRestore, Author: n.author, Document: id})
	}
	return facts.Status().Final() && n.tracker.trouble(id) == nil, nil
}

// readSource reads a file that a person named, within the size limit.
func readSource(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, unreadable(err)
	}
	if !info.Mode().IsRegular() {
		return nil, unreadable(fmt.Errorf("%s: %w", info.Mode().Type(), fs.ErrInvalid))
	}
	if info.Size() > lake.MaxDocumentBytes {
		return nil, &lake.Error{
			Code: lake.CodeTooLarge, Op: "pipeline: ingest",
			Message: lake.Text{PL: "Plik jest większy niż 100 MB.", EN: "The file is larger than 100 MB."},
			Hint:    lake.Text{PL: "Podziel dokument na mniejsze części.", EN: "Split the document into smaller parts."},
		}
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, unreadable(err)
	}
	return content, nil
}

func unreadable(err error) error {
	return &lake.Error{
		Code: lake.CodeUnreadable, Op: "pipeline: ingest", Err: err,
		Message: lake.Text{PL: "Nie można odczytać pliku.", EN: "The file cannot be read."},
		Hint: lake.Text{
			PL: "Sprawdź, czy plik istnieje i czy masz do niego dostęp.", EN: "Check that the file exists and that you may read it.",
		},
	}
}

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
			files = append(files, sourceFile{path, unreadable(err)})
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
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			files = append(files, sourceFile{path, unreadable(err)})
			if entry != nil && entry.IsDir() {
				return fs.SkipDir
			}
		case !entry.IsDir() && KnownExtension(path):
			files = append(files, sourceFile{path: path})
		}
		return nil
	})
	if err == nil && len(files) == 0 {
		err = fs.ErrNotExist
		files = append(files, sourceFile{root, &lake.Error{
			Code: lake.CodeNotADocument, Op: "pipeline: ingest", Err: err,
			Message: lake.Text{PL: "W folderze nie ma faktur.", EN: "There are no invoices in the folder."},
			Hint:    lake.Text{PL: "Szukamy plików PDF, XML, PNG, JPEG i TIFF.", EN: "PDF, XML, PNG, JPEG and TIFF files are looked for."},
		}})
	}
	return files
}
