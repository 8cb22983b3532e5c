// Package look is how the desktop looks: a calm palette for light and dark with contrast by WCAG AA, sizes, and icons.
package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Mode chooses between light and dark.
type Mode string

// The modes.
const (
	System Mode = "system"
	Light  Mode = "light"
	Dark   Mode = "dark"
)

// The colours that Fyne has no name for.
const (
	Surface     fyne.ThemeColorName = "wattlakeSurface" // cards and tables
	Rail        fyne.ThemeColorName = "wattlakeRail"    // the navigation, dark in both variants
	RailText    fyne.ThemeColorName = "wattlakeRailText"
	RailBright  fyne.ThemeColorName = "wattlakeRailBright"
	RailOn      fyne.ThemeColorName = "wattlakeRailOn"
	RailMark    fyne.ThemeColorName = "wattlakeRailMark"
	RailBadge   fyne.ThemeColorName = "wattlakeRailBadge"
	Border      fyne.ThemeColorName = "wattlakeBorder"      // hairlines around surfaces
	Muted       fyne.ThemeColorName = "wattlakeMuted"       // secondary text
	RowLine     fyne.ThemeColorName = "wattlakeRowLine"     // between rows
	RowHover    fyne.ThemeColorName = "wattlakeRowHover"    // row under the pointer
	RowSelected fyne.ThemeColorName = "wattlakeRowSelected" // chosen row
	ChipOn      fyne.ThemeColorName = "wattlakeChipOn"      // background of a chosen chip or page
	Attention   fyne.ThemeColorName = "wattlakeAttention"   // text that asks for a look
	Bad         fyne.ThemeColorName = "wattlakeBad"         // text about a failure
	Good        fyne.ThemeColorName = "wattlakeGood"        // text about success
	SoftBad     fyne.ThemeColorName = "wattlakeSoftBad"     // background of a failure
	SoftWarn    fyne.ThemeColorName = "wattlakeSoftWarn"    // background of what asks for a look
	Grid        fyne.ThemeColorName = "wattlakeGrid"        // lines of a chart
	Tip         fyne.ThemeColorName = "wattlakeTip"         // background of a tooltip
	TipText     fyne.ThemeColorName = "wattlakeTipText"
	Desk        fyne.ThemeColorName = "wattlakeDesk" // around the picture of a page
)

// Series returns the colour name of a chart's series; colours repeat after the palette's end.
func Series(slot int) fyne.ThemeColorName { return seriesNames[slot%len(seriesNames)] }

var seriesNames = []fyne.ThemeColorName{"wattlakeS0", "wattlakeS1", "wattlakeS2", "wattlakeS3", "wattlakeS4", "wattlakeS5"}

// forPaper is set while something is drawn for paper. It belongs to the drawing thread.
var forPaper bool

// ForPaper has what draw makes drawn in the colours of the light theme, whatever theme is in use. It is called on the drawing
// thread.
func ForPaper(draw func()) {
	forPaper = true
	defer func() { forPaper = false }()
	draw()
}

// Color returns a colour of the theme in use.
func Color(name fyne.ThemeColorName) color.Color {
	if forPaper {
		return OnPaper(name)
	}
	return theme.Color(name)
}

// OnPaper returns a colour as it is in the light theme, for what is drawn on the picture of a page.
func OnPaper(name fyne.ThemeColorName) color.Color {
	if pair, ok := palette[name]; ok {
		return pair.light
	}
	return theme.Color(name)
}

// Theme is Wattlake's theme.
type Theme struct {
	mode Mode
	base fyne.Theme
}

// New returns the theme in the mode.
func New(mode Mode) *Theme { return &Theme{mode: mode, base: theme.DefaultTheme()} }

// Color implements fyne.Theme.
func (t *Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	switch t.mode {
	case Light:
		variant = theme.VariantLight
	case Dark:
		variant = theme.VariantDark
	case System:
	}
	pair, ok := palette[name]
	if !ok {
		return t.base.Color(name, variant)
	}
	if variant == theme.VariantDark {
		return pair.dark
	}
	return pair.light
}

// Font implements fyne.Theme.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource {
	if style.Monospace {
		return oneWidth
	}
	return t.base.Font(style)
}

// Icon implements fyne.Theme.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource { return t.base.Icon(name) }

// Size implements fyne.Theme.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	if s, ok := sizes[name]; ok {
		return s
	}
	return t.base.Size(name)
}

// bare is a theme whose scrolled content has neither bars nor shadows: a line of text that is longer than its field.
type bare struct{ fyne.Theme }

// WithoutScrollBars is the theme in use without scroll bars.
func WithoutScrollBars() fyne.Theme { return bare{fyne.CurrentApp().Settings().Theme()} }

// Color implements fyne.Theme.
func (b bare) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	if name == theme.ColorNameShadow {
		return color.Transparent
	}
	return b.Theme.Color(name, variant)
}

// Size implements fyne.Theme.
func (b bare) Size(name fyne.ThemeSizeName) float32 {
	if name == theme.SizeNameScrollBar || name == theme.SizeNameScrollBarSmall {
		return 0
	}
	return b.Theme.Size(name)
}

var sizes = map[fyne.ThemeSizeName]float32{
	theme.SizeNameText:            13,
	theme.SizeNameCaptionText:     11,
	theme.SizeNameSubHeadingText:  15,
	theme.SizeNameHeadingText:     20,
	theme.SizeNamePadding:         4,
	theme.SizeNameInnerPadding:    8,
	theme.SizeNameInlineIcon:      18,
	theme.SizeNameInputRadius:     6,
	theme.SizeNameSelectionRadius: 6,
	theme.SizeNameScrollBar:       10,
	theme.SizeNameScrollBarSmall:  4,
}

// IsDark reports whether what is in sight is dark.
func IsDark() bool {
	const middle = 0x8000
	r, g, b, _ := Color(theme.ColorNameBackground).RGBA()
	return (r+g+b)/3 < middle
}
