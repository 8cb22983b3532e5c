package child

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/png"
	"math"
	"testing"

	"golang.org/x/image/tiff"

	"wattlake/pipeline/reader/child/raster"
)

func TestPlausibleDPI(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		stated float64
		w, h   int
		want   float64
	}{
		{"stated", 300, 2480, 3508, 300},
		{"nothing stated", 0, 1654, 2339, 200},
		{"a camera's 72", 72, 3000, 4000, 363},
		{"so coarse that the paper is a poster", 96, 3000, 4000, 363},
		{"landscape", 0, 2339, 1654, 200},
	}
	for _, test := range tests {
		if got := plausibleDPI(test.stated, test.w, test.h); math.Abs(got-test.want) > 1 {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

// twoPages returns a TIFF whose second page is another picture, made of two files of one page each.
func twoPages(tb testing.TB) []byte {
	tb.Helper()
	var first, second bytes.Buffer
	for i, b := range []*bytes.Buffer{&first, &second} {
		if err := tiff.Encode(b, image.NewGray(image.Rect(0, 0, 10+i*10, 20)), nil); err != nil {
			tb.Fatal(err)
		}
	}
	file, le := first.Bytes(), binary.LittleEndian
	base := uint32(len(file))
	directory := le.Uint32(file[4:])
	entries := uint32(le.Uint16(file[directory:]))
	next := directory + 2 + entries*tiffEntrySize
	more := bytes.Clone(second.Bytes())
	start := le.Uint32(more[4:])
	for i := range uint32(le.Uint16(more[start:])) { // what the entries point to has moved
		entry := more[start+2+i*tiffEntrySize:]
		size := le.Uint32(entry[4:]) * map[uint16]uint32{3: 2, 4: 4, 5: 8}[le.Uint16(entry[2:])]
		if tag := le.Uint16(entry); size > 4 || tag == 273 {
			le.PutUint32(entry[8:], le.Uint32(entry[8:])+base)
		}
	}
	le.PutUint32(file[next:], base+start)
	return append(file, more...)
}

func TestTIFFPages(t *testing.T) {
	t.Parallel()
	file := twoPages(t)
	offsets, err := tiffPages(file, 10)
	if err != nil || len(offsets) != 2 {
		t.Fatalf("%d pages, error %v", len(offsets), err)
	}
	for i, offset := range offsets {
		turnToPage(file, offset)
		picture, err := tiff.Decode(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		if got, want := picture.Bounds().Dx(), 10+i*10; got != want {
			t.Errorf("page %d is %d wide, want %d", i+1, got, want)
		}
	}
	if _, err := tiffPages(file, 0); err == nil {
		t.Error("too many pages are accepted")
	}
}

func FuzzImageMeta(f *testing.F) {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 2, 2))); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x01\x01\x2c\x01\x2c\x00\x00"))
	f.Add([]byte("II*\x00\x08\x00\x00\x00\x01\x00\x1a\x01\x05\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"))
	f.Add(twoPages(f))
	f.Fuzz(func(t *testing.T, file []byte) {
		meta := readImageMeta(file)
		if math.IsNaN(meta.dpi) || math.IsInf(meta.dpi, 0) || meta.quarters < 0 || meta.quarters > 3 {
			t.Errorf("nonsense: %+v", meta)
		}
		if isTIFF(file) {
			_, _ = tiffPages(file, 5)
		}
	})
}

func TestRulesAndBandsAreRemoved(t *testing.T) {
	t.Parallel()
	page := image.NewGray(image.Rect(0, 0, 1200, 700))
	fill := func(r image.Rectangle, v uint8) {
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				page.Pix[y*page.Stride+x] = v
			}
		}
	}
	fill(page.Rect, 240)
	fill(image.Rect(100, 100, 1100, 103), 30) // a rule
	fill(image.Rect(600, 50, 603, 300), 30)   // across
	fill(image.Rect(200, 150, 220, 190), 30)  // a letter
	fill(image.Rect(100, 400, 1100, 470), 40) // a dark band
	fill(image.Rect(300, 420, 320, 450), 250) // with a light letter
	fill(image.Rect(100, 262, 300, 266), 30)  // the bars of letters and dashes in a row, "4-4-4"
	for i := range 14 {
		fill(image.Rect(104+14*i, 250, 110+14*i, 280), 30)
	}
	for i := range 30 { // bold letters close together below it, "HHH"
		fill(image.Rect(100+16*i, 478, 105+16*i, 508), 30)
		fill(image.Rect(109+16*i, 478, 114+16*i, 508), 30)
		fill(image.Rect(105+16*i, 490, 109+16*i, 494), 30)
	}
	for i := range 1000 { // a band whose upper edge is askew
		fill(image.Rect(100+i, 580+i/100, 101+i, 640), 40)
	}
	for i := range 25 { // a barcode
		fill(image.Rect(700+8*i, 160, 703+8*i, 240), 30)
	}
	fill(image.Rect(1000, 150, 1020, 225), 150) // a pale letter of a heading
	got := raster.Prepare(page, 300)
	for _, place := range []struct {
		what string
		x, y int
		dark bool
	}{
		{"rule", 400, 101, false},
		{"column rule", 601, 200, false},
		{"letter", 210, 170, true},
		{"ground of the band", 700, 435, false},
		{"letter in the band", 310, 435, true},
		{"dash between letters", 113, 263, true},
		{"bold letter below the band", 102, 485, true},
		{"paper beside the slope", 1050, 583, false},
		{"ground under the slope", 1050, 620, false},
		{"barcode", 701, 200, false},
		{"pale letter", 1010, 200, true},
	} {
		if dark := got.GrayAt(place.x, place.y).Y < 128; dark != place.dark {
			t.Errorf("%s: shade %d", place.what, got.GrayAt(place.x, place.y).Y)
		}
	}
}
