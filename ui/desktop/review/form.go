package review

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"wattlake/ui/desktop/accessible"
	"wattlake/ui/desktop/look"
	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// cell is one field of the form: a mark that tells how certain it is, its name, its editor, and what is wrong with it.
type cell struct {
	mark   *canvas.Image
	label  *canvas.Text
	proof  *proof
	editor editor
	notes  *fyne.Container
	root   *fyne.Container
	said   []present.Notice // what notes shows
}

const markSize = 13

func newCell(f *present.SheetField, to *keys) *cell {
	c := &cell{
		mark: canvas.NewImageFromResource(nil), label: widgets.Caption(f.Label), proof: newProof(),
		notes: container.New(layout.NewCustomPaddedVBoxLayout(0)),
	}
	c.mark.FillMode = canvas.ImageFillContain
	c.mark.SetMinSize(fyne.NewSquareSize(markSize))
	var edit fyne.CanvasObject
	if f.Choices != nil {
		c.editor = newChoice(f, to)
		edit = widgets.Framed(c.editor)
	} else {
		c.editor = newField(f.Name, to)
		edit = container.NewThemeOverride(c.editor, look.WithoutScrollBars())
	}
	head := container.NewBorder(nil, nil, container.NewHBox(container.NewCenter(c.mark), c.label), nil, c.proof.root)
	c.root = accessible.As(container.New(layout.NewCustomPaddedVBoxLayout(1), head, container.NewStack(edit, widgets.NewWheel()), c.notes), c.spoken)
	return c
}

// show fills the cell with what is known about a field; what a person is typing stays.
func (c *cell) show(l *present.Locale, f *present.SheetField, locked bool) {
	c.editor.show(f)
	if locked != c.editor.Disabled() {
		if locked {
			c.editor.Disable()
		} else {
			c.editor.Enable()
		}
	}
	if icon := look.Icon(widgets.CertaintyIcon(f.Certainty), widgets.CertaintyColor(f.Certainty)); c.mark.Resource != icon {
		c.mark.Resource = icon
		c.mark.Refresh()
	}
	c.proof.set(proofOf(l, f))
	said := f.Findings
	if f.Certainty == present.Entered || f.Text != "" && f.Problem == "" && f.Certainty == present.Sure {
		said = slices.DeleteFunc(slices.Clone(said), func(n present.Notice) bool { return n.Tone == present.Muted })
	}
	if f.Problem != "" {
		said = []present.Notice{{Tone: present.Bad, Message: f.Problem}}
	}
	c.say(said)
}

func (c *cell) say(said []present.Notice) {
	if slices.Equal(said, c.said) {
		return
	}
	c.said = slices.Clone(said)
	c.notes.Objects = nil
	for _, n := range said {
		c.notes.Add(note(n))
	}
	c.notes.Refresh()
}

// note is a sentence below an editor.
func note(n present.Notice) fyne.CanvasObject {
	text := widget.NewRichText(&widget.TextSegment{Text: n.Message, Style: widget.RichTextStyle{
		ColorName: widgets.ToneColor(n.Tone), SizeName: theme.SizeNameCaptionText,
	}})
	text.Wrapping = fyne.TextWrapWord
	return widgets.Pad(-noteRoom, -noteRoom, -noteRoom, 0, text)
}

// noteRoom is what a text leaves around itself and a note below its field must not.
const noteRoom = 5

// wideLeft are fields that need more room than their neighbour.
var wideLeft = map[string]bool{"seller_name": true, "buyer_name": true}

// alone are fields that need a whole line.
var alone = map[string]bool{"reason": true, "ksef_number": true}

// arrange puts the cells of a group into lines of two.
func (p *Page) arrange(group present.SheetGroup) fyne.CanvasObject {
	lines := container.New(layout.NewCustomPaddedVBoxLayout(6))
	var open []fyne.CanvasObject
	share := float32(0.5)
	flush := func() {
		if len(open) > 0 {
			lines.Add(container.New(&pair{share}, open...))
		}
		open, share = nil, 0.5
	}
	for _, f := range group.Fields {
		c := newCell(f, &p.keys)
		p.cells[f.Name] = c
		if alone[f.Name] || isAddress(f.Name) {
			flush()
			open = []fyne.CanvasObject{c.root}
			flush()
			continue
		}
		if len(open) == 0 && (wideLeft[f.Name] || isPPE(f.Name)) {
			share = 0.62
		}
		open = append(open, c.root)
		if len(open) == 2 {
			flush()
		}
	}
	flush()
	return lines
}
