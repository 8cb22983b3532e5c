package accessible

import (
	"reflect"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// elementOf says what an object is: by its own word, or by what the toolkit made it for.
func elementOf(o fyne.CanvasObject) Element {
	if s, ok := o.(Speaker); ok {
		return s.Spoken()
	}
	switch o := o.(type) {
	case *fyne.Container:
		return ofContainer(o)
	case *canvas.Text:
		return Words(o.Text)
	case *widget.Label:
		return Words(o.Text)
	case *widget.RichText:
		return Words(o.String())
	case *widget.Button:
		return OfButton(o)
	case *widget.Check:
		return OfCheck(o)
	case *widget.Entry:
		return OfEntry(o)
	case *widget.Select:
		return OfSelect(o)
	case *widget.Form:
		return ofForm(o)
	case *widget.PopUp:
		return ofBox(o)
	case *widget.PopUpMenu:
		return ofMenu(o.Menu)
	}
	if content := field(o, "Content"); content.IsValid() { // what scrolls, floats, or has another theme
		if inside, ok := reflect.TypeAssert[fyne.CanvasObject](content); ok {
			return Element{Inside: []fyne.CanvasObject{inside}}
		}
	}
	return Element{}
}

// Words is text to read; none at all for an empty one.
func Words(text string) Element {
	if text = strings.TrimSpace(text); text == "" {
		return Element{}
	}
	return Element{Role: Label, Name: text}
}

// OfButton is what a button is.
func OfButton(b *widget.Button) Element {
	return Element{Role: Button, Name: b.Text, Press: func() { b.Tapped(nil) }}
}

// OfCheck is what a box to tick is.
func OfCheck(c *widget.Check) Element {
	return Element{Role: CheckBox, Name: c.Text, States: Of(Checkable) | If(c.Checked, Checked), Press: func() { c.Tapped(&fyne.PointEvent{}) }}
}

// OfEntry is what a line of text is. Nobody hears a password; its length is what is seen, too.
func OfEntry(e *widget.Entry) Element {
	spoken := Element{Role: Entry, Description: e.PlaceHolder, States: Of(Editable, SingleLine), Text: &Text{Content: e.Text, Caret: caret(e)}}
	if e.Password {
		spoken.Role = Password
		spoken.Text.Content = strings.Repeat("•", utf8.RuneCountInString(e.Text))
	}
	return spoken
}

// caret counts the letters before the cursor.
func caret(e *widget.Entry) int {
	if !e.MultiLine {
		return e.CursorColumn
	}
	letters := e.CursorColumn
	for i, line := range strings.Split(e.Text, "\n") {
		if i == e.CursorRow {
			break
		}
		letters += utf8.RuneCountInString(line) + 1
	}
	return letters
}

// OfSelect is what a drop-down list is; its part is the choice.
func OfSelect(s *widget.Select) Element {
	e := Element{Role: ComboBox, Press: func() { s.Tapped(nil) }}
	if i := s.SelectedIndex(); i >= 0 {
		e.Part = &Part{Element: Element{Role: MenuItem, Name: s.Selected, States: Of(Selected)}, Index: i, Of: len(s.Options)}
	} else {
		e.Description = s.PlaceHolder
	}
	return e
}

func ofContainer(c *fyne.Container) Element {
	e := Element{}
	if s, ok := c.Layout.(*speaking); ok {
		e = s.spoken()
	}
	if e.Inside == nil {
		e.Inside = c.Objects
	}
	return e
}

// ofForm is the fields of a form, each named by its label.
func ofForm(f *widget.Form) Element {
	e := Element{}
	for _, item := range f.Items {
		e.Inside = append(e.Inside, Labelled(&fyne.Container{Objects: []fyne.CanvasObject{item.Widget}}, item.Text, item.HintText))
	}
	return e
}

// ofBox is a box over the window. Its title is the last label of a dialog of the toolkit, or the first words of another box.
func ofBox(p *widget.PopUp) Element {
	e := Element{Role: Dialog, States: If(field(p, "modal").Bool(), Modal), Inside: []fyne.CanvasObject{p.Content}}
	if c, ok := p.Content.(*fyne.Container); ok && len(c.Objects) > 0 {
		last := len(c.Objects) - 1
		if title, ok := c.Objects[last].(*widget.Label); ok && title.TextStyle.Bold {
			rest := &fyne.Container{Objects: c.Objects[:last]}
			rest.Move(c.Position())
			e.Name, e.Inside = title.Text, []fyne.CanvasObject{rest}
			return e
		}
	}
	if words := TextOf(p.Content); len(words) > 0 {
		e.Name = words[0]
	}
	return e
}

// ofMenu is an open menu; its part is the line that the keyboard is at.
func ofMenu(m *widget.Menu) Element {
	e := Element{Role: Menu}
	active := field(m, "activeItem").Pointer()
	for i, line := range m.Items {
		if reflect.ValueOf(line).Pointer() != active {
			continue
		}
		if item, ok := reflect.TypeAssert[*fyne.MenuItem](field(line, "Item")); ok {
			e.Part = &Part{Element: Element{Role: MenuItem, Name: item.Label, States: If(item.Checked, Checked), Press: item.Action}, Index: i, Of: len(m.Items)}
		}
	}
	return e
}

// TextOf lists the words that can be read in an object, without those of its buttons and fields.
func TextOf(objects ...fyne.CanvasObject) []string {
	var words []string
	for _, o := range objects {
		if o == nil || !o.Visible() {
			continue
		}
		switch e := elementOf(o); e.Role {
		case Label:
			words = append(words, e.Name)
		case Unspoken:
			words = append(words, TextOf(e.Inside...)...)
		default:
		}
	}
	return words
}
