package pipeline

import (
	"context"
	"image"
	"testing"

	"wattlake/lake"
	"wattlake/lake/bronze"
)

// plainRenderer draws white pages and counts them.
type plainRenderer struct{ drawn int }

func (r *plainRenderer) RenderPage(context.Context, PageRequest) (PagePicture, error) {
	r.drawn++
	return PagePicture{Image: image.NewGray(image.Rect(0, 0, 1000, 1000)), Width: 595, Height: 842}, nil
}

func TestPicturesAreKeptWithinTheirBound(t *testing.T) {
	t.Parallel()
	renderer := &plainRenderer{}
	cache := newPictureCache(renderer)
	load := func(context.Context) ([]byte, error) { return nil, nil }
	look := func(page int) {
		t.Helper()
		if _, err := cache.get(t.Context(), PageRequest{Document: "d", Page: page, DPI: 100}, load); err != nil {
			t.Fatal(err)
		}
	}
	const fit = maxPictureBytes / 1_000_000
	for range 2 {
		for page := range fit {
			look(page)
		}
	}
	if renderer.drawn != fit {
		t.Errorf("%d pages were drawn %d times", fit, renderer.drawn)
	}
	look(0)   // the last used
	look(fit) // one too many: the longest unused leaves
	look(0)
	if renderer.drawn != fit+1 || cache.bytes > maxPictureBytes || cache.order.Len() != len(cache.kept) {
		t.Errorf("drawn %d, %d bytes kept, %d and %d entries", renderer.drawn, cache.bytes, cache.order.Len(), len(cache.kept))
	}
	look(1)
	if renderer.drawn != fit+2 {
		t.Error("the longest unused page was kept")
	}
	if _, err := cache.get(t.Context(), PageRequest{Document: "d", Page: 1, DPI: 100, Turned: 2}, load); err != nil || renderer.drawn != fit+3 {
		t.Errorf("a page that is turned otherwise is another picture: %v", err)
	}
}

func TestNoPictureOfAnInvoiceThatIsData(t *testing.T) {
	t.Parallel()
	catalogue := bronze.New(nil)
	name := lake.NewName("faktura.xml", lake.NewDocumentID([]byte("x")))
	parsed, _ := lake.ParseKey(lake.RawKey(name, ".xml"))
	catalogue.Add(parsed)
	n := &Node{stages: &stages{Library: &Library{bronze: catalogue}}, pictures: newPictureCache(&plainRenderer{})}
	if _, err := n.PageImage(t.Context(), name.ID(), 1, 0); lake.CodeOf(err) != lake.CodeNoPicture {
		t.Errorf("XML: %v", err)
	}
	if _, err := n.PageImage(t.Context(), "nobody", 1, 0); lake.CodeOf(err) != lake.CodeNotFound {
		t.Errorf("unknown document: %v", err)
	}
}
