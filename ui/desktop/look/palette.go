package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// shades is one colour in both variants.
type shades struct{ light, dark color.NRGBA }

// rgb makes an opaque colour from 0xRRGGBB.
func rgb(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8 & 0xff), B: uint8(v & 0xff), A: 0xff} //nolint:gosec // each byte is masked or shifted into range
}

func both(light, dark uint32) shades { return shades{rgb(light), rgb(dark)} }

// faint is both with an alpha, for what lies over other colours.
func faint(light, dark uint32, alpha uint8) shades {
	s := both(light, dark)
	s.light.A, s.dark.A = alpha, alpha
	return s
}

// palette holds every colour that is not Fyne's own. A test checks the contrast of text.
var palette = map[fyne.ThemeColorName]shades{
	theme.ColorNameBackground:          both(0xf3f6f8, 0x10171c),
	theme.ColorNameForeground:          both(0x17232c, 0xe4ecf1),
	theme.ColorNamePrimary:             both(0x0b6a7d, 0x4db6c8),
	theme.ColorNameForegroundOnPrimary: both(0xffffff, 0x06222a),
	theme.ColorNameHyperlink:           both(0x0b6a7d, 0x4db6c8),
	theme.ColorNameButton:              both(0xe4eaee, 0x27333c),
	theme.ColorNameDisabledButton:      both(0xe9edf0, 0x1d272e),
	theme.ColorNameDisabled:            both(0x98a4ad, 0x64737e),
	theme.ColorNamePlaceHolder:         both(0x5d6b76, 0x92a3af),
	theme.ColorNameInputBackground:     both(0xffffff, 0x151e24),
	theme.ColorNameInputBorder:         both(0x7f8c96, 0x677781),
	theme.ColorNameMenuBackground:      both(0xffffff, 0x1f2930),
	theme.ColorNameOverlayBackground:   both(0xffffff, 0x1a232a),
	theme.ColorNameHeaderBackground:    both(0xeaf0f3, 0x202b33),
	theme.ColorNameSeparator:           both(0xdbe3e8, 0x2a363e),
	theme.ColorNameSelection:           both(0xd2e9ed, 0x1f4a54),
	theme.ColorNameError:               both(0xb3261e, 0xf28b82),
	theme.ColorNameForegroundOnError:   both(0xffffff, 0x3a0906),
	theme.ColorNameSuccess:             both(0x19733f, 0x63cd92),
	theme.ColorNameForegroundOnSuccess: both(0xffffff, 0x06280f),
	theme.ColorNameWarning:             both(0x8f5400, 0xe8b45e),
	theme.ColorNameForegroundOnWarning: both(0xffffff, 0x2e1d00),
	theme.ColorNameHover:               faint(0x0b2a33, 0xffffff, 0x12),
	theme.ColorNamePressed:             faint(0x0b2a33, 0xffffff, 0x24),
	theme.ColorNameFocus:               faint(0x0b6a7d, 0x4db6c8, 0x50),
	theme.ColorNameScrollBar:           faint(0x33464f, 0xb9c8d1, 0x70),
	theme.ColorNameScrollBarBackground: faint(0x33464f, 0xb9c8d1, 0x00),
	theme.ColorNameShadow:              faint(0x000000, 0x000000, 0x38),

	Surface:     both(0xffffff, 0x182128),
	Rail:        both(0x12323c, 0x0b1216),
	RailText:    both(0xb5c9d1, 0x9fb2bd),
	RailBright:  both(0xffffff, 0xffffff),
	RailOn:      both(0x21505e, 0x1e343d),
	RailMark:    both(0xf4b942, 0xf4b942),
	RailBadge:   both(0xb3401e, 0xb3401e),
	Border:      both(0xdbe3e8, 0x2a363e),
	Muted:       both(0x55646f, 0x9aabb7),
	RowLine:     both(0xedf1f4, 0x212c34),
	RowHover:    both(0xf1f6f8, 0x1f2a32),
	RowSelected: both(0xdff0f4, 0x1b3f49),
	ChipOn:      both(0x0b6a7d, 0x4db6c8),
	Attention:   both(0x8f5400, 0xe8b45e),
	Bad:         both(0xb3261e, 0xf28b82),
	Good:        both(0x19733f, 0x63cd92),
	SoftBad:     both(0xfbe9e7, 0x3a2020),
	SoftWarn:    both(0xfdf2df, 0x352a16),
	Grid:        both(0xe3e9ed, 0x2a363e),
	Tip:         both(0x17232c, 0xe4ecf1),
	TipText:     both(0xffffff, 0x10171c),
	Desk:        both(0xdfe6ea, 0x0c1216),

	"wattlakeS0": both(0x0f7c91, 0x4db6c8),
	"wattlakeS1": both(0xcf7f14, 0xf0ad4e),
	"wattlakeS2": both(0x5a5bc9, 0x9a9bf2),
	"wattlakeS3": both(0x2f9460, 0x63cd92),
	"wattlakeS4": both(0xc2456f, 0xee86a6),
	"wattlakeS5": both(0x82909b, 0x8b9ba6),
}
