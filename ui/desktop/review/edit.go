package review

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/desktop/thread"
	"wattlake/ui/present"
)

func isPPE(name string) bool {
	_, field, ok := lake.ParsePointField(name)
	return ok && field == lake.FieldPPE
}

func isAddress(name string) bool {
	_, field, ok := lake.ParsePointField(name)
	return ok && field == lake.FieldAddress
}

// focused shows on the page where the field that is edited stands.
func (p *Page) focused(name string) {
	p.p.State.Field = name
	if p.sheet == nil {
		return
	}
	if f := p.sheet.Field(name); f != nil && f.Read.Page > 0 && f.Read.Page != p.p.State.Page {
		p.showPage(f.Read.Page)
	}
	p.selectBox(name)
	p.reveal(name)
}

// reveal scrolls the form so that an editor is in sight.
func (p *Page) reveal(name string) {
	c := p.cells[name]
	if c == nil {
		return
	}
	driver := fyne.CurrentApp().Driver()
	const room = 24
	top := driver.AbsolutePositionForObject(c.root).Y - driver.AbsolutePositionForObject(p.scroll.Content).Y
	bottom := top + c.root.Size().Height
	offset := p.scroll.Offset.Y
	switch height := p.scroll.Size().Height; {
	case top-room < offset:
		offset = max(0, top-room)
	case bottom+room > offset+height:
		offset = bottom + room - height
	default:
		return
	}
	p.scroll.ScrollToOffset(fyne.NewPos(0, offset))
}

// typed checks what stands in an editor while a person types.
func (p *Page) typed(name, text string) {
	if p.sheet == nil {
		return
	}
	before := p.sheet.Wrong()
	p.sheet.Type(name, text)
	for other, c := range p.cells { // the end of a period may be wrong because of its beginning
		if f := p.sheet.Field(other); f != nil && (other == name || strings.HasSuffix(other, string(lake.FieldPeriodEnd))) {
			c.show(p.p.Locale, f, p.sheet.Locked)
		}
	}
	p.showSums()
	if before != p.sheet.Wrong() {
		p.showFoot()
	}
}

// leave stores what a person has typed into a field, if it can be right.
func (p *Page) leave(name string) {
	if p.sheet == nil || p.sheet.Locked {
		return
	}
	if value, pending := p.sheet.Pending()[name]; pending && p.sent[name] != value {
		p.store(map[string]string{name: value})
	}
}

// keep stores everything that was typed and can be right.
func (p *Page) keep() {
	if p.sheet == nil || p.sheet.Locked {
		return
	}
	pending := p.sheet.Pending()
	maps.DeleteFunc(pending, func(name, value string) bool { return p.sent[name] == value })
	if len(pending) > 0 {
		p.store(pending)
	}
}

// seen names the figures that a person has before them: those that were painted, with what was typed since. The decisions about one
// sheet follow each other and are its only users.
type seen struct {
	figures lake.ContentID
	refused bool // something that was typed could not be stored
}

func (s *seen) note(figures lake.ContentID, err error) {
	s.refused = s.refused || err != nil
	if err == nil {
		s.figures = figures
	}
}

// store makes values durable beside the drawing thread. Storing what is there already changes nothing.
func (p *Page) store(values map[string]string) {
	id, part, number, seen := p.sheet.Document, p.sheet.Part, p.number, p.seen
	maps.Copy(p.sent, values)
	p.decide("the correction could not be stored", func(ctx context.Context, n Node) error {
		figures, err := n.Review(ctx, id, part, seen.figures, values)
		seen.note(figures, err)
		if invalid, ok := errors.AsType[pipeline.EditsError](err); ok {
			thread.Do(func() { p.refuse(number, invalid) })
			return nil
		}
		return err
	})
}

// refuse shows beside the fields why they were not stored: the lake knows more than the form.
func (p *Page) refuse(number int, invalid pipeline.EditsError) {
	if number != p.number || p.sheet == nil {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(invalid)) {
		if f := p.sheet.Field(name); f != nil {
			f.Problem = p.p.Locale.Say(invalid[name])
			if c := p.cells[name]; c != nil {
				c.show(p.p.Locale, f, p.sheet.Locked)
			}
		}
	}
}

// decide carries out a decision after those before it and looks at the invoice again.
func (p *Page) decide(what string, do func(context.Context, Node) error) {
	node := p.p.Node()
	if node == nil {
		return
	}
	p.enqueue(func(ctx context.Context) {
		if err := do(ctx, node); err != nil {
			p.p.Report(what, err)
		}
		thread.Do(p.Reload)
	})
}

// approve says that the invoice is right, with what was typed, and goes on to the next.
func (p *Page) approve() {
	if p.sheet == nil || p.sheet.Locked || p.sheet.Empty || p.sheet.Wrong() {
		return
	}
	p.keep()
	id, part, seen := p.sheet.Document, p.sheet.Part, p.seen
	p.decide("the invoice could not be approved", func(ctx context.Context, n Node) error {
		if seen.refused {
			return nil // what was typed is not there, which has been told
		}
		return n.ApprovePart(ctx, id, part, seen.figures)
	})
	p.p.Say(p.p.Locale.T("toast.approved_number", "number", p.sheet.Title))
	q := &p.p.State.Queue
	if !q.Finish() {
		if q.Review {
			p.p.State.Queue.Keys = nil
			p.begin()
		}
		return
	}
	p.begin()
}

