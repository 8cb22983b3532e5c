// Package raster prepares the grey picture of a page for recognition: it levels it, and takes ruled lines, barcodes, dark bands and the
// grain of the paper off it. Pictures are [image.Gray] whose bounds begin at the origin, 0 for ink and 255 for paper; angles are clockwise in
// degrees. Every function returns a picture of its own and leaves the one that it was given.
package raster
