package lake

import "strings"

// TextSource tells where words come from.
type TextSource string

// The sources of text, best first: XML is exact, a text layer is what the vendor printed, OCR is a guess.
const (
	SourceXML       TextSource = "xml"
	SourceTextLayer TextSource = "text_layer"
	SourceOCR       TextSource = "ocr"
)

// Box is a rectangle on a page in points (1/72 inch), origin at the top left of the page as it is displayed, y downwards.
type Box struct {
	X0 float64 `json:"x0"`
	Y0 float64 `json:"y0"`
	X1 float64 `json:"x1"`
	Y1 float64 `json:"y1"`
}

// Union returns the smallest box around both; an empty box adds nothing.
func (b Box) Union(o Box) Box {
	switch {
	case b == Box{}:
		return o
	case o == Box{}:
		return b
	}
	return Box{min(b.X0, o.X0), min(b.Y0, o.Y0), max(b.X1, o.X1), max(b.Y1, o.Y1)}
}

// Word is a run of characters without white space.
type Word struct {
	Text       string  `json:"text"`
	Box        Box     `json:"box"`
	Confidence float64 `json:"confidence"` // 0 to 1; 1 for a text layer
}

// Page is one page of a document in reading order. Number counts from 1.
type Page struct {
	Number int        `json:"number"`
	Width  float64    `json:"width"`  // points, as displayed
	Height float64    `json:"height"` // points, as displayed
	Source TextSource `json:"source"`
	Words  []Word     `json:"words"`
	Lines  []int      `json:"lines"` // index in Words at which each line of text begins
	// Turned and Skew say how a scan had to be turned clockwise, first by quarters and then about its middle by degrees,
	// until its text was upright and level. Width, Height and the boxes are those of the turned page.
	Turned int     `json:"turned,omitempty"` // quarter turns, 0 to 3
	Skew   float64 `json:"skew,omitempty"`   // degrees, -5 to 5
}

// Text returns the page's words, one line of text per line.
func (p Page) Text() string {
	var b strings.Builder
	next := 0
	for i, w := range p.Words {
		switch {
		case next < len(p.Lines) && p.Lines[next] == i:
			next++
			if i > 0 {
				b.WriteByte('\n')
			}
		case i > 0:
			b.WriteByte(' ')
		}
		b.WriteString(w.Text)
	}
	return b.String()
}

// PageText is what the read stage keeps of one document as {name}.{c}.words.json. It is deterministic: no clock, no host name.
type PageText struct {
	Document DocumentID `json:"document_id"`
	Reader   int        `json:"reader"` // ordinal of the reader's version: higher is newer
	Pages    []Page     `json:"pages"`
	// Attachments are documents that were found inside this one, in its order. They are documents of their own.
	Attachments []Attachment `json:"attachments,omitempty"`
}

// Attachment is a document inside a PDF.
type Attachment struct {
	Name     string     `json:"name"` // as the PDF calls the file
	Document DocumentID `json:"document_id"`
	Ext      string     `json:"ext"` // ".pdf" or ".xml"
}

// Source is OCR if any page had to be recognised, else the source of the pages.
func (t PageText) Source() TextSource {
	source := SourceTextLayer
	for _, p := range t.Pages {
		if p.Source == SourceOCR {
			return SourceOCR
		}
		source = p.Source
	}
	return source
}

// Text returns all pages separated by form feeds, the content of {name}.{c}.txt.
func (t PageText) Text() string {
	pages := make([]string, len(t.Pages))
	for i, p := range t.Pages {
		pages[i] = p.Text()
	}
	return strings.Join(pages, "\f")
}
