package widgets

import (
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"wattlake/ui/desktop/look"
)

// PrimaryButton is the one thing that a page is for.
func PrimaryButton(icon, label string, tapped func()) *widget.Button {
	b := widget.NewButtonWithIcon(label, look.Icon(icon, theme.ColorNameForegroundOnPrimary), tapped)
	b.Importance = widget.HighImportance
	return b
}

// Button is an ordinary button; the icon may be "".
func Button(icon, label string, tapped func()) *widget.Button {
	return widget.NewButtonWithIcon(label, look.Icon(icon, theme.ColorNameForeground), tapped)
}

// QuietButton has no background until the pointer is over it.
func QuietButton(icon, label string, tapped func()) *widget.Button {
	b := widget.NewButtonWithIcon(label, look.Icon(icon, look.Muted), tapped)
	b.Importance = widget.LowImportance
	return b
}

// Enable enables or disables a button with an icon, whose colour does not follow by itself. It draws only what is different.
func Enable(b *widget.Button, icon string, on bool) {
	if on != b.Disabled() {
		return
	}
	colour := theme.ColorNameForeground
	if on {
		b.Enable()
	} else {
		b.Disable()
		colour = theme.ColorNameDisabled
	}
	if icon != "" {
		b.SetIcon(look.Icon(icon, colour))
	}
}
