package widgets

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"wattlake/ui/desktop/accessible"
)

// What the widgets are to somebody who does not see them, see [accessible.Speaker].

// Called names something that tells by its looks alone what it is.
func Called(name string, o fyne.CanvasObject) fyne.CanvasObject {
	return accessible.Labelled(container.NewStack(o), name, "")
}

// Told makes what comes into a container a notification: it is read out as soon as it is there.
func Told(c *fyne.Container) *fyne.Container {
	return accessible.As(c, func() accessible.Element {
		words := accessible.TextOf(c.Objects...)
		if len(words) == 0 {
			return accessible.Element{}
		}
		return accessible.Element{Role: accessible.Notification, Name: strings.Join(words, " ")}
	})
}

// Together makes the words in a container one sentence, where each would say too little alone.
func Together(c *fyne.Container) *fyne.Container {
	return accessible.As(c, func() accessible.Element {
		sentence := accessible.Words(strings.Join(accessible.TextOf(c.Objects...), ", "))
		sentence.Inside = []fyne.CanvasObject{}
		return sentence
	})
}

// Spoken implements accessible.Speaker: a button without a word is named by its tip.
func (b *Push) Spoken() accessible.Element {
	e := accessible.OfButton(&b.Button)
	e.Press = func() { b.Tapped(nil) }
	e.Description = b.Tip
	return e
}

// Spoken implements accessible.Speaker.
func (e *Entry) Spoken() accessible.Element { return accessible.OfEntry(&e.Entry) }

// Spoken implements accessible.Speaker.
func (s *Select) Spoken() accessible.Element {
	e := accessible.OfSelect(&s.Select)
	e.Press = func() { s.Tapped(nil) }
	return e
}

// Spoken implements accessible.Speaker.
func (n *NavItem) Spoken() accessible.Element {
	return accessible.Element{
		Role: accessible.PageTab, Name: strings.TrimSpace(n.label + " " + n.badge), States: accessible.Of(accessible.Selectable) | accessible.If(n.on, accessible.Selected),
		Press: n.onTap,
	}
}

// Spoken implements accessible.Speaker.
func (c *Chip) Spoken() accessible.Element {
	return accessible.Element{
		Role: accessible.ToggleButton, Name: strings.TrimSpace(c.label + " " + c.count), States: accessible.If(c.on, accessible.Pressed), Press: c.onTap,
	}
}

// Spoken implements accessible.Speaker: its content is what there is.
func (t *Tap) Spoken() accessible.Element {
	return accessible.Element{Inside: []fyne.CanvasObject{t.content}}
}

// Spoken implements accessible.Speaker: the row under the cursor speaks the titles and what is in the columns in sight.
func (t *Table) Spoken() accessible.Element {
	e := accessible.Element{Role: accessible.Table}
	if t.cursor < 0 || t.cursor >= t.Len() {
		return e
	}
	shown, _ := t.choose()
	var words []string
	for _, c := range shown {
		if text := t.model.Cell(t.cursor, c.ID).Text; text != "" {
			words = append(words, strings.TrimPrefix(c.Title+": "+text, ": "))
		}
	}
	row := accessible.Element{Role: accessible.TableRow, Name: strings.Join(words, ", "), States: accessible.If(t.selected[t.cursor], accessible.Selected)}
	if t.OnActivate != nil {
		at := t.cursor
		row.Press = func() { t.OnActivate(at) }
	}
	e.Part = &accessible.Part{
		Element: row, Index: t.cursor, Of: t.Len(),
		At: fyne.NewPos(0, headerHeight+float32(t.cursor)*rowHeight-t.offset), Size: fyne.NewSize(t.Size().Width, rowHeight),
	}
	return e
}

// Spoken implements accessible.Speaker: the title and every figure.
func (c *Chart) Spoken() accessible.Element {
	if c.data.IsEmpty() {
		return accessible.Element{Role: accessible.Image, Name: c.data.Title, Description: c.data.Empty}
	}
	places := make([]string, len(c.data.Categories))
	for i, category := range c.data.Categories {
		places[i] = category.Name + ": " + c.figures(i)
	}
	return accessible.Element{Role: accessible.Image, Name: c.data.Title, Description: strings.Join(places, "; ")}
}

// figures are those of one category: the sum where they are stacked, or else each.
func (c *Chart) figures(category int) string {
	if c.kind.stacks() {
		return c.data.Format(c.data.Total(category))
	}
	var each []string
	for _, s := range c.data.Series {
		if v, known := s.At(category); known {
			each = append(each, s.Name+" "+c.data.Format(v))
		}
	}
	return strings.Join(each, ", ")
}

// Spoken implements accessible.Speaker.
func (v *PageView) Spoken() accessible.Element {
	return accessible.Element{Role: accessible.Image, Description: v.message}
}
