package pointlist

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/xuri/excelize/v2"
)

// xmlInMemory is how large a part of a workbook may be in memory; larger ones go through temporary files.
const xmlInMemory = 16 << 20

// readXLSX reads the first sheet. The parser of workbooks is large and the file comes from outside: a panic is a damaged file.
func readXLSX(content []byte) (lines []line, err error) {
	defer func() {
		if r := recover(); r != nil {
			lines, err = nil, notAList(fmt.Errorf("panic: %v", r))
		}
	}()
	book, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{UnzipSizeLimit: MaxUnpacked, UnzipXMLSizeLimit: xmlInMemory, RawCellValue: true})
	if err != nil {
		return nil, notAList(err)
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	sheets := book.GetSheetList()
	if len(sheets) == 0 {
		return nil, notAList(errors.New("no sheet"))
	}
	rows, err := book.Rows(sheets[0])
	if err != nil {
		return nil, notAList(err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for number := 1; rows.Next(); number++ {
		if number > 2*MaxRows { // of them empty ones
			return nil, tooLarge("Arkusz ma zbyt wiele wierszy.", "The sheet has too many rows.")
		}
		cells, err := rows.Columns()
		if err != nil {
			return nil, notAList(err)
		}
		if len(cells) == 0 {
			continue
		}
		if lines, err = appendLine(lines, number, cells); err != nil {
			return nil, err
		}
	}
	if err := rows.Error(); err != nil {
		return nil, notAList(err)
	}
	return lines, nil
}
