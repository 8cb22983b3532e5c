// Package pointlist reads lists of metering points as people have them: CSV files of any delimiter and encoding, and XLSX
// workbooks, with Polish or English headings in any order. Files come from outside, so that every size is bounded.
package pointlist

import (
	"bytes"

	"wattlake/lake"
	"wattlake/pipeline"
)

// Limits of a list. What exceeds one is refused with a sentence.
const (
	MaxBytes    = 20 << 20  // of the file
	MaxUnpacked = 200 << 20 // of a workbook after unpacking
	MaxRows     = 200_000
	MaxColumns  = 100
	MaxCell     = 1_000 // characters
	headingRows = 20    // among which the headings are looked for
)

// Read returns the rows of a list, whatever its file is called. Rows that cannot be taken say why.
func Read(content []byte) ([]pipeline.PointRow, error) {
	if len(content) > MaxBytes {
		return nil, tooLarge("Plik jest większy niż 20 MB.", "The file is larger than 20 MB.")
	}
	read := readCSV
	if bytes.HasPrefix(content, []byte("PK\x03\x04")) {
		read = readXLSX
	}
	lines, err := read(content)
	if err != nil {
		return nil, err
	}
	return rowsOf(lines)
}

// line is one row of cells with its place in the file.
type line struct {
	number int
	cells  []string
}

func tooLarge(pl, en string) error {
	return refuse(lake.CodeTooLarge, pl, en, "Podziel listę na części albo usuń zbędne kolumny.", "Split the list, or remove columns that are not needed.")
}

func refuse(code lake.Code, pl, en, hintPL, hintEN string) error {
	return &lake.Error{Code: code, Op: "pointlist: read", Message: lake.Text{PL: pl, EN: en}, Hint: lake.Text{PL: hintPL, EN: hintEN}}
}
