package ksef

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"wattlake/lake"
)

// The limits of a document. KSeF itself takes 1 MB, or 3 MB with an attachment, and its structure is 9 levels deep.
const (
	maxBytes    = 4 << 20
	maxDepth    = 32
	maxText     = 8 << 10 // bytes of one text
	maxElements = 200_000
)

// node is an element: its local name, its name space, its attributes, and either text or children.
type node struct {
	name     string
	space    string
	attrs    []xml.Attr
	text     string
	raw      []byte // the text while it is being read
	children []*node
}

// parse reads a document into a tree within the limits. Document types and entities are refused: KSeF has none, and they
// are how XML is turned against its reader.
func parse(content []byte) (*node, error) {
	if len(content) > maxBytes {
		return nil, tooLarge(fmt.Sprintf("%d MB", maxBytes>>20))
	}
	decoder := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(content, []byte("\ufeff")))) //nolint:gosec // tokens only, within the limits
	b := builder{}
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, damaged(err)
		}
		if err := b.add(token); err != nil {
			return nil, err
		}
	}
	if b.root == nil {
		return nil, damaged(io.ErrUnexpectedEOF)
	}
	return b.root, nil
}

// builder builds the tree from tokens.
type builder struct {
	root     *node
	open     []*node
	elements int
}

func (b *builder) add(token xml.Token) error {
	switch t := token.(type) {
	case xml.Directive:
		return &lake.Error{
			Code: lake.CodeNotADocument, Op: "ksef: extract",
			Message: lake.Text{
				PL: "Plik XML zawiera definicję typu dokumentu (DTD), której faktury KSeF nie mają.",
				EN: "The XML file contains a document type definition (DTD), which KSeF invoices never have.",
			},
			Hint: lake.Text{PL: "Pobierz fakturę z KSeF jeszcze raz.", EN: "Download the invoice from KSeF again."},
		}
	case xml.StartElement:
		return b.start(t.Copy())
	case xml.EndElement:
		last := b.open[len(b.open)-1]
		last.text, last.raw = string(bytes.TrimSpace(last.raw)), nil
		if len(last.text) > maxText {
			return tooLarge(fmt.Sprintf("%d kB", maxText>>10))
		}
		b.open = b.open[:len(b.open)-1]
	case xml.CharData:
		if len(b.open) > 0 {
			last := b.open[len(b.open)-1]
			last.raw = append(last.raw, t...)
		}
	}
	return nil
}

func (b *builder) start(t xml.StartElement) error {
	if b.elements++; b.elements > maxElements {
		return tooLarge(fmt.Sprintf("%d <elem>", maxElements))
	}
	if len(b.open) >= maxDepth {
		return tooLarge(fmt.Sprintf("%d <a><b>…", maxDepth))
	}
	n := &node{name: t.Name.Local, space: t.Name.Space, attrs: t.Attr}
	switch {
	case len(b.open) > 0:
		parent := b.open[len(b.open)-1]
		parent.children = append(parent.children, n)
	case b.root != nil:
		return damaged(errors.New("more than one root element"))
	default:
		b.root = n
	}
	b.open = append(b.open, n)
	return nil
}

// child returns the first child of that name, or nil.
func (n *node) child(name string) *node {
	if n == nil {
		return nil
	}
	for _, c := range n.children {
		if c.name == name {
			return c
		}
	}
	return nil
}

// all returns the children of that name.
func (n *node) all(name string) []*node {
	if n == nil {
		return nil
	}
	var found []*node
	for _, c := range n.children {
		if c.name == name {
			found = append(found, c)
		}
	}
	return found
}

// at follows first children; nil if there is no such path.
func (n *node) at(path ...string) *node {
	for _, name := range path {
		n = n.child(name)
	}
	return n
}

// value returns the text at the path with single spaces, "" if there is none.
func (n *node) value(path ...string) string {
	n = n.at(path...)
	if n == nil {
		return ""
	}
	return strings.Join(strings.Fields(n.text), " ")
}

func (n *node) attribute(name string) string {
	if n == nil {
		return ""
	}
	for _, a := range n.attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// walk calls visit for every text below n in document order, n included.
func (n *node) walk(visit func(text string)) {
	if n == nil {
		return
	}
	if n.text != "" {
		visit(n.text)
	}
	for _, c := range n.children {
		c.walk(visit)
	}
}

func damaged(err error) error {
	return &lake.Error{
		Code: lake.CodeDamaged, Op: "ksef: extract", Err: err,
		Message: lake.Text{PL: "Plik XML jest uszkodzony.", EN: "The XML file is damaged."},
		Hint:    lake.Text{PL: "Pobierz fakturę z KSeF jeszcze raz.", EN: "Download the invoice from KSeF again."},
	}
}

func tooLarge(limit string) error {
	return &lake.Error{
		Code: lake.CodeTooLarge, Op: "ksef: extract",
		Message: lake.Text{
			PL: "Plik XML jest większy niż jakakolwiek faktura KSeF (limit: " + limit + ").",
			EN: "The XML file is larger than any KSeF invoice (limit: " + limit + ").",
		},
		Hint: lake.Text{PL: "Pobierz fakturę z KSeF jeszcze raz.", EN: "Download the invoice from KSeF again."},
	}
}
