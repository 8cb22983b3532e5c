package pointlist

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"wattlake/lake"
)

// separators that lists use, the likeliest first.
var separators = []rune{';', '\t', ',', '|'}

// readCSV guesses the encoding and the separator.
func readCSV(content []byte) ([]line, error) {
	text, err := decode(content)
	if err != nil {
		return nil, err
	}
	reader := csv.NewReader(bytes.NewReader(text))
	reader.Comma = separatorOf(text)
	reader.LazyQuotes, reader.FieldsPerRecord = true, -1
	var lines []line
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return lines, nil
		}
		if err != nil {
			return nil, notAList(err)
		}
		number, _ := reader.FieldPos(0)
		if lines, err = appendLine(lines, number, cells); err != nil {
			return nil, err
		}
	}
}

// appendLine holds the limits.
func appendLine(lines []line, number int, cells []string) ([]line, error) {
	if len(lines) >= MaxRows {
		return nil, tooLarge("Lista ma więcej niż 200 000 wierszy.", "The list has more than 200,000 rows.")
	}
	if len(cells) > MaxColumns {
		return nil, tooLarge("Lista ma więcej niż 100 kolumn.", "The list has more than 100 columns.")
	}
	for _, cell := range cells {
		if utf8.RuneCountInString(cell) > MaxCell {
			return nil, tooLarge("Komórka listy ma więcej niż 1000 znaków.", "A cell of the list has more than 1,000 characters.")
		}
	}
	return append(lines, line{number, cells}), nil
}

// decode returns the text as UTF-8: from UTF-8 and UTF-16 by their marks, from UTF-8 without one if it is valid, else from the
// Windows code page of Central Europe.
func decode(content []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(content, []byte("\xef\xbb\xbf")):
		return content[3:], nil
	case bytes.HasPrefix(content, []byte("\xff\xfe")), bytes.HasPrefix(content, []byte("\xfe\xff")):
		text, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(content)
		if err != nil {
			return nil, notAList(err)
		}
		return text, nil
	case utf8.Valid(content):
		return content, nil
	}
	text, err := charmap.Windows1250.NewDecoder().Bytes(content)
	if err != nil {
		return nil, notAList(err)
	}
	return text, nil
}

// separatorOf is the separator that stands most often in the first lines.
func separatorOf(text []byte) rune {
	head := text
	for i, rest := 0, text; i < headingRows; i++ {
		cut := bytes.IndexByte(rest, '\n')
		if cut < 0 {
			head = text
			break
		}
		rest = rest[cut+1:]
		head = text[:len(text)-len(rest)]
	}
	best, most := separators[0], 0
	for _, s := range separators {
		if n := bytes.Count(head, []byte(string(s))); n > most {
			best, most = s, n
		}
	}
	return best
}

func notAList(err error) error {
	return &lake.Error{
		Code: lake.CodeDamaged, Op: "pointlist: read", Err: err,
		Message: lake.Text{PL: "Tego pliku nie da się odczytać jako listy punktów.", EN: "This file cannot be read as a list of points."},
		Hint:    lake.Text{PL: "Zapisz listę jako CSV (UTF-8) albo XLSX.", EN: "Save the list as CSV (UTF-8) or XLSX."},
	}
}
