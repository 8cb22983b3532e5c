package widgets

import (
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"wattlake/ui/desktop/look"
)

// PrimaryButton is the one thing that a page is for.
func PrimaryButton(icon, label string, tapped func()) *Push {
	return newPush(label, look.Icon(icon, theme.ColorNameForegroundOnPrimary), widget.HighImportance, tapped)
}

// Button is an ordinary button; the icon may be "".
func Button(icon, label string, tapped func()) *Push {
	return newPush(label, look.Icon(icon, theme.ColorNameForeground), widget.MediumImportance, tapped)
}

// QuietButton has no background until the pointer is over it.
func QuietButton(icon, label string, tapped func()) *Push {
	return newPush(label, look.Icon(icon, look.Muted), widget.LowImportance, tapped)
}

// Named gives a button without a word a tip.
func Named(tip string, b *Push) *Push {
	b.Tip = tip
	return b
}

// Allow is [Enable] that tells, to the pointer that rests on the button, why it cannot be pressed.
func Allow(b *Push, icon string, on bool, why string) {
	Enable(b, icon, on)
	b.Tip = why
	if on {
		b.Tip = ""
	}
}

// Enable enables or disables a button with an icon, whose colour does not follow by itself. It draws only what is different.
func Enable(b *Push, icon string, on bool) {
	if on != b.Disabled() {
		return
	}
	colour := theme.ColorNameForeground
	if b.Importance == widget.HighImportance {
		colour = theme.ColorNameForegroundOnPrimary
	}
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
