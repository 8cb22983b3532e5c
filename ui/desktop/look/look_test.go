package look_test

import (
	"image/color"
	"io/fs"
	"math"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"wattlake/assets/icons"
	"wattlake/lake"
	"wattlake/ui/desktop/look"
)

// contrast is the ratio of two colours' luminance (WCAG 2.1, success criterion 1.4.3).
func contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	return (math.Max(la, lb) + 0.05) / (math.Min(la, lb) + 0.05)
}

func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	linear := func(v uint32) float64 {
		s := float64(v) / 0xffff
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

// readable is what WCAG AA asks of text.
const readable = 4.5

func TestTextCanBeRead(t *testing.T) {
	t.Parallel()
	grounds := []fyne.ThemeColorName{look.Surface, theme.ColorNameBackground, look.RowHover, look.RowSelected, theme.ColorNameHeaderBackground}
	texts := []fyne.ThemeColorName{theme.ColorNameForeground, look.Muted, look.Attention, look.Bad, look.Good, theme.ColorNamePrimary}
	pairs := [][2]fyne.ThemeColorName{
		{theme.ColorNameForegroundOnPrimary, theme.ColorNamePrimary},
		{theme.ColorNameForegroundOnPrimary, look.ChipOn},
		{theme.ColorNamePlaceHolder, theme.ColorNameInputBackground},
		{theme.ColorNameForeground, theme.ColorNameInputBackground},
		{theme.ColorNameForeground, theme.ColorNameButton},
		{theme.ColorNameForeground, look.SoftBad},
		{theme.ColorNameForeground, look.SoftWarn},
		{look.Muted, look.SoftBad},
		{look.Muted, look.SoftWarn},
		{look.Bad, look.SoftBad},
		{look.Attention, look.SoftWarn},
		{look.TipText, look.Tip},
		{look.Muted, look.Desk},
		{look.RailText, look.Rail},
		{look.RailBright, look.RailOn},
		{look.RailBright, look.RailBadge},
		{theme.ColorNameForeground, theme.ColorNameOverlayBackground},
	}
	for _, ground := range grounds {
		for _, text := range texts {
			pairs = append(pairs, [2]fyne.ThemeColorName{text, ground})
		}
	}
	expectContrast(t, readable, pairs)
}

// visible is what WCAG AA asks of what is no text and has to be seen all the same (success criterion 1.4.11).
const visible = 3

func TestControlsAndChartsCanBeSeen(t *testing.T) {
	t.Parallel()
	pairs := [][2]fyne.ThemeColorName{{look.RailMark, look.Rail}, {theme.ColorNameInputBorder, theme.ColorNameInputBackground}}
	for slot := range 6 {
		pairs = append(pairs, [2]fyne.ThemeColorName{look.Series(slot), look.Surface})
	}
	for _, ground := range []fyne.ThemeColorName{look.Surface, theme.ColorNameBackground, theme.ColorNameOverlayBackground} {
		for _, mark := range []fyne.ThemeColorName{theme.ColorNameInputBorder, theme.ColorNamePrimary} {
			pairs = append(pairs, [2]fyne.ThemeColorName{mark, ground})
		}
	}
	expectContrast(t, visible, pairs)
}

// expectContrast checks pairs of colours in both themes.
func expectContrast(t *testing.T, least float64, pairs [][2]fyne.ThemeColorName) {
	t.Helper()
	for mode, variant := range map[look.Mode]fyne.ThemeVariant{look.Light: theme.VariantDark, look.Dark: theme.VariantLight} {
		th := look.New(mode) // the system's variant is the other one: the mode must win
		for _, p := range pairs {
			if ratio := contrast(th.Color(p[0], variant), th.Color(p[1], variant)); ratio < least {
				t.Errorf("%s: %s on %s has a contrast of %.2f, want %.1f", mode, p[0], p[1], ratio, least)
			}
		}
	}
}

func TestSystemModeFollowsTheSystem(t *testing.T) {
	t.Parallel()
	th := look.New(look.System)
	if luminance(th.Color(look.Surface, theme.VariantLight)) < luminance(th.Color(look.Surface, theme.VariantDark)) {
		t.Error("the light variant is darker than the dark one")
	}
	if th.Size(theme.SizeNameText) <= 0 || th.Font(fyne.TextStyle{}) == nil || th.Icon(theme.IconNameCancel) == nil {
		t.Error("the theme lacks sizes, fonts or icons")
	}
}

func TestEveryIconCanBeDrawn(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(look.New(look.Light))
	files, err := fs.Glob(icons.Files, "*.svg")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d icons, %v", len(files), err)
	}
	for _, f := range files {
		icon := look.Icon(strings.TrimSuffix(f, ".svg"), theme.ColorNameForeground)
		if icon == nil {
			t.Errorf("%s is not found", f)
			continue
		}
		image := canvas.NewImageFromResource(icon)
		image.Resize(fyne.NewSquareSize(24))
		window := test.NewTempWindow(t, image)
		window.Resize(fyne.NewSquareSize(48))
		if blank(window.Canvas()) {
			t.Errorf("%s draws nothing", f)
		}
	}
	for _, status := range []lake.Status{
		lake.Waiting, lake.Processing, lake.Ready, lake.StatusReview, lake.Reviewed, lake.Failed, lake.Deleted, lake.StatusDoubled,
	} {
		if look.Icon(string(status), look.Good) == nil {
			t.Errorf("the status %s has no icon", status)
		}
	}
	if look.Icon("no such icon", look.Good) != nil {
		t.Error("an unknown icon is drawn")
	}
}

// blank reports whether every pixel of a canvas has the same colour.
func blank(c fyne.Canvas) bool {
	picture := c.Capture()
	first := picture.At(0, 0)
	for y := range picture.Bounds().Dy() {
		for x := range picture.Bounds().Dx() {
			if picture.At(x, y) != first {
				return false
			}
		}
	}
	return true
}

// Fyne draws the letters of a line in a picture of the line's height, from the next whole pixel below the top. What letters like g
// reach below the line must fit in what is left.
func TestCodeIsNotCutOff(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(look.New(look.Light))
	const ascent, descent = 1935.0 / 2048, 432.0 / 2048 // of Go Mono, of the size of a letter
	size := theme.Size(theme.SizeNameText)
	height := fyne.MeasureText("g", size, fyne.TextStyle{Monospace: true}).Height
	left := math.Round(float64(height)) - math.Ceil(ascent*float64(size))
	if below := descent * float64(size); left < below {
		t.Errorf("letters reach %.2f pixels below the line, there is room for %.0f", below, left)
	}
}