func (p *Page) unapprove() {
	id := p.sheet.Document
	delete(p.p.State.Queue.Done, p.key())
	p.decide("the approval could not be taken back", func(ctx context.Context, n Node) error { return n.Unapprove(ctx, []lake.DocumentID{id}) })
}

func (p *Page) undo() { p.undoOne(p.sheet.Undo) }

func (p *Page) redo() { p.undoOne(p.sheet.Redo) }

func (p *Page) undoOne(decision lake.ContentID) {
	if decision == "" || p.sheet.Locked {
		return
	}
	id := p.sheet.Document
	p.sheet.Undo, p.sheet.Redo = "", "" // a second press must not undo the same
	p.decide("the decision could not be undone", func(ctx context.Context, n Node) error { return n.Undo(ctx, id, decision) })
}

// move shows the neighbour in the queue.
func (p *Page) move(n int) {
	p.keep()
	p.p.State.Queue.Step(n)
	p.begin()
}

// jump puts the cursor into the next field that needs eyes; when none does, into the neighbour.
func (p *Page) jump(name string, backwards bool) {
	if p.sheet == nil {
		return
	}
	next := p.sheet.Next(name, backwards)
	if next == "" {
		n := 1
		if backwards {
			n = -1
		}
		p.stepField(name, n)
		return
	}
	p.focus(next)
}

// stepField puts the cursor into the neighbour of a field.
func (p *Page) stepField(name string, n int) {
	if p.sheet == nil {
		return
	}
	list := p.sheet.Names()
	if i := slices.Index(list, name) + n; i >= 0 && i < len(list) {
		p.focus(list[i])
	}
}

func (p *Page) focus(name string) {
	if p.sheet == nil {
		return
	}
	if n, _, ok := lake.ParsePointField(name); ok {
		p.showPoint(n)
	}
	c, canvas := p.cells[name], p.canvas()
	if c == nil || canvas == nil {
		return
	}
	canvas.Focus(c.editor)
	if f, ok := c.editor.(*field); ok {
		f.TypedShortcut(&fyne.ShortcutSelectAll{})
	}
}

// reset takes back what was typed into a field and not stored, and reports whether there was anything.
func (p *Page) reset(name string) bool {
	if p.sheet == nil {
		return false
	}
	f := p.sheet.Field(name)
	if f == nil {
		return false
	}
	stored := p.p.Locale.EditText(f.Form, f.Value)
	if f.Text == stored {
		return false
	}
	p.sheet.Type(name, stored)
	p.refresh()
	return true
}

// pick puts the cursor into the field whose box was clicked.
func (p *Page) pick(name string) { p.focus(name) }

func (p *Page) key() (k present.RowKey) {
	k, _ = p.Now()
	return k
}

// Shortcut carries out a key with Ctrl that is the page's own and reports whether it was one.
func (p *Page) Shortcut(s fyne.Shortcut) bool {
	if p.sheet == nil {
		return false
	}
	switch s := s.(type) {
	case *fyne.ShortcutUndo:
		if name := p.p.State.Field; name == "" || !p.reset(name) {
			p.undo()
		}
	case *fyne.ShortcutRedo:
		p.redo()
	case *desktop.CustomShortcut:
		return p.custom(s)
	default:
		return false
	}
	return true
}

func (p *Page) custom(s *desktop.CustomShortcut) bool {
	if s.Modifier != fyne.KeyModifierControl {
		return false
	}
	switch s.KeyName {
	case fyne.KeyReturn, fyne.KeyEnter:
		p.approve()
	case fyne.KeyPlus, fyne.KeyEqual, "KP_Add":
		p.view.ZoomIn()
	case fyne.KeyMinus, "KP_Subtract":
		p.view.ZoomOut()
	case fyne.Key0:
		p.setMode(nextMode(p.p.State.Mode))
	case fyne.KeyR:
		p.turn()
	case fyne.KeyRight:
		p.move(1)
	case fyne.KeyLeft:
		p.move(-1)
	default:
		return false
	}
	return true
}

// Key carries out a key that no editor has use for and reports whether it was one of the page's own.
func (p *Page) Key(e *fyne.KeyEvent) bool {
	if p.sheet == nil {
		return false
	}
	switch e.Name {
	case fyne.KeyPageDown:
		p.showPage(p.p.State.Page + 1)
	case fyne.KeyPageUp:
		p.showPage(p.p.State.Page - 1)
	case fyne.KeyTab, fyne.KeyReturn, fyne.KeyEnter:
		p.jump("", false)
	default:
		return false
	}
	return true
}

func (p *Page) shortcut(s fyne.Shortcut) {
	if !p.Shortcut(s) {
		p.p.OnShortcut(s)
	}
}
