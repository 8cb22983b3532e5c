package review

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// proof tells beside the name of a field how certain it is: in the longest of its wordings that there is room for.
type proof struct {
	words []string // the longest first
	text  *canvas.Text
	root  *fyne.Container
}

func newProof() *proof {
	p := &proof{text: widgets.Caption("")}
	p.text.Alignment = fyne.TextAlignTrailing
	p.root = container.New(p, p.text)
	return p
}

func (p *proof) set(words ...string) {
	p.words = words
	p.Layout(nil, p.root.Size())
}

// Layout implements fyne.Layout.
func (p *proof) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	said := ""
	for _, words := range p.words {
		if fyne.MeasureText(words, p.text.TextSize, p.text.TextStyle).Width <= size.Width {
			said = words
			break
		}
	}
	p.text.Resize(size)
	if p.text.Text != said {
		p.text.Text = said
		p.text.Refresh()
	}
}

// MinSize implements fyne.Layout.
func (p *proof) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, p.text.MinSize().Height)
}

// proofOf tells how certain a field is, in a long and a short wording.
func proofOf(l *present.Locale, f *present.SheetField) (long, short string) {
	switch f.Certainty {
	case present.Entered:
		return l.T("proof.entered"), l.T("proof.entered.short")
	case present.Missing:
		return l.T("field.missing"), l.T("field.missing.short")
	case present.Absent:
		return l.T("field.absent"), l.T("field.absent.short")
	case present.Sure, present.Doubted:
	}
	percent := l.Percent(f.Read.Confidence)
	return percent, percent
}
