//go:build cgo

package child

// #cgo LDFLAGS: -lleptonica
// #include <leptonica/allheaders.h>
// #include <stdlib.h>
//
// // unpackGray copies an 8 bit picture into rows without gaps.
// static void unpackGray(PIX *pix, unsigned char *to, int width, int height) {
// 	l_uint32 *data = pixGetData(pix);
// 	int words = pixGetWpl(pix);
// 	for (int y = 0; y < height; y++)
// 		for (int x = 0; x < width; x++)
// 			to[(size_t)y * width + x] = GET_DATA_BYTE(data + (size_t)y * words, x);
// }
import "C"

import (
	"errors"
	"image"
	"unsafe"
)

// leptonicaTIFF decodes the first page of a TIFF in any of libtiff's encodings, upright and in shades of grey.
// allowed judges the number of pixels before any is decoded.
func leptonicaTIFF(file []byte, allowed func(pixels int64) error) (*image.Gray, error) {
	data := C.CBytes(file)
	defer C.free(data)
	C.setMsgSeverity(C.L_SEVERITY_NONE)
	content, size := (*C.l_uint8)(data), C.size_t(len(file))
	var width, height C.l_int32
	if C.readHeaderMemTiff(content, size, 0, &width, &height, nil, nil, nil, nil, nil) != 0 || width <= 0 || height <= 0 {
		return nil, errors.New("libtiff cannot read its header")
	}
	if err := allowed(int64(width) * int64(height)); err != nil {
		return nil, err
	}
	pix := C.pixReadMemTiff(content, size, 0)
	if pix == nil {
		return nil, errors.New("libtiff cannot decode it")
	}
	defer C.pixDestroy(&pix) //nolint:gocritic // dupSubExpr: in what cgo makes of it
	gray := C.pixConvertTo8(pix, 0)
	if gray == nil {
		return nil, errors.New("the picture cannot be made grey")
	}
	defer C.pixDestroy(&gray) //nolint:gocritic // as above
	// Turned, it is as high as the header says wide.
	picture := image.NewGray(image.Rect(0, 0, int(C.pixGetWidth(gray)), int(C.pixGetHeight(gray))))
	C.unpackGray(gray, (*C.uchar)(unsafe.Pointer(unsafe.SliceData(picture.Pix))), C.int(picture.Rect.Dx()), C.int(picture.Rect.Dy()))
	return picture, nil
}
