// Package icons holds the drawings of the program. Strokes and fills say currentColor; the theme puts a colour in.
package icons

import "embed"

// Files holds the icons as SVG files on a 24 × 24 grid.
//
//go:embed *.svg
var Files embed.FS

// App is the program's icon, 512 × 512.
//
//go:embed wattlake.png
var App []byte
