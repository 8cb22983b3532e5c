package accessible

import (
	"github.com/godbus/dbus/v5"

	"wattlake/ui/desktop/thread"
)

// action answers org.a11y.atspi.Action (Action.xml). There is one: what Enter does.
type action struct{ *server }

// press is the name of the one action.
const press = "press"

// named is an action with its name in the language of the window, or for programs, and its key.
type named struct{ Name, Description, Key string }

// GetActions lists the action.
func (a action) GetActions(m dbus.Message) ([]named, *dbus.Error) {
	_, n, err := a.node(m)
	if err != nil || n.Press == nil {
		return []named{}, err
	}
	return []named{{Name: press, Key: "Return"}}, nil
}

// GetName returns its name.
func (a action) GetName(m dbus.Message, _ int32) (string, *dbus.Error) {
	_, _, err := a.node(m)
	return press, err
}

// GetLocalizedName returns the same.
func (a action) GetLocalizedName(m dbus.Message, i int32) (string, *dbus.Error) {
	return a.GetName(m, i)
}

// GetDescription returns nothing.
func (a action) GetDescription(m dbus.Message, _ int32) (string, *dbus.Error) {
	_, _, err := a.node(m)
	return "", err
}

// GetKeyBinding returns its key.
func (a action) GetKeyBinding(m dbus.Message, _ int32) (string, *dbus.Error) {
	_, _, err := a.node(m)
	return "Return", err
}

// DoAction presses the object.
func (a action) DoAction(m dbus.Message, index int32) (bool, *dbus.Error) {
	_, n, err := a.node(m)
	if err != nil || n.Press == nil || index != 0 || !n.States.Has(Sensitive) {
		return false, err
	}
	thread.Do(n.Press)
	return true, nil
}
