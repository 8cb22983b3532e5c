package accessible

import (
	"reflect"

	"fyne.io/fyne/v2"
)

// Screen is what is offered. Its functions are called on the drawing thread.
type Screen struct {
	Window  fyne.Window
	Name    string        // of the program
	Version string        // of the program
	Lang    func() string // of what the window says
	Active  func() bool   // a person works in the window
}

// key tells nodes apart from one tree to the next.
type key struct {
	object any // the object or the window
	part   int // whole for all of it
}

// whole stands for an object itself among its parts.
const whole = -1

// Reader makes trees of what is on the canvas. It may be used on the drawing thread only.
type Reader struct {
	screen Screen
	ids    map[key]ID // of the last tree
	last   ID
}

// NewReader returns a reader of a window.
func NewReader(s Screen) *Reader { return &Reader{screen: s, ids: map[key]ID{}, last: rootID} }

// Read makes the tree of this moment.
func (r *Reader) Read() *Tree {
	c := r.screen.Window.Canvas()
	w := &walk{reader: r, ids: make(map[key]ID, len(r.ids)), tree: &Tree{Lang: r.screen.Lang(), nodes: make(map[ID]*Node, len(r.ids))}, canvas: c, scale: c.Scale()}
	root := &Node{ID: rootID, Element: Element{Role: application, Name: r.screen.Name, States: shown}}
	w.tree.nodes[rootID] = root
	w.window(root, r.screen.Window, r.screen.Active())
	r.ids = w.ids
	return w.tree
}

// shown are the states of all that is told of: what is hidden is not.
var shown = Of(Visible, Showing, Enabled, Sensitive)

// walk is the making of one tree.
type walk struct {
	reader *Reader
	ids    map[key]ID
	tree   *Tree

	canvas  fyne.Canvas
	scale   float32        // pixels per unit of the canvas
	focused fyne.Focusable // nil while nobody works in the window
	label   *Element       // names what comes next without a name
}

func (w *walk) window(root *Node, window fyne.Window, active bool) {
	if active {
		w.focused = w.canvas.Focused()
	}
	frame := w.add(root, key{window, whole}, Element{Role: Frame, Name: window.Title(), States: If(active, Active)}, fyne.Position{}, w.canvas.Size())
	w.object(frame, window.Content(), fyne.Position{})
	for _, box := range w.canvas.Overlays().List() {
		w.object(frame, box, fyne.Position{})
	}
	if active && w.tree.Focus == 0 {
		w.tree.Focus = frame.ID
	}
}

// object adds what o is below parent; from is the place that its position counts from.
func (w *walk) object(parent *Node, o fyne.CanvasObject, from fyne.Position) {
	if o == nil || !o.Visible() {
		return
	}
	at := from.Add(o.Position())
	e := elementOf(o)
	if e.Role == Unspoken {
		w.pass(parent, e, at)
		return
	}
	w.name(&e, parent)
	n := w.add(parent, key{o, whole}, e, at, o.Size())
	w.focus(n, o)
	if e.Part != nil {
		w.part(n, o, e.Part, at)
	}
	for _, inside := range e.Inside {
		w.object(n, inside, at)
	}
}

// name gives an element without a name that of the label that waits for one, or else what it says of itself.
func (w *walk) name(e *Element, parent *Node) {
	switch {
	case e.Name != "":
	case w.label != nil:
		e.Name = w.label.Name
		if e.Description == "" {
			e.Description = w.label.Description
		}
		w.label = nil
	case e.Role == Table:
		e.Name = parent.Name // what the page or the box is about
	default:
		e.Name, e.Description = e.Description, ""
	}
}

// pass goes into what is not told of itself.
func (w *walk) pass(parent *Node, e Element, at fyne.Position) {
	before := w.label
	if e.Name != "" {
		w.label = &e
	}
	for _, inside := range e.Inside {
		w.object(parent, inside, at)
	}
	if e.Name != "" {
		w.label = before
	}
}

func (w *walk) add(parent *Node, k key, e Element, at fyne.Position, size fyne.Size) *Node {
	id, known := w.reader.ids[k]
	if !known {
		w.reader.last++
		id = w.reader.last
	}
	w.ids[k] = id
	e.States |= shown
	n := &Node{ID: id, Parent: parent.ID, Element: e, of: -1, Area: Area{w.pixels(at.X), w.pixels(at.Y), w.pixels(size.Width), w.pixels(size.Height)}}
	w.tree.nodes[id] = n
	parent.Children = append(parent.Children, id)
	return n
}

func (w *walk) pixels(units float32) int32 { return int32(units*w.scale + 0.5) }

// focus finds out whether an object can be used and has the keyboard.
func (w *walk) focus(n *Node, o fyne.CanvasObject) {
	if off, ok := o.(fyne.Disableable); ok && off.Disabled() {
		n.States &^= Of(Enabled, Sensitive)
	}
	target, ok := o.(fyne.Focusable)
	if !ok {
		return
	}
	c := w.canvas
	n.grab = func() { c.Focus(target) }
	n.States |= Of(Focusable)
	if w.focused == target {
		n.States |= Of(Focused)
		w.tree.Focus = n.ID
	}
}

// part adds where in n the keyboard is. It has the focus if n has.
func (w *walk) part(n *Node, o fyne.CanvasObject, p *Part, at fyne.Position) {
	size := p.Size
	if size.IsZero() {
		size = o.Size()
	}
	e := p.Element
	e.States |= Of(Focusable, Selectable)
	child := w.add(n, key{o, p.Index}, e, at.Add(p.At), size)
	child.grab, child.index, child.of = n.grab, p.Index, p.Of
	if n.States.Has(Focused) {
		n.States &^= Of(Focused)
		child.States |= Of(Focused)
		w.tree.Focus = child.ID
	}
}

// field returns a field of a widget of the toolkit that keeps to itself what it shows.
func field(o any, name string) reflect.Value {
	v := reflect.ValueOf(o)
	if v.Kind() != reflect.Pointer || v.Elem().Kind() != reflect.Struct {
		return reflect.Value{}
	}
	return v.Elem().FieldByName(name)
}
