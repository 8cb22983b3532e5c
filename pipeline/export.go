package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"wattlake/lake"
)

// Exporter are tables that can be written into other files.
type Exporter interface {
	// Export writes the rows into the file, which it creates, and returns how many there are. Memory does not grow with them.
	Export(ctx context.Context, e lake.Export, path string) (rows int64, err error)
}

// ExportFormatOf tells the format by the file's extension; "" is none that can be exported.
func ExportFormatOf(path string) lake.ExportFormat {
	switch format := lake.ExportFormat(strings.TrimPrefix(strings.ToLower(filepath.Ext(path)), ".")); format {
	case lake.ExportCSV, lake.ExportXLSX, lake.ExportParquet:
		return format
	default:
		return ""
	}
}

// Export writes what is asked for into a file and returns the number of rows. The file is there as a whole or not at all; one
// that is there already is replaced only with force.
func (l *Library) Export(ctx context.Context, e lake.Export, path string, force bool) (rows int64, err error) {
	exporter, can := l.tables.(Exporter)
	if e.Format == "" {
		e.Format = ExportFormatOf(path)
	}
	if !can || e.Format == "" {
		return 0, &lake.Error{
			Code: lake.CodeUsage, Op: "pipeline: export",
			Message: lake.Text{PL: "Nie wiadomo, w jakim formacie zapisać „" + path + "”.", EN: "It is not clear in which format to write “" + path + "”."},
			Hint:    lake.Text{PL: "Nazwa pliku kończy się na .csv, .xlsx albo .parquet.", EN: "File names end in .csv, .xlsx or .parquet."},
		}
	}
	if _, err := os.Lstat(path); err == nil && !force {
		return 0, fileExists(path)
	}
	folder, err := os.MkdirTemp(filepath.Dir(path), ".wattlake-export-") // beside it, so that it can be moved in one step
	if err != nil {
		return 0, exportFailed(path, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	part := filepath.Join(folder, "export."+string(e.Format))
	if rows, err = exporter.Export(ctx, e, part); err != nil {
		return 0, exportFailed(path, err)
	}
	return rows, exportFailed(path, publishExport(part, path, force))
}

// publishExport gives the file its name. Without force it never replaces one that appeared meanwhile.
func publishExport(part, path string, force bool) error {
	if force {
		return os.Rename(part, path)
	}
	err := os.Link(part, path)
	switch {
	case errors.Is(err, fs.ErrExist):
		return fileExists(path)
	case err != nil: // a file system without links
		return os.Rename(part, path)
	}
	return nil
}

func fileExists(path string) error {
	return &lake.Error{
		Code: lake.CodeConflict, Op: "pipeline: export",
		Message: lake.Text{PL: "Plik „" + path + "” już istnieje.", EN: "The file “" + path + "” is there already."},
		Hint:    lake.Text{PL: "Wybierz inną nazwę albo zastąp go: --force.", EN: "Choose another name, or replace it: --force."},
	}
}

// exportFailed tells a full disk and a folder that cannot be written from the rest.
func exportFailed(path string, err error) error {
	full := err != nil && (errors.Is(err, syscall.ENOSPC) || strings.Contains(err.Error(), "No space left"))
	_, isPath := errors.AsType[*fs.PathError](err)
	switch {
	case full:
		return &lake.Error{
			Code: lake.CodeDiskFull, Op: "pipeline: export", Err: err,
			Message: lake.Text{PL: "Na dysku nie ma miejsca na eksport.", EN: "The disk has no room for the export."},
			Hint:    lake.Text{PL: "Zwolnij miejsce albo zapisz plik na innym dysku.", EN: "Free some space, or write the file to another disk."},
		}
	case isPath && lake.CodeOf(err) == lake.CodeInternal:
		return &lake.Error{
			Code: lake.CodeIO, Op: "pipeline: export", Err: err,
			Message: lake.Text{PL: fmt.Sprintf("Nie można zapisać pliku „%s”.", path), EN: fmt.Sprintf("The file “%s” cannot be written.", path)},
			Hint:    lake.Text{PL: "Sprawdź, czy folder istnieje i czy możesz w nim pisać.", EN: "Check that the folder exists and that you may write to it."},
		}
	}
	return err
}
