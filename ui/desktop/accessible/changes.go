package accessible

// Event is what assistive technology is told of a change; the names are those of Event.xml.
type Event struct {
	Class        string // "Object" or "Window"
	Member       string
	Node         ID
	Detail       string
	First, Other int32
	Value        any // an ID stands for its node
}

// Changes lists what happened between two trees, in the order in which it is told: what went, what came, what is different, and
// where the keyboard is now.
func Changes(before, after *Tree) []Event {
	d := &changes{before: before, after: after}
	d.gone(before.Root())
	d.compare(after.Root())
	d.keyboard()
	return d.events
}

type changes struct {
	before, after *Tree
	events        []Event
}

func (d *changes) tell(e Event) { d.events = append(d.events, e) }

func (d *changes) state(id ID, s State, on bool) {
	d.tell(Event{Class: "Object", Member: "StateChanged", Node: id, Detail: stateNames[s], First: flag(on), Value: int32(0)})
}

func (d *changes) property(id ID, name, value string) {
	d.tell(Event{Class: "Object", Member: "PropertyChange", Node: id, Detail: name, Value: value})
}

func flag(on bool) int32 {
	if on {
		return 1
	}
	return 0
}

// gone tells of what is below n no more. What was inside goes with it.
func (d *changes) gone(n *Node) {
	for i, id := range n.Children {
		now := d.after.Node(id)
		if now == nil || now.Parent != n.ID {
			d.tell(Event{Class: "Object", Member: "ChildrenChanged", Node: n.ID, Detail: "remove", First: number(i), Value: id})
			continue
		}
		d.gone(d.before.Node(id))
	}
}

// compare tells what is different about n, and what is new below it. Of what is new nothing more needs to be told, for nobody has
// asked for it yet.
func (d *changes) compare(n *Node) {
	old := d.before.Node(n.ID)
	d.properties(old, n)
	for i, id := range n.Children {
		child := d.after.Node(id)
		if was := d.before.Node(id); was != nil && was.Parent == n.ID {
			d.compare(child)
			continue
		}
		d.tell(Event{Class: "Object", Member: "ChildrenChanged", Node: n.ID, Detail: "add", First: number(i), Value: id})
		d.appear(child)
	}
}

// appear has what came read out where that is what it is for.
func (d *changes) appear(n *Node) {
	if n.Role == Notification || n.Role == Dialog {
		d.state(n.ID, Showing, true)
	}
	if n.Role == Frame && n.States.Has(Active) {
		d.window(n)
	}
	for _, id := range n.Children {
		d.appear(d.after.Node(id))
	}
}

func (d *changes) properties(old, now *Node) {
	if old.Name != now.Name {
		d.property(now.ID, "accessible-name", now.Name)
		if now.Role == Notification { // another message in the same place
			d.state(now.ID, Showing, false)
			d.state(now.ID, Showing, true)
		}
	}
	if old.Description != now.Description {
		d.property(now.ID, "accessible-description", now.Description)
	}
	different := old.States ^ now.States
	for s := range stateNames {
		if s != Focused && different.Has(s) {
			d.state(now.ID, s, now.States.Has(s))
		}
	}
	if now.Role == Frame && different.Has(Active) {
		d.window(now)
	}
	if old.Text != nil && now.Text != nil {
		d.text(now.ID, *old.Text, *now.Text)
	}
}

func (d *changes) window(n *Node) {
	member := "Deactivate"
	if n.States.Has(Active) {
		member = "Activate"
	}
	d.tell(Event{Class: "Window", Member: member, Node: n.ID, Value: n.Name})
}

// text tells what was typed and deleted: the part between what is the same at both ends.
func (d *changes) text(id ID, old, now Text) {
	was, is := []rune(old.Content), []rune(now.Content)
	from := 0
	for from < min(len(was), len(is)) && was[from] == is[from] {
		from++
	}
	tail := 0
	for tail < min(len(was), len(is))-from && was[len(was)-1-tail] == is[len(is)-1-tail] {
		tail++
	}
	d.typed(id, "delete", from, was[from:len(was)-tail])
	d.typed(id, "insert", from, is[from:len(is)-tail])
	if old.Caret != now.Caret {
		d.tell(Event{Class: "Object", Member: "TextCaretMoved", Node: id, First: number(now.Caret), Value: int32(0)})
	}
}

func (d *changes) typed(id ID, what string, from int, letters []rune) {
	if len(letters) > 0 {
		d.tell(Event{Class: "Object", Member: "TextChanged", Node: id, Detail: what, First: number(from), Other: number(len(letters)), Value: string(letters)})
	}
}

// keyboard tells where the keyboard is now.
func (d *changes) keyboard() {
	if d.before.Focus == d.after.Focus {
		return
	}
	if d.after.Node(d.before.Focus) != nil {
		d.state(d.before.Focus, Focused, false)
	}
	if d.after.Focus != 0 {
		d.state(d.after.Focus, Focused, true)
	}
}
