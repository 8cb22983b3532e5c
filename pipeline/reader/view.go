package reader

import (
	"context"
	"errors"
	"fmt"
	"image"
	"time"

	"wattlake/pipeline"
	"wattlake/pipeline/reader/internal/frame"
)

const (
	maxViewPixels = 12_000_000      // of a page's picture: A4 at 350 dpi
	maxPixelDepth = 4               // bytes to a pixel
	viewerRest    = 2 * time.Minute // after which the process that nobody asks for pages ends
)

var _ pipeline.PageRenderer = (*Pool)(nil)

// RenderPage implements [pipeline.PageRenderer]. A process of its own draws, one page at a time, so that no batch of documents
// is in its way. A page that is being drawn when ctx ends is finished all the same: ending the process would cost the next
// one more.
func (p *Pool) RenderPage(ctx context.Context, request pipeline.PageRequest) (pipeline.PagePicture, error) {
	select {
	case <-p.life.Done():
		return pipeline.PagePicture{}, errClosed
	case <-ctx.Done():
		return pipeline.PagePicture{}, fmt.Errorf("reader: wait to draw a page: %w", ctx.Err())
	case p.viewing <- struct{}{}:
	}
	type drawn struct {
		picture pipeline.PagePicture
		err     error
	}
	done := make(chan drawn, 1)
	go func() {
		defer func() { <-p.viewing }()
		picture, err := p.draw(request)
		done <- drawn{picture, err}
	}()
	select {
	case <-ctx.Done():
		return pipeline.PagePicture{}, fmt.Errorf("reader: draw page: %w", ctx.Err())
	case d := <-done:
		return d.picture, d.err
	}
}

// draw draws one page, with a second chance in a fresh process. The caller holds viewing.
func (p *Pool) draw(request pipeline.PageRequest) (pipeline.PagePicture, error) {
	picture, err := p.drawOnce(request)
	if errors.Is(err, errDied) && p.life.Err() == nil {
		picture, err = p.drawOnce(request)
	}
	switch {
	case p.life.Err() != nil && err != nil:
		return pipeline.PagePicture{}, errClosed
	case errors.Is(err, errDied):
		return pipeline.PagePicture{}, crashed(err)
	}
	return picture, err
}

func (p *Pool) drawOnce(request pipeline.PageRequest) (pipeline.PagePicture, error) {
	viewer, err := p.takeViewer()
	if err != nil {
		return pipeline.PagePicture{}, err
	}
	header := frame.Header{
		Kind: frame.ViewPage, Document: request.Document, Password: request.Password,
		View: &frame.View{Page: request.Page, DPI: request.DPI, Turned: request.Turned, Skew: request.Skew},
	}
	got, err := viewer.ask(p.life, header, request.Content, maxViewPixels*maxPixelDepth+overheadPart, p.params.Budgets, func(int, int) {}, noAttachments)
	var picture pipeline.PagePicture
	if err == nil {
		if picture, err = pictureOf(got); err != nil {
			err = viewer.broken(err)
		}
	}
	p.restViewer(viewer)
	return picture, err
}

// pictureOf wraps the pixels that a reader sent. Nothing in them is decoded: a wrong size is all that can be wrong.
func pictureOf(got message) (pipeline.PagePicture, error) {
	px := got.header.Pixels
	if got.header.Kind != frame.Picture || px == nil {
		return pipeline.PagePicture{}, fmt.Errorf("a %q frame instead of a picture", got.header.Kind)
	}
	if px.Columns <= 0 || px.Rows <= 0 || int64(px.Columns)*int64(px.Rows) > 2*maxViewPixels || px.Columns*px.Rows*px.Depth != len(got.content) {
		return pipeline.PagePicture{}, fmt.Errorf("%d bytes for %d by %d pixels of %d bytes", len(got.content), px.Columns, px.Rows, px.Depth)
	}
	bounds := image.Rect(0, 0, px.Columns, px.Rows)
	picture := pipeline.PagePicture{Width: px.Width, Height: px.Height}
	switch px.Depth {
	case 1:
		picture.Image = &image.Gray{Pix: got.content, Stride: px.Columns, Rect: bounds}
	case maxPixelDepth:
		picture.Image = &image.RGBA{Pix: got.content, Stride: px.Columns * px.Depth, Rect: bounds}
	default:
		return pipeline.PagePicture{}, fmt.Errorf("pixels of %d bytes", px.Depth)
	}
	return picture, nil
}

// takeViewer returns the warm process that draws, or starts one. The caller holds viewing.
func (p *Pool) takeViewer() (*process, error) {
	if viewer := p.wakeViewer(); viewer != nil && viewer.alive() {
		return viewer, nil
	}
	return p.start(p.life)
}

// wakeViewer takes the warm process from its rest, nil if there is none.
func (p *Pool) wakeViewer() *process {
	p.mu.Lock()
	defer p.mu.Unlock()
	viewer := p.viewer
	p.viewer = nil
	if p.resting != nil {
		p.resting.Stop()
	}
	return viewer
}

// restViewer keeps the process warm for a while. The caller holds viewing.
func (p *Pool) restViewer(viewer *process) {
	if !viewer.alive() {
		return
	}
	if viewer.served >= p.params.RecycleAfter {
		viewer.kill()
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.viewer = viewer
	p.resting = time.AfterFunc(viewerRest, func() {
		select {
		case p.viewing <- struct{}{}:
			p.endViewer()
			<-p.viewing
		default: // somebody is looking again
		}
	})
}

// endViewer ends the process that draws. The caller holds viewing.
func (p *Pool) endViewer() {
	if viewer := p.wakeViewer(); viewer != nil {
		viewer.kill()
	}
}
