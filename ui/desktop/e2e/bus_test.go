//go:build e2e

package e2e_test

import (
	"bufio"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"

	"wattlake/ui/desktop/e2e/x11"
)

// desk plays the part of a desktop on a session bus of its own: it shows notifications and has a tray.
type desk struct {
	conn *dbus.Conn

	mu    sync.Mutex
	shown []string // notifications
	items []dbus.Sender
}

// startDesk starts a bus that programs find by the environment.
func startDesk(t *testing.T) *desk {
	t.Helper()
	cmd := exec.Command("dbus-daemon", "--session", "--nofork", "--print-address=1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Skipf("no session bus: %v", err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", strings.TrimSpace(address))
	d := &desk{}
	if d.conn, err = dbus.Connect(strings.TrimSpace(address)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.conn.Close() })
	for name, path := range map[string]dbus.ObjectPath{"org.freedesktop.Notifications": "/org/freedesktop/Notifications", "org.kde.StatusNotifierWatcher": "/StatusNotifierWatcher"} {
		if err := d.conn.Export(d, path, name); err != nil {
			t.Fatal(err)
		}
		if _, err := d.conn.RequestName(name, dbus.NameFlagDoNotQueue); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

// Notify is what programs call to show a notification (Desktop Notifications Specification).
func (d *desk) Notify(_ string, _ uint32, _, title, text string, _ []string, _ map[string]dbus.Variant, _ int32) (uint32, *dbus.Error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.shown = append(d.shown, title+": "+text)
	return uint32(len(d.shown)), nil
}

// RegisterStatusNotifierItem is what programs call to get into the tray (StatusNotifierItem).
func (d *desk) RegisterStatusNotifierItem(_ string, sender dbus.Sender) *dbus.Error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.items = append(d.items, sender)
	return nil
}

func (d *desk) notifications() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.shown)
}

// entry is one line of a tray's menu, as com.canonical.dbusmenu has it.
type entry struct {
	ID         int32
	Properties map[string]dbus.Variant
	Children   []dbus.Variant
}

// menu reads the menu of the only item in the tray.
func (d *desk) menu(t *testing.T) map[string]int32 {
	t.Helper()
	d.mu.Lock()
	items := slices.Clone(d.items)
	d.mu.Unlock()
	if len(items) != 1 {
		t.Fatalf("the tray has %d items", len(items))
	}
	var revision uint32
	var root entry
	if err := d.item().Call("com.canonical.dbusmenu.GetLayout", 0, int32(0), int32(-1), []string{}).Store(&revision, &root); err != nil {
		t.Fatal(err)
	}
	labels := map[string]int32{}
	for _, child := range root.Children {
		var e entry
		if err := dbus.Store([]any{child.Value()}, &e); err != nil {
			t.Fatal(err)
		}
		if label, ok := e.Properties["label"].Value().(string); ok {
			labels[label] = e.ID
		}
	}
	return labels
}

func (d *desk) item() dbus.BusObject {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.conn.Object(string(d.items[0]), "/StatusNotifierMenu")
}

// TestTray closes the window of a program that stays in the tray, tells the end of a batch by a notification, and comes back by
// the tray's menu.
func TestTray(t *testing.T) {
	d := startDesk(t)
	s := startScreen(t)
	home := t.TempDir()
	settings := filepath.Join(home, ".config", "wattlake")
	remember(t, settings)
	appendTo(t, filepath.Join(settings, "settings.toml"), "background = true\n")
	p := s.startProgramOf(t, filepath.Join(t.TempDir(), "jezioro"), home)
	s.press(t, x11.Control, '5')
	s.picture(t, "pl-w-zasobniku-ustawienia")
	if err := s.display.Leave(); err != nil { // looks elsewhere
		t.Fatal(err)
	}
	s.drop(t, textSamples(t)[:2]...)
	p.waitForDocuments(t, 2)
	s.await(t, "the notification", func() bool { return len(d.notifications()) > 0 })
	if got := d.notifications(); !strings.HasPrefix(got[0], "Wattlake: Zakończono: 2 pliki") {
		t.Errorf("notifications %q", got)
	}
	labels := d.menu(t)
	for _, want := range []string{"Pokaż okno", "Zakończ"} {
		if _, ok := labels[want]; !ok {
			t.Errorf("the tray's menu has no %q: %v", want, labels)
		}
	}
	if err := s.display.Ask(s.window, "WM_DELETE_WINDOW"); err != nil {
		t.Fatal(err)
	}
	s.await(t, "the end of the window", func() bool { _, there := s.display.Find("Wattlake"); return !there })
	p.handOver(t, textSamples(t)[2]) // the program is there all the same
	p.waitForDocuments(t, 3)
	if err := d.item().Call("com.canonical.dbusmenu.Event", 0, labels["Pokaż okno"], "clicked", dbus.MakeVariant(int32(0)), uint32(0)).Err; err != nil {
		t.Fatal(err)
	}
	s.await(t, "the window", func() bool { _, there := s.display.Find("Wattlake"); return there })
	s.awaitWindow(t)
	s.picture(t, "pl-z-zasobnika")
	if err := d.item().Call("com.canonical.dbusmenu.Event", 0, labels["Zakończ"], "clicked", dbus.MakeVariant(int32(0)), uint32(0)).Err; err != nil {
		t.Fatal(err)
	}
	if err := <-p.ended; err != nil {
		t.Errorf("the program ended with %v", err)
	}
	p.checkLog(t)
}
