package pipeline

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"wattlake/lake"
	"wattlake/pipeline/intake"
)

// KnownExtension reports whether files of this name are taken when a folder is dropped.
func KnownExtension(fileName string) bool { return intake.Known(fileName) }

// sourceFile is one file to ingest, or why a named path gives none.
type sourceFile struct {
	path string
	err  error
}

// walkSources lists the files behind the paths: a file is taken as it is, a folder is searched for documents by extension. A link in a
// folder to a file is that file; one to a folder elsewhere is told of.
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
		case intake.IsLink(entry) && isFolder(path):
			if folder, outside := intake.Elsewhere(root, path); outside {
				files = append(files, sourceFile{path, intake.LinkElsewhere(folder)})
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

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
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
