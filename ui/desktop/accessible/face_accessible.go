package accessible

import (
	"strconv"

	"github.com/godbus/dbus/v5"
)

// The interfaces that objects have.
const (
	accessibleFace  = atspi + "Accessible"
	applicationFace = atspi + "Application"
	componentFace   = atspi + "Component"
	actionFace      = atspi + "Action"
	textFace        = atspi + "Text"
)

// accessible answers org.a11y.atspi.Accessible (Accessible.xml).
type accessible struct{ *server }

// GetChildAtIndex returns a child by its place.
func (a accessible) GetChildAtIndex(m dbus.Message, index int32) (reference, *dbus.Error) {
	_, n, err := a.node(m)
	if err != nil || index < 0 || int(index) >= len(n.Children) {
		return reference{"", nullPath}, err
	}
	return a.refer(n.Children[index]), nil
}

// GetChildren lists what is directly inside.
func (a accessible) GetChildren(m dbus.Message) ([]reference, *dbus.Error) {
	_, n, err := a.node(m)
	if err != nil {
		return nil, err
	}
	children := make([]reference, len(n.Children))
	for i, id := range n.Children {
		children[i] = a.refer(id)
	}
	return children, nil
}

// GetIndexInParent returns the place among the children of the parent, -1 for the root.
func (a accessible) GetIndexInParent(m dbus.Message) (int32, *dbus.Error) {
	t, n, err := a.node(m)
	if err != nil {
		return -1, err
	}
	return number(t.Place(n)), nil
}

// relation is a kind of relation and what it is to.
type relation struct {
	Kind uint32
	To   []reference
}

// GetRelationSet returns no relations: names are in the objects themselves.
func (a accessible) GetRelationSet(m dbus.Message) ([]relation, *dbus.Error) {
	_, _, err := a.node(m)
	return []relation{}, err
}

// GetRole returns the number of the role.
func (a accessible) GetRole(m dbus.Message) (uint32, *dbus.Error) {
	_, n, err := a.node(m)
	if err != nil {
		return 0, err
	}
	return uint32(n.Role), nil
}

// GetRoleName returns the name that AT-SPI2 has for the role.
func (a accessible) GetRoleName(m dbus.Message) (string, *dbus.Error) {
	_, n, err := a.node(m)
	if err != nil {
		return "", err
	}
	return roleNames[n.Role], nil
}

// GetLocalizedRoleName returns the same: screen readers have their own words for roles.
func (a accessible) GetLocalizedRoleName(m dbus.Message) (string, *dbus.Error) {
	return a.GetRoleName(m)
}

// GetState returns the set of states in two words.
func (a accessible) GetState(m dbus.Message) ([]uint32, *dbus.Error) {
	_, n, err := a.node(m)
	if err != nil {
		return nil, err
	}
	return []uint32{uint32(n.States), uint32(n.States >> 32)}, nil //nolint:gosec // the lower half and the upper one
}

// GetAttributes tells the place among its kind, from 1, as ARIA has it.
func (a accessible) GetAttributes(m dbus.Message) (map[string]string, *dbus.Error) {
	_, n, err := a.node(m)
	if err != nil {
		return nil, err
	}
	attributes := map[string]string{"toolkit": toolkit}
	if n.of > 0 {
		attributes["posinset"], attributes["setsize"] = strconv.Itoa(n.index+1), strconv.Itoa(n.of)
	}
	return attributes, nil
}

// GetApplication returns the root.
func (a accessible) GetApplication(dbus.Message) (reference, *dbus.Error) {
	return a.refer(rootID), nil
}

// GetInterfaces lists the interfaces that the object has.
func (a accessible) GetInterfaces(m dbus.Message) ([]string, *dbus.Error) {
	_, n, err := a.node(m)
	if err != nil {
		return nil, err
	}
	return interfaces(n), nil
}

func interfaces(n *Node) []string {
	if n.ID == rootID {
		return []string{accessibleFace, applicationFace}
	}
	faces := []string{accessibleFace, componentFace}
	if n.Press != nil {
		faces = append(faces, actionFace)
	}
	if n.Text != nil {
		faces = append(faces, textFace)
	}
	return faces
}
