package warehouse

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"
)

// maxSheetRows is how many rows a sheet may have; a longer export goes on in the next one.
const maxSheetRows = 1_048_576

// Widths of columns, in characters.
const (
	textWidth   = 24
	figureWidth = 14
)

// xlsxWriter writes sheets row by row; what does not fit into memory goes to temporary files.
type xlsxWriter struct {
	book    *excelize.File
	sheet   *excelize.StreamWriter
	path    string
	columns []exportColumn
	header  []string
	styles  map[exportKind]int
	bold    int
	sheets  int
	next    int // row of the sheet, from 1
	cells   []any
}

func newXLSXWriter(columns []exportColumn, header []string, path, temp string) (*xlsxWriter, error) {
	w := &xlsxWriter{
		book: excelize.NewFile(excelize.Options{TmpDir: temp}), path: path, columns: columns, header: header, styles: map[exportKind]int{}, cells: make([]any, len(columns)),
	}
	if err := errors.Join(w.makeStyles(), w.nextSheet()); err != nil {
		return nil, errors.Join(err, w.book.Close())
	}
	return w, nil
}

func (w *xlsxWriter) makeStyles() (err error) {
	formats := map[exportKind]string{
		exportMoney: "#,##0.00", exportEnergy: "#,##0.###", exportPrice: "0.000000", exportCount: "0", exportDate: "yyyy-mm-dd",
	}
	for kind, format := range formats {
		if w.styles[kind], err = w.book.NewStyle(&excelize.Style{CustomNumFmt: &format}); err != nil {
			return fmt.Errorf("style of cells: %w", err)
		}
	}
	w.bold, err = w.book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	return err
}

// nextSheet begins a sheet with its header, which stays in view.
func (w *xlsxWriter) nextSheet() (err error) {
	if w.sheet != nil {
		if err := w.sheet.Flush(); err != nil {
			return fmt.Errorf("finish sheet: %w", err)
		}
	}
	w.sheets++
	name := "Wattlake"
	if w.sheets > 1 {
		name += " " + strconv.Itoa(w.sheets)
		_, err = w.book.NewSheet(name)
	} else {
		err = w.book.SetSheetName("Sheet1", name)
	}
	if err != nil {
		return fmt.Errorf("new sheet: %w", err)
	}
	if w.sheet, err = w.book.NewStreamWriter(name); err != nil {
		return fmt.Errorf("new sheet: %w", err)
	}
	err = w.sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
	for i, c := range w.columns {
		width := float64(figureWidth)
		if c.kind == exportText {
			width = textWidth
		}
		err = errors.Join(err, w.sheet.SetColWidth(i+1, i+1, width))
	}
	cells := make([]any, len(w.header))
	for i, title := range w.header {
		cells[i] = excelize.Cell{StyleID: w.bold, Value: title}
	}
	w.next = 1
	return errors.Join(err, w.put(cells))
}

func (w *xlsxWriter) put(cells []any) error {
	if err := w.sheet.SetRow("A"+strconv.Itoa(w.next), cells); err != nil {
		return fmt.Errorf("write row: %w", err)
	}
	w.next++
	return nil
}

func (w *xlsxWriter) row(cells []string) error {
	if w.next > maxSheetRows {
		if err := w.nextSheet(); err != nil {
			return err
		}
	}
	for i, cell := range cells {
		value, err := w.value(w.columns[i].kind, cell)
		if err != nil {
			return fmt.Errorf("column %s: %w", w.columns[i].name, err)
		}
		w.cells[i] = value
	}
	return w.put(w.cells)
}

// value types a cell. Texts are cells of type text, which no spreadsheet computes. A figure is the nearest double, as a
// spreadsheet has no other; the digits that it shows are the same.
func (w *xlsxWriter) value(kind exportKind, cell string) (any, error) {
	if cell == "" {
		return nil, nil //nolint:nilnil // an empty cell
	}
	switch kind {
	case exportText:
		return cell, nil
	case exportDate:
		day, err := time.Parse(time.DateOnly, cell)
		return excelize.Cell{StyleID: w.styles[kind], Value: day}, err
	default:
		figure, err := strconv.ParseFloat(cell, 64)
		return excelize.Cell{StyleID: w.styles[kind], Value: figure}, err
	}
}

func (w *xlsxWriter) close() (err error) {
	defer func() { err = errors.Join(err, w.book.Close()) }()
	if err := w.sheet.Flush(); err != nil {
		return fmt.Errorf("finish sheet: %w", err)
	}
	file, err := os.OpenFile(w.path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, exportMode)
	if err != nil {
		return fmt.Errorf("create file: %w", err)
	}
	// The library packs a workbook in memory; given a writer of our own it goes to the disk at once.
	w.book.SetZipWriter(func(io.Writer) excelize.ZipWriter { return zip.NewWriter(file) })
	_, err = w.book.WriteToBuffer()
	return errors.Join(err, file.Sync(), file.Close())
}
