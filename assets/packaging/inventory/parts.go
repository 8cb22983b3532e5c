package main

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
)

// part is what a module brings into the binary that its own licence does not speak of: a library in another language, or fonts.
type part struct {
	module, name string
	licences     []string // SPDX identifiers
	files        []string // texts in the module's folder
	text         []byte   // for a module that has none
}

// pdfium is the licences of PDFium and of what it is built with; the module that brings it has its own only.
//
//go:embed pdfium.txt
var pdfium []byte

var parts = []part{
	{module: "github.com/go-gl/glfw/v3.3/glfw", name: "GLFW", licences: []string{"Zlib"}, files: []string{"glfw/LICENSE.md"}},
	{
		module: "fyne.io/fyne/v2", name: "Noto Sans, Inter, DejaVu Sans Mono", licences: []string{"OFL-1.1", "Bitstream-Vera"},
		files: []string{"theme/font/LICENSE.txt", "theme/font/LICENSE_Inter.txt", "theme/font/LICENSE_DejaVu-Powerline.txt"},
	},
	{
		module: "github.com/klippa-app/go-pdfium", name: "PDFium", text: pdfium,
		licences: []string{"BSD-3-Clause", "Apache-2.0", "FTL", "ICU", "IJG", "MIT", "BSD-2-Clause", "libpng-2.0", "libtiff", "Zlib"},
	},
}

// partsOf are what the module in the folder brings along. A text that is no longer where it was is an error, so that none gets lost.
func partsOf(m debug.Module, dir string) ([]module, error) {
	var all []module
	for _, p := range parts {
		if p.module != m.Path {
			continue
		}
		text := p.text
		for _, file := range p.files {
			content, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(file)))
			if err != nil {
				return nil, fmt.Errorf("licence of %s: %w", p.name, err)
			}
			text = append(text, append(content, "\n\n"...)...)
		}
		all = append(all, module{Module: debug.Module{Path: p.name, Version: m.Version}, within: m.Path, licences: p.licences, text: text})
	}
	return all, nil
}
