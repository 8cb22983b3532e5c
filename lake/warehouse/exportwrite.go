package warehouse

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"strings"

	"wattlake/lake"
)

// exportWriter writes rows of text cells into a file.
type exportWriter interface {
	row(cells []string) error
	close() error // finishes the file and makes it durable
}

const exportMode = 0o600

func newExportWriter(e lake.Export, source exportSource, path, temp string) (exportWriter, error) {
	header := make([]string, len(source.columns))
	for i, c := range source.columns {
		header[i] = exportTitle(c.name, e.Titles)
	}
	switch e.Format {
	case lake.ExportCSV:
		return newCSVWriter(e, source.columns, header, path)
	case lake.ExportXLSX:
		return newXLSXWriter(source.columns, header, path, temp)
	default:
		return nil, &lake.Error{
			Code: lake.CodeUsage, Op: "warehouse: export",
			Message: lake.Text{PL: "Nie ma takiego formatu: " + string(e.Format) + ".", EN: "There is no such format: " + string(e.Format) + "."},
			Hint:    lake.Text{PL: "Nazwa pliku kończy się na .csv, .xlsx albo .parquet.", EN: "File names end in .csv, .xlsx or .parquet."},
		}
	}
}

// byteOrderMark tells older Excels that a file is UTF-8.
const byteOrderMark = "\ufeff"

type csvWriter struct {
	file    *os.File
	out     *bufio.Writer
	csv     *csv.Writer
	columns []exportColumn
	comma   bool
	record  []string
}

func newCSVWriter(e lake.Export, columns []exportColumn, header []string, path string) (*csvWriter, error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, exportMode)
	if err != nil {
		return nil, fmt.Errorf("create file: %w", err)
	}
	w := &csvWriter{file: file, out: bufio.NewWriter(file), columns: columns, comma: e.DecimalComma, record: make([]string, len(columns))}
	w.csv = csv.NewWriter(w.out)
	switch {
	case e.Separator != 0:
		w.csv.Comma = e.Separator
	case e.DecimalComma:
		w.csv.Comma = ';'
	}
	w.csv.UseCRLF = true // RFC 4180, and what spreadsheets write
	if e.BOM {
		_, err = w.out.WriteString(byteOrderMark)
	}
	if err = errors.Join(err, w.csv.Write(header)); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return w, nil
}

func (w *csvWriter) row(cells []string) error {
	for i, cell := range cells {
		switch kind := w.columns[i].kind; {
		case kind == exportText:
			cell = lake.SpreadsheetText(cell)
		case kind != exportDate && w.comma:
			cell = strings.Replace(cell, ".", ",", 1)
		}
		w.record[i] = cell
	}
	return w.csv.Write(w.record)
}

func (w *csvWriter) close() error {
	w.csv.Flush()
	return errors.Join(w.csv.Error(), w.out.Flush(), w.file.Sync(), w.file.Close())
}
