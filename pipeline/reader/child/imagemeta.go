package child

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
)

// imageMeta is what a file says about its picture besides the pixels; zero means that it says nothing.
type imageMeta struct {
	dpi      float64
	mirrored bool // left and right are to be exchanged before the turn
	quarters int  // clockwise quarter turns after which the picture is upright
}

// readImageMeta reads resolution and orientation of a PNG, JPEG or TIFF. Nonsense counts as nothing.
func readImageMeta(file []byte) imageMeta {
	var meta imageMeta
	switch {
	case bytes.HasPrefix(file, imageHeaders[0]):
		meta.dpi = pngDPI(file)
	case bytes.HasPrefix(file, imageHeaders[1]):
		meta = jpegMeta(file)
	case isTIFF(file):
		meta = tiffMeta(file)
	}
	if math.IsNaN(meta.dpi) || math.IsInf(meta.dpi, 0) {
		meta.dpi = 0
	}
	return meta
}

// pngDPI reads the pHYs chunk, pixels per metre.
func pngDPI(file []byte) float64 {
	for at := 8; at+12 <= len(file); {
		length := int(binary.BigEndian.Uint32(file[at:]))
		kind := string(file[at+4 : at+8])
		if kind == "IDAT" || length < 0 || length > len(file)-at-12 {
			return 0
		}
		if kind == "pHYs" && length == 9 && file[at+16] == 1 {
			return float64(binary.BigEndian.Uint32(file[at+8:])) * metresPerInch
		}
		at += 12 + length
	}
	return 0
}

// jpegMeta reads the JFIF density and the EXIF orientation.
func jpegMeta(file []byte) imageMeta {
	var meta imageMeta
	for at := 2; at+4 <= len(file) && file[at] == 0xff; {
		marker, length := file[at+1], int(binary.BigEndian.Uint16(file[at+2:]))
		if marker == 0xda || length < 2 || at+2+length > len(file) {
			return meta
		}
		segment := file[at+4 : at+2+length]
		switch {
		case marker == 0xe0 && len(segment) >= 12 && bytes.HasPrefix(segment, []byte("JFIF\x00")):
			density := float64(binary.BigEndian.Uint16(segment[8:]))
			switch segment[7] {
			case 1:
				meta.dpi = density
			case 2:
				meta.dpi = density * 2.54
			}
		case marker == 0xe1 && bytes.HasPrefix(segment, []byte("Exif\x00\x00")):
			exif := tiffMeta(segment[6:])
			meta.mirrored, meta.quarters = exif.mirrored, exif.quarters
		}
		at += 2 + length
	}
	return meta
}

const (
	tagOrientation    = 0x0112
	tagXResolution    = 0x011a
	tagResolutionUnit = 0x0128
	tiffEntrySize     = 12
)

func isTIFF(file []byte) bool {
	return bytes.HasPrefix(file, imageHeaders[2]) || bytes.HasPrefix(file, imageHeaders[3])
}

func tiffOrder(file []byte) binary.ByteOrder {
	if file[0] == 'M' {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

// tiffDirectory returns the entries of the directory at the offset and the offset of the next one.
func tiffDirectory(file []byte, offset uint32) (entries []byte, next uint32, ok bool) {
	order := tiffOrder(file)
	size := uint64(len(file))
	if offset < 8 || uint64(offset)+2 > size {
		return nil, 0, false
	}
	start := uint64(offset) + 2
	end := start + uint64(order.Uint16(file[offset:]))*tiffEntrySize
	if end+4 > size {
		return nil, 0, false
	}
	return file[start:end], order.Uint32(file[end:]), true
}

// tiffMeta reads resolution and orientation from the first directory.
func tiffMeta(file []byte) imageMeta {
	var meta imageMeta
	if len(file) < 8 || !isTIFF(file) {
		return meta
	}
	order := tiffOrder(file)
	entries, _, ok := tiffDirectory(file, order.Uint32(file[4:]))
	if !ok {
		return meta
	}
	perCentimetre := false
	for ; len(entries) >= tiffEntrySize; entries = entries[tiffEntrySize:] {
		switch order.Uint16(entries) {
		case tagOrientation:
			meta.mirrored, meta.quarters = exifTurn(order.Uint16(entries[8:]))
		case tagXResolution:
			at := uint64(order.Uint32(entries[8:]))
			if at+8 <= uint64(len(file)) {
				meta.dpi = float64(order.Uint32(file[at:])) / float64(order.Uint32(file[at+4:]))
			}
		case tagResolutionUnit:
			perCentimetre = order.Uint16(entries[8:]) == 3
		}
	}
	if perCentimetre {
		meta.dpi *= 2.54
	}
	return meta
}

// exifTurn returns what an EXIF orientation asks for: to exchange left and right, then clockwise quarter turns.
func exifTurn(orientation uint16) (mirrored bool, quarters int) {
	turns := [...]struct {
		mirrored bool
		quarters int
	}{2: {true, 0}, 3: {false, 2}, 4: {true, 2}, 5: {true, 3}, 6: {false, 1}, 7: {true, 1}, 8: {false, 3}}
	if int(orientation) >= len(turns) {
		return false, 0
	}
	return turns[orientation].mirrored, turns[orientation].quarters
}

// tiffPages returns the offsets of the directories of a TIFF, one per page.
func tiffPages(file []byte, maxPages int) ([]uint32, error) {
	if len(file) < 8 {
		return nil, damaged("reader: open TIFF", fmt.Errorf("%d bytes", len(file)))
	}
	var pages []uint32
	for offset := tiffOrder(file).Uint32(file[4:]); offset != 0 && !slices.Contains(pages, offset); {
		_, next, ok := tiffDirectory(file, offset)
		if !ok {
			break
		}
		if len(pages) == maxPages {
			return nil, tooManyPages(len(pages)+1, maxPages)
		}
		pages = append(pages, offset)
		offset = next
	}
	if len(pages) == 0 {
		return nil, damaged("reader: open TIFF", errors.New("no page"))
	}
	return pages, nil
}

// turnToPage makes the file begin with the page whose directory is at the offset: decoders read the first page only.
func turnToPage(file []byte, offset uint32) {
	tiffOrder(file).PutUint32(file[4:], offset)
}
