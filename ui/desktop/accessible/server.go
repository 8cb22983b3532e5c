package accessible

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/godbus/dbus/v5"
)

// The names of AT-SPI2.
const (
	atspi    = "org.a11y.atspi."
	objects  = "/org/a11y/atspi/accessible"
	rootPath = dbus.ObjectPath(objects + "/root")
	nullPath = dbus.ObjectPath("/org/a11y/atspi/null")
	registry = atspi + "Registry"

	cachePath = "/org/a11y/atspi/cache"
)

// reference names an object of a program on the accessibility bus.
type reference struct {
	Bus  string
	Path dbus.ObjectPath
}

// server answers from the last tree, on the goroutines of its connection, and sends events on its own.
type server struct {
	conn   *dbus.Conn
	reader *Reader // belongs to the drawing thread
	name   string  // on the bus

	tree   atomic.Pointer[Tree]
	ready  chan struct{} // closed once there is a tree
	events chan []Event
	parent atomic.Pointer[reference] // of the root
	number atomic.Int32              // that the registry gave the program
}

// waiting is how many looks with changes the bus may be behind: what is more is not told, for the drawing thread must not wait.
const waiting = 64

func newServer(ctx context.Context, address string, screen Screen) (*server, error) {
	conn, err := connect(func() (*dbus.Conn, error) { return dbus.Dial(address, dbus.WithContext(ctx)) })
	if err != nil {
		return nil, fmt.Errorf("accessibility bus: %w", err)
	}
	s := &server{conn: conn, reader: NewReader(screen), name: conn.Names()[0], ready: make(chan struct{}), events: make(chan []Event, waiting)}
	s.parent.Store(&reference{"", nullPath})
	for face, methods := range s.faces() {
		if err := conn.ExportSubtree(methods, objects, face); err != nil {
			s.close()
			return nil, fmt.Errorf("accessibility bus: %w", err)
		}
	}
	if err := conn.Export(cache{}, cachePath, atspi+"Cache"); err != nil {
		s.close()
		return nil, fmt.Errorf("accessibility bus: %w", err)
	}
	return s, nil
}

// faces are the interfaces of the objects, each with what implements it.
func (s *server) faces() map[string]any {
	return map[string]any{
		accessibleFace: accessible{s}, applicationFace: applicationOf{s}, componentFace: component{s}, actionFace: action{s}, textFace: text{s},
		propertyFace: properties{s},
	}
}

func (s *server) close() { _ = s.conn.Close() } // nothing is kept on the other side

// look makes the tree of this moment. It is called on the drawing thread.
func (s *server) look() {
	now := s.reader.Read()
	before := s.tree.Swap(now)
	if before == nil {
		close(s.ready)
		return
	}
	changes := Changes(before, now)
	if len(changes) == 0 {
		return
	}
	select {
	case s.events <- changes:
	default:
	}
}

// run registers the program and tells what changes until ctx ends or the bus does.
func (s *server) run(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case <-s.ready:
	}
	if err := s.embed(ctx); err != nil {
		return err
	}
	s.send(Changes(nothing(), s.tree.Load()))
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-s.conn.Context().Done():
			return nil
		case events := <-s.events:
			s.send(events)
		}
	}
}

// nothing is the tree before there is one.
func nothing() *Tree {
	return &Tree{nodes: map[ID]*Node{rootID: {ID: rootID, Element: Element{Role: application, States: shown}}}}
}

// embed puts the root below the desktop.
func (s *server) embed(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	var desktop reference
	call := s.conn.Object(registry, rootPath).CallWithContext(ctx, atspi+"Socket.Embed", 0, reference{s.name, rootPath})
	if err := call.Store(&desktop); err != nil {
		return fmt.Errorf("accessibility registry: %w", err)
	}
	s.parent.Store(&desktop)
	return nil
}

// send tells events. A bus that has gone away ends the server anyway.
func (s *server) send(events []Event) {
	for _, e := range events {
		value := e.Value
		if id, ok := value.(ID); ok {
			value = s.refer(id)
		}
		_ = s.conn.Emit(pathOf(e.Node), atspi+"Event."+e.Class+"."+e.Member, e.Detail, e.First, e.Other, dbus.MakeVariant(value), map[string]dbus.Variant{})
	}
}

func pathOf(id ID) dbus.ObjectPath {
	if id == rootID {
		return rootPath
	}
	return dbus.ObjectPath(objects + "/" + strconv.FormatUint(uint64(id), 10))
}

func (s *server) refer(id ID) reference { return reference{s.name, pathOf(id)} }

// node finds what a call is about in the last tree.
func (s *server) node(m dbus.Message) (*Tree, *Node, *dbus.Error) {
	path, _ := m.Headers[dbus.FieldPath].Value().(dbus.ObjectPath)
	tree := s.tree.Load()
	if tree == nil {
		return nil, nil, dbus.NewError("org.freedesktop.DBus.Error.UnknownObject", nil)
	}
	id := uint64(rootID)
	if path != rootPath {
		var err error
		if id, err = strconv.ParseUint(strings.TrimPrefix(string(path), objects+"/"), 10, 32); err != nil {
			id = 0
		}
	}
	n := tree.Node(ID(id))
	if n == nil {
		return nil, nil, dbus.NewError("org.freedesktop.DBus.Error.UnknownObject", []any{"the object is not in the window any more"})
	}
	return tree, n, nil
}
