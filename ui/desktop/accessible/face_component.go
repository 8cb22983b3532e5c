package accessible

import (
	"github.com/godbus/dbus/v5"

	"wattlake/ui/desktop/thread"
)

// component answers org.a11y.atspi.Component (Component.xml). The toolkit tells nobody where on the screen its windows are, and
// Wayland tells it to no program: places on the screen are given as places in the window.
type component struct{ *server }

// inParent is the number of coordinates that count from the parent; others count from the window here.
const inParent = 2

// The layers: that of windows, and that of what is in them.
const (
	layerWidget = 3
	layerWindow = 7
)

// GetExtents returns the area in pixels.
func (c component) GetExtents(m dbus.Message, coordinates uint32) (Area, *dbus.Error) {
	t, n, err := c.node(m)
	if err != nil {
		return Area{}, err
	}
	area := n.Area
	if parent := t.Node(n.Parent); coordinates == inParent && parent != nil {
		area.X, area.Y = area.X-parent.Area.X, area.Y-parent.Area.Y
	}
	return area, nil
}

// GetPosition returns the top left corner of the area.
func (c component) GetPosition(m dbus.Message, coordinates uint32) (x, y int32, err *dbus.Error) {
	area, err := c.GetExtents(m, coordinates)
	return area.X, area.Y, err
}

// GetSize returns the size of the area.
func (c component) GetSize(m dbus.Message) (width, height int32, err *dbus.Error) {
	area, err := c.GetExtents(m, 0)
	return area.Width, area.Height, err
}

// Contains reports whether a place lies in the area.
func (c component) Contains(m dbus.Message, x, y int32, coordinates uint32) (bool, *dbus.Error) {
	area, err := c.GetExtents(m, coordinates)
	return area.Contains(x, y), err
}

// GetAccessibleAtPoint returns the innermost object at a place.
func (c component) GetAccessibleAtPoint(m dbus.Message, x, y int32, coordinates uint32) (reference, *dbus.Error) {
	t, n, err := c.node(m)
	if err != nil {
		return reference{"", nullPath}, err
	}
	if parent := t.Node(n.Parent); coordinates == inParent && parent != nil {
		x, y = x+parent.Area.X, y+parent.Area.Y
	}
	found := t.At(n, x, y)
	if found == nil {
		return reference{"", nullPath}, nil
	}
	return c.refer(found.ID), nil
}

// GetLayer returns the layer.
func (c component) GetLayer(m dbus.Message) (uint32, *dbus.Error) {
	_, n, err := c.node(m)
	if err == nil && n.Role == Frame {
		return layerWindow, nil
	}
	return layerWidget, err
}

// GetAlpha returns that nothing can be seen through.
func (c component) GetAlpha(m dbus.Message) (float64, *dbus.Error) {
	_, _, err := c.node(m)
	return 1, err
}

// GrabFocus gives the object the keyboard.
func (c component) GrabFocus(m dbus.Message) (bool, *dbus.Error) {
	_, n, err := c.node(m)
	if err != nil || n.grab == nil {
		return false, err
	}
	thread.Do(n.grab)
	return true, nil
}
