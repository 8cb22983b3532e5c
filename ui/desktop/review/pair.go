package review

import "fyne.io/fyne/v2"

// pair puts two cells side by side; the left one gets a share of the width.
type pair struct{ share float32 }

const pairGap = 10

func (p *pair) widths(width float32, n int) []float32 {
	if n == 1 {
		return []float32{width}
	}
	left := (width - pairGap) * p.share
	return []float32{left, width - pairGap - left}
}

// Layout implements fyne.Layout.
func (p *pair) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	var x float32
	for i, w := range p.widths(size.Width, len(objects)) {
		objects[i].Move(fyne.NewPos(x, 0))
		objects[i].Resize(fyne.NewSize(w, size.Height))
		x += w + pairGap
	}
}

// MinSize implements fyne.Layout. Heights depend on the widths, which an editor does not need.
func (p *pair) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var height float32
	for _, o := range objects {
		height = max(height, o.MinSize().Height)
	}
	return fyne.NewSize(120, height)
}
