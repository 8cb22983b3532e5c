package widgets

import (
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// codeIndent is how much further in the rest of a line begins that had to be broken.
const codeIndent = 4

// Code is a list of lines of programs in letters of one width, broken to fit the width. It lays out only what is in sight: a label of
// some hundred lines would hold up the window for seconds.
func Code(text string, width float32) fyne.CanvasObject {
	style := fyne.TextStyle{Monospace: true}
	letter := measure("m", theme.Size(theme.SizeNameText), style).Width
	var lines []string
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\t", "    "), "\n") {
		lines = append(lines, breakCode(line, int((width-3*cellPadding)/letter))...)
	}
	list := widget.NewList(func() int { return len(lines) }, func() fyne.CanvasObject {
		line := newText("", theme.Size(theme.SizeNameText), theme.ColorNameForeground)
		line.TextStyle = style
		return Pad(-theme.Padding()/2, -theme.Padding()/2, cellPadding, 0, line)
	}, func(i widget.ListItemID, o fyne.CanvasObject) {
		if row, ok := o.(*fyne.Container); ok {
			if line, ok := row.Objects[0].(*canvas.Text); ok {
				line.Text = lines[i]
				line.Refresh()
			}
		}
	})
	list.HideSeparators = true
	return list
}

// breakCode breaks a line into parts of at most n letters, after a space where there is one.
func breakCode(line string, n int) []string {
	indent := strings.Repeat(" ", min(len(line)-len(strings.TrimLeft(line, " "))+codeIndent, n/2))
	var parts []string
	for utf8.RuneCountInString(line) > n {
		runes := []rune(line)
		at := n
		if space := strings.LastIndexByte(string(runes[:n+1]), ' '); space > len(indent) {
			at = utf8.RuneCountInString(line[:space]) + 1
		}
		parts = append(parts, strings.TrimRight(string(runes[:at]), " "))
		line = indent + string(runes[at:])
	}
	return append(parts, line)
}
