//go:build !cgo

package child

import (
	"errors"
	"image"
)

// leptonicaTIFF needs C libraries.
func leptonicaTIFF([]byte, func(int64) error) (*image.Gray, error) {
	return nil, errors.New("this program was built without libtiff")
}
