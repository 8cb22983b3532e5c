package intake

import (
	"bytes"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"wattlake/lake"
)

// Format is a kind of document.
type Format struct {
	Ext       string // under which the bytes are stored
	MediaType string
	aliases   []string // other file name extensions for it
	matches   func(head []byte) bool
}

// pdfHeaderWindow is how far into a file the PDF header may stand (ISO 32000-1, annex H, note 13).
const pdfHeaderWindow = 1024

// invoiceRoot finds the root element of an e-invoice, whatever prefix its namespace has: an XML declaration is not mandatory.
var invoiceRoot = regexp.MustCompile(`<(?:[A-Za-z_][A-Za-z0-9_.-]*:)?Faktura[\s/>]`)

// formats are told apart by content, never by name.
var formats = []Format{
	{".pdf", "application/pdf", nil, func(b []byte) bool { return bytes.Contains(b[:min(len(b), pdfHeaderWindow)], []byte("%PDF-")) }},
	{".png", "image/png", nil, prefix("\x89PNG\r\n\x1a\n")},
	{".jpg", "image/jpeg", []string{".jpeg"}, prefix("\xff\xd8\xff")},
	{".tif", "image/tiff", []string{".tiff"}, prefix("II*\x00", "MM\x00*")},
	{".xml", "application/xml", nil, func(b []byte) bool {
		return bytes.HasPrefix(bytes.TrimLeft(bytes.TrimPrefix(b, []byte("\ufeff")), " \t\r\n"), []byte("<?xml")) ||
			invoiceRoot.Match(b[:min(len(b), pdfHeaderWindow)])
	}},
}

func prefix(magics ...string) func([]byte) bool {
	return func(b []byte) bool {
		return slices.ContainsFunc(magics, func(m string) bool { return bytes.HasPrefix(b, []byte(m)) })
	}
}

// Sniff tells the format of a document, or why it is refused.
func Sniff(content []byte) (Format, error) {
	if len(content) == 0 {
		return Format{}, &lake.Error{
			Code: lake.CodeEmptyFile, Op: "intake",
			Message: lake.Text{PL: "Plik jest pusty.", EN: "The file is empty."},
			Hint:    lake.Text{PL: "Pobierz fakturę jeszcze raz.", EN: "Download the invoice again."},
		}
	}
	for _, f := range formats {
		if f.matches(content) {
			return f, nil
		}
	}
	return Format{}, stranger(content)
}

// Formats returns every kind of document.
func Formats() []Format { return slices.Clone(formats) }

// container tells archives and mails apart, which are opened for the documents inside.
type container int

const (
	noContainer container = iota
	zipContainer
	mailContainer
)

// IsContainer reports whether a file is an archive or a mail, by its first [HeadBytes].
func IsContainer(content []byte) bool {
	return containerOf(content[:min(len(content), HeadBytes)]) != noContainer
}

// containerOf tells by the first bytes of a file what it contains others in.
func containerOf(head []byte) container {
	switch {
	case prefix("PK\x03\x04", "PK\x05\x06")(head):
		return zipContainer
	case isMail(head):
		return mailContainer
	default:
		return noContainer
	}
}

// Known reports whether files of this name are taken when a folder is dropped.
func Known(fileName string) bool {
	ext := strings.ToLower(filepath.Ext(fileName))
	return ext == ".zip" || ext == ".eml" || slices.ContainsFunc(formats, func(f Format) bool { return f.Ext == ext || slices.Contains(f.aliases, ext) })
}
