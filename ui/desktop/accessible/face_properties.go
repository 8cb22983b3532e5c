package accessible

import (
	"github.com/godbus/dbus/v5"
)

// toolkit is what the window is made with.
const toolkit = "Fyne"

// applicationOf answers org.a11y.atspi.Application (Application.xml).
type applicationOf struct{ *server }

// GetLocale returns the language of the window.
func (a applicationOf) GetLocale(m dbus.Message, _ uint32) (string, *dbus.Error) {
	t, _, err := a.node(m)
	if err != nil {
		return "", err
	}
	return t.Lang, nil
}

// properties answers org.freedesktop.DBus.Properties for all interfaces.
type properties struct{ *server }

// Get returns one property.
func (p properties) Get(m dbus.Message, face, name string) (dbus.Variant, *dbus.Error) {
	all, err := p.GetAll(m, face)
	if err != nil {
		return dbus.Variant{}, err
	}
	value, ok := all[name]
	if !ok {
		return dbus.Variant{}, dbus.NewError("org.freedesktop.DBus.Error.UnknownProperty", []any{name})
	}
	return value, nil
}

// GetAll returns the properties of an interface.
func (p properties) GetAll(m dbus.Message, face string) (map[string]dbus.Variant, *dbus.Error) {
	t, n, err := p.node(m)
	if err != nil {
		return nil, err
	}
	values := map[string]any{}
	switch face {
	case accessibleFace:
		values = p.accessible(t, n)
	case applicationFace:
		values = map[string]any{
			"ToolkitName": toolkit, "Version": p.reader.screen.Version, "ToolkitVersion": "", "AtspiVersion": "2.1",
			"InterfaceVersion": uint32(1), "Id": p.number.Load(),
		}
	case actionFace:
		values["NActions"] = int32(0)
		if n.Press != nil {
			values["NActions"] = int32(1)
		}
	case textFace:
		if n.Text != nil {
			values["CharacterCount"], values["CaretOffset"] = number(len([]rune(n.Text.Content))), number(n.Text.Caret)
		}
	}
	variants := make(map[string]dbus.Variant, len(values))
	for name, value := range values {
		variants[name] = dbus.MakeVariant(value)
	}
	return variants, nil
}

func (p properties) accessible(t *Tree, n *Node) map[string]any {
	parent := *p.parent.Load()
	if n.ID != rootID {
		parent = p.refer(n.Parent)
	}
	return map[string]any{
		"Name": n.Name, "Description": n.Description, "Parent": parent, "ChildCount": number(len(n.Children)), "Locale": t.Lang, "AccessibleId": "", "HelpText": "",
	}
}

// Set takes the number that the registry gives the program; nothing else can be set.
func (p properties) Set(_ dbus.Message, face, name string, value dbus.Variant) *dbus.Error {
	number, ok := value.Value().(int32)
	if face != applicationFace || name != "Id" || !ok {
		return dbus.NewError("org.freedesktop.DBus.Error.PropertyReadOnly", []any{name})
	}
	p.number.Store(number)
	return nil
}
