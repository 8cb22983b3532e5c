package look

import (
	"bytes"
	"encoding/binary"

	"fyne.io/fyne/v2"
	"golang.org/x/image/font/gofont/gomono"
)

// oneWidth is the font for code: Fyne v2.7 cuts the underscores off its own.
var oneWidth = fyne.NewStaticResource("gomono.ttf", spaced(gomono.TTF, codeGap))

// codeGap is the room between two lines of code in the font's units, of which there are 2048 to the size of a letter. The font has none
// itself; Fyne rounds the place of the letters down and the height of a line to the nearest pixel, which cuts off the ends of g and p.
const codeGap = 150

// spaced returns a TrueType font with another gap between its lines. The format is that of the OpenType specification, tables "Font
// directory" and "hhea".
func spaced(font []byte, gap uint16) []byte {
	const (
		tables, record = 12, 16 // bytes: where the directory begins, and what a table takes in it
		offset, length = 8, 12  // within a record
		lineGap        = 8      // within the table
	)
	font = bytes.Clone(font)
	for at := tables; at+length <= len(font); at += record {
		if string(font[at:at+4]) == "hhea" {
			table := binary.BigEndian.Uint32(font[at+offset:])
			binary.BigEndian.PutUint16(font[table+lineGap:], gap)
			break
		}
	}
	return font
}
