package accessible

// Role is what kind of thing an element is, by its number in AT-SPI2.
type Role uint32

// The roles that the window has.
const (
	Unspoken     Role = 0
	CheckBox     Role = 7
	ComboBox     Role = 11
	Dialog       Role = 16
	Frame        Role = 23
	Image        Role = 27
	Label        Role = 29
	Menu         Role = 33
	MenuItem     Role = 35
	PageTab      Role = 37
	PageTabList  Role = 38
	Panel        Role = 39
	Password     Role = 40
	ProgressBar  Role = 42
	Button       Role = 43
	StatusBar    Role = 54
	Table        Role = 55
	ToggleButton Role = 62
	application  Role = 75
	Entry        Role = 79
	TableRow     Role = 90
	Notification Role = 101
)

// roleNames are the names that AT-SPI2 has for the roles.
var roleNames = map[Role]string{
	CheckBox: "check box", ComboBox: "combo box", Dialog: "dialog", Frame: "frame", Image: "image", Label: "label", Menu: "menu",
	MenuItem: "menu item", PageTab: "page tab", PageTabList: "page tab list", Panel: "panel", Password: "password text",
	ProgressBar: "progress bar", Button: "push button", StatusBar: "status bar", Table: "table", ToggleButton: "toggle button",
	application: "application", Entry: "entry", TableRow: "table row", Notification: "notification",
}

// State is one thing that may be true of an element, by its number in AT-SPI2.
type State uint

// The states that the window has.
const (
	Active     State = 1
	Checked    State = 4
	Editable   State = 7
	Enabled    State = 8
	Focusable  State = 11
	Focused    State = 12
	Modal      State = 16
	Pressed    State = 20
	Selectable State = 22
	Selected   State = 23
	Sensitive  State = 24
	Showing    State = 25
	SingleLine State = 26
	Visible    State = 30
	Checkable  State = 41
)

// stateNames are the names that events have for the states that may change while an element is there.
var stateNames = map[State]string{
	Active: "active", Checked: "checked", Enabled: "enabled", Focused: "focused", Pressed: "pressed", Selected: "selected",
	Sensitive: "sensitive", Showing: "showing", Visible: "visible",
}

// States is a set of states, one bit for each.
type States uint64

// Of is the set of the states.
func Of(states ...State) States {
	var set States
	for _, s := range states {
		set |= 1 << s
	}
	return set
}

// If is the set of the states if something is true, and empty otherwise.
func If(on bool, states ...State) States {
	if !on {
		return 0
	}
	return Of(states...)
}

// Has reports whether a state is in the set.
func (s States) Has(state State) bool { return s&(1<<state) != 0 }
