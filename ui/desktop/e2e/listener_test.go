//go:build e2e

package e2e_test

import (
	"maps"
	"strings"
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"
)

// object names an object on the accessibility bus.
type object struct {
	Bus  string
	Path dbus.ObjectPath
}

// listener plays the part of a screen reader: it asks at-spi2-core's registry for programs, reads their trees, and is told what
// changes.
type listener struct {
	session, bus *dbus.Conn

	mu    sync.Mutex
	heard []string // names of what the keyboard came to, and of messages
}

const (
	atspi      = "org.a11y.atspi."
	properties = "org.freedesktop.DBus.Properties"
)

// listen begins to use assistive technology on a session bus of its own; a screen reader is not switched on yet.
func listen(t *testing.T) *listener {
	t.Helper()
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	t.Setenv("GSETTINGS_BACKEND", "memory") // nothing is known of earlier runs, and nothing is kept
	d := startDesk(t)
	var address string
	if err := d.conn.Object("org.a11y.Bus", "/org/a11y/bus").Call("org.a11y.Bus.GetAddress", 0).Store(&address); err != nil {
		t.Skipf("at-spi2-core is not installed, so nobody hears what the window says: %v", err)
	}
	l := &listener{session: d.conn}
	var err error
	if l.bus, err = dbus.Connect(address); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.bus.Close() })
	signals := make(chan *dbus.Signal, 1024)
	l.bus.Signal(signals)
	if err := l.bus.AddMatchSignal(dbus.WithMatchInterface(atspi + "Event.Object")); err != nil {
		t.Fatal(err)
	}
	go func() {
		for s := range signals {
			if detail, _ := s.Body[0].(string); s.Name == atspi+"Event.Object.StateChanged" && s.Body[1] == int32(1) && (detail == "focused" || detail == "showing") {
				l.hear(object{s.Sender, s.Path})
			}
		}
	}()
	return l
}

// enable says whether a screen reader is in use, as the desktop's settings do. One that is switched on switches on the rest of
// assistive technology, too, and leaves that on.
func (l *listener) enable(t *testing.T, on bool) {
	t.Helper()
	for _, property := range []string{"ScreenReaderEnabled", "IsEnabled"} {
		call := l.session.Object("org.a11y.Bus", "/org/a11y/bus").Call(properties+".Set", 0, "org.a11y.Status", property, dbus.MakeVariant(on))
		if call.Err != nil {
			t.Fatal(call.Err)
		}
	}
}

func (l *listener) hear(o object) {
	name, err := l.name(o)
	if err != nil {
		return // it is gone already
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.heard = append(l.heard, name)
}

// last is what was heard last.
func (l *listener) last() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.heard) == 0 {
		return ""
	}
	return l.heard[len(l.heard)-1]
}

func (l *listener) name(o object) (name string, err error) {
	err = l.bus.Object(o.Bus, o.Path).StoreProperty(atspi+"Accessible.Name", &name)
	return name, err
}

func (l *listener) children(o object) []object {
	var children []object
	if l.bus.Object(o.Bus, o.Path).Call(atspi+"Accessible.GetChildren", 0).Store(&children) != nil {
		return nil
	}
	return children
}

// programs are those that the registry knows.
func (l *listener) programs() []object {
	return l.children(object{atspi + "Registry", "/org/a11y/atspi/accessible/root"})
}

// read lists everything below an object with its role.
func (l *listener) read(o object) map[string]object {
	found := map[string]object{}
	var role string
	if l.bus.Object(o.Bus, o.Path).Call(atspi+"Accessible.GetRoleName", 0).Store(&role) != nil {
		return found
	}
	if name, err := l.name(o); err == nil {
		found[strings.TrimSpace(role+" "+name)] = o
	}
	for _, child := range l.children(o) {
		maps.Copy(found, l.read(child))
	}
	return found
}

// press does what a person asks the screen reader to do for them.
func (l *listener) press(t *testing.T, o object) {
	t.Helper()
	var done bool
	if err := l.bus.Object(o.Bus, o.Path).Call(atspi+"Action.DoAction", 0, int32(0)).Store(&done); err != nil || !done {
		t.Fatalf("pressed: %v, %v", done, err)
	}
}
