package pipeline

import (
	"container/list"
	"context"
	"fmt"
	"image"
	"sync"

	"wattlake/lake"
)

// The resolution of page pictures, in dots per inch.
const (
	DefaultPageDPI = 150
	minPageDPI     = 20
	maxPageDPI     = 400
)

// maxPictureBytes bounds the pictures that are kept for a second look: about three coloured A4 pages at [DefaultPageDPI].
const maxPictureBytes = 28 << 20

// PageImage returns the picture of a page (from 1) of a document, upright and level, so that the boxes of the page's words
// fit it: a box in points times the picture's width in pixels over [PagePicture].Width is the place in pixels. dpi 0 means
// [DefaultPageDPI]; beyond 20 to 400 the nearest is taken. It is drawn by a process of its own, whatever else is being read.
//
// Errors: [lake.CodeNotFound] for an unknown document or page, [lake.CodeNoPicture] for an XML invoice, and those of
// reading, such as [lake.CodeNeedsPassword].
func (n *Node) PageImage(ctx context.Context, id lake.DocumentID, page, dpi int) (PagePicture, error) {
	key := n.bronze.RawKey(id)
	parsed, ok := lake.ParseKey(key)
	switch {
	case !ok:
		return PagePicture{}, notFound(string(id))
	case parsed.Ext == ".xml" || n.pictures.renderer == nil:
		return PagePicture{}, errNoPicture
	}
	if dpi == 0 {
		dpi = DefaultPageDPI
	}
	request := PageRequest{Document: id, Page: page, DPI: min(max(dpi, minPageDPI), maxPageDPI)}
	text, _, known, err := n.bronze.Words(ctx, id)
	if err != nil {
		return PagePicture{}, err
	}
	if known && page >= 1 && page <= len(text.Pages) {
		request.Turned, request.Skew = text.Pages[page-1].Turned, text.Pages[page-1].Skew
	}
	return unlocked(ctx, n.passwords, id, func(password string) (PagePicture, error) {
		request.Password = password
		return n.pictures.get(ctx, request, func(ctx context.Context) ([]byte, error) { return n.bronze.Get(ctx, key) })
	})
}

var errNoPicture = &lake.Error{
	Code: lake.CodeNoPicture, Op: "pipeline: page image",
	Message: lake.Text{PL: "Ten dokument nie ma stron do obejrzenia.", EN: "This document has no pages to look at."},
	Hint:    lake.Text{PL: "E-faktura (XML) to same dane, bez wyglądu strony.", EN: "An e-invoice (XML) is data alone, without a page to show."},
}

// pictureID names a picture: the same page drawn in the same way.
type pictureID struct {
	document  lake.DocumentID
	page, dpi int
	turned    int
	skew      float64
}

// pictureCache draws pages and keeps the last ones, the longest unused of them leaving first. Safe for concurrent use.
type pictureCache struct {
	renderer PageRenderer

	mu    sync.Mutex
	kept  map[pictureID]*list.Element // of recent
	order *list.List                  // of keptPicture, the last used first
	bytes int
}

type keptPicture struct {
	id      pictureID
	picture PagePicture
	bytes   int
}

func newPictureCache(renderer PageRenderer) *pictureCache {
	return &pictureCache{renderer: renderer, kept: map[pictureID]*list.Element{}, order: list.New()}
}

// get returns the picture from the cache, or draws it from the document's bytes, which load gives.
func (c *pictureCache) get(ctx context.Context, request PageRequest, load func(context.Context) ([]byte, error)) (PagePicture, error) {
	id := pictureID{request.Document, request.Page, request.DPI, request.Turned, request.Skew}
	if picture, ok := c.find(id); ok {
		return picture, nil
	}
	var err error
	if request.Content, err = load(ctx); err != nil {
		return PagePicture{}, fmt.Errorf("page image: %w", err)
	}
	picture, err := c.renderer.RenderPage(ctx, request)
	if err != nil {
		return PagePicture{}, err
	}
	c.keep(keptPicture{id, picture, pictureBytes(picture.Image)})
	return picture, nil
}

func (c *pictureCache) find(id pictureID) (PagePicture, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	element, ok := c.kept[id]
	if !ok {
		return PagePicture{}, false
	}
	c.order.MoveToFront(element)
	kept, _ := element.Value.(keptPicture)
	return kept.picture, true
}

// forget drops the pictures of a document.
func (c *pictureCache) forget(document lake.DocumentID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for id, element := range c.kept {
		if id.document == document {
			kept, _ := c.order.Remove(element).(keptPicture)
			c.bytes -= kept.bytes
			delete(c.kept, id)
		}
	}
}

func (c *pictureCache) keep(p keptPicture) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, known := c.kept[p.id]; known || p.bytes > maxPictureBytes {
		return
	}
	c.kept[p.id] = c.order.PushFront(p)
	c.bytes += p.bytes
	for c.bytes > maxPictureBytes {
		oldest, _ := c.order.Remove(c.order.Back()).(keptPicture)
		delete(c.kept, oldest.id)
		c.bytes -= oldest.bytes
	}
}

func pictureBytes(picture image.Image) int {
	switch p := picture.(type) {
	case *image.Gray:
		return len(p.Pix)
	case *image.RGBA:
		return len(p.Pix)
	default:
		return 0
	}
}
