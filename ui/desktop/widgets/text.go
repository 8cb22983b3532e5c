package widgets

import (
	"image/color"
	"sort"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"wattlake/ui/desktop/look"
	"wattlake/ui/present"
)

// ellipsis stands for what was cut.
const ellipsis = "…"

// measure returns the size of a text. Fyne caches it.
func measure(text string, size float32, style fyne.TextStyle) fyne.Size {
	return fyne.MeasureText(text, size, style)
}

// fit shortens text to the width and ends it with an ellipsis when something was cut.
func fit(text string, size float32, style fyne.TextStyle, width float32) string {
	if width <= 0 {
		return ""
	}
	if measure(text, size, style).Width <= width {
		return text
	}
	runes := []rune(text)
	low, high := 0, len(runes)
	for low < high {
		middle := (low + high + 1) / 2
		if measure(string(runes[:middle])+ellipsis, size, style).Width <= width {
			low = middle
		} else {
			high = middle - 1
		}
	}
	if low == 0 {
		return ellipsis
	}
	return string(runes[:low]) + ellipsis
}

// fitEnds shortens text to the width by what stands in its middle.
func fitEnds(text string, size float32, style fyne.TextStyle, width float32) string {
	if measure(text, size, style).Width <= width {
		return text
	}
	runes := []rune(text)
	cut := func(kept int) string {
		return string(runes[:(kept+1)/2]) + ellipsis + string(runes[len(runes)-kept/2:])
	}
	kept := sort.Search(len(runes), func(n int) bool { return measure(cut(n+1), size, style).Width > width })
	return cut(kept)
}

// ToneColor is the name of a tone's colour.
func ToneColor(tone present.Tone) fyne.ThemeColorName {
	switch tone {
	case present.Muted:
		return look.Muted
	case present.Good:
		return look.Good
	case present.Attention:
		return look.Attention
	case present.Bad:
		return look.Bad
	case present.Busy:
		return theme.ColorNamePrimary
	case present.Plain:
	}
	return theme.ColorNameForeground
}

// newText makes a text in a colour of the theme.
func newText(text string, size float32, colour fyne.ThemeColorName) *canvas.Text {
	t := canvas.NewText(text, look.Color(colour))
	t.TextSize = size
	return t
}

// setText changes a text and repaints it only if something is different: textures are what costs.
func setText(t *canvas.Text, text string, c color.Color) {
	if t.Text == text && t.Color == c {
		return
	}
	t.Text, t.Color = text, c
	t.Refresh()
}

// Heading is the title of a page.
func Heading(text string) *canvas.Text {
	t := newText(text, theme.Size(theme.SizeNameHeadingText), theme.ColorNameForeground)
	t.TextStyle.Bold = true
	return t
}

// Figure is the number on a card.
func Figure(text string) *canvas.Text {
	const larger = 4
	t := newText(text, theme.Size(theme.SizeNameText)+larger, theme.ColorNameForeground)
	t.TextStyle.Bold = true
	return t
}

// Caption is small secondary text.
func Caption(text string) *canvas.Text {
	return newText(text, theme.Size(theme.SizeNameCaptionText)+1, look.Muted)
}

// Toned is a text in the colour of its tone.
func Toned(text string, tone present.Tone) *canvas.Text {
	return newText(text, theme.Size(theme.SizeNameText), ToneColor(tone))
}

// Paragraph is text that wraps; what is not secondary can be selected.
func Paragraph(text string, tone present.Tone) fyne.CanvasObject {
	if tone == present.Muted {
		return Hint(text, fyne.TextAlignLeading)
	}
	label := widget.NewLabel(text)
	label.Wrapping = fyne.TextWrapWord
	label.Selectable = true
	switch tone {
	case present.Attention:
		label.Importance = widget.WarningImportance
	case present.Bad:
		label.Importance = widget.DangerImportance
	default:
	}
	return label
}

// Hint is secondary text that wraps. A label's own "low importance" has too little contrast to be read.
func Hint(text string, align fyne.TextAlign) *widget.RichText {
	return rich(text, widget.RichTextStyle{ColorName: look.Muted, Alignment: align})
}

// Lines is a toned text that wraps.
func Lines(text string, tone present.Tone) *widget.RichText {
	return rich(text, widget.RichTextStyle{ColorName: ToneColor(tone)})
}

// Small is a hint in small letters.
func Small(text string) *widget.RichText {
	return rich(text, widget.RichTextStyle{ColorName: look.Muted, SizeName: theme.SizeNameCaptionText})
}

func rich(text string, style widget.RichTextStyle) *widget.RichText {
	r := widget.NewRichText(&widget.TextSegment{Text: text, Style: style})
	r.Wrapping = fyne.TextWrapWord
	return r
}

// Break divides a caption into lines of at most a width, between words. A longer word stands alone.
func Break(text string, width float32) []string {
	return breakLines(text, Caption("").TextSize, width)
}

func breakLines(text string, size, width float32) []string {
	var lines []string
	line := ""
	for word := range strings.SplitSeq(text, " ") {
		longer := strings.TrimPrefix(line+" "+word, " ")
		if line != "" && measure(longer, size, fyne.TextStyle{}).Width > width {
			lines = append(lines, line)
			longer = word
		}
		line = longer
	}
	return append(lines, line)
}

// Title is the title of a card.
func Title(text string) *canvas.Text {
	t := newText(text, theme.Size(theme.SizeNameText)+1, theme.ColorNameForeground)
	t.TextStyle.Bold = true
	return t
}
