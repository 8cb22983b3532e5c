package widgets

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"wattlake/lake"
)

// ManyChoices is how many choices a plain menu has at most: more are looked up by typing.
const ManyChoices = 18

// The size of the box with choices to look up: a metering point's code and name fit.
const (
	lookupWidth  = 340
	lookupHeight = 360
)

// lookup is a box in which one of many choices is found by typing.
type lookup struct {
	choices []string
	folded  []string // as they are compared
	found   []int    // places in choices
	at      int      // of the chosen one in found
	box     *widget.PopUp
	search  *lookupField
	list    *widget.List
	pick    func(choice int)
}

// lookupField leaves the keys that move between lines to the list below it.
type lookupField struct {
	Search

	onMove func(by int)
}

// TypedKey implements fyne.Focusable.
func (f *lookupField) TypedKey(key *fyne.KeyEvent) {
	const page = 8
	steps := map[fyne.KeyName]int{fyne.KeyUp: -1, fyne.KeyDown: 1, fyne.KeyPageUp: -page, fyne.KeyPageDown: page}
	if by, ok := steps[key.Name]; ok {
		f.onMove(by)
		return
	}
	if key.Name == fyne.KeyEscape {
		f.OnEscape() // also where there is text: the box is what is left
		return
	}
	f.Search.TypedKey(key)
}

// ShowLookup opens a box at a place of the canvas, in which the choices are narrowed down by typing parts of words. It begins
// at the chosen one; Enter or a click picks, Escape picks nothing. However many there are, only the lines in sight are drawn.
func ShowLookup(c fyne.Canvas, at fyne.Position, hint string, choices []string, chosen int, pick func(choice int)) {
	before := c.Focused()
	l := &lookup{choices: choices, folded: make([]string, len(choices)), pick: pick}
	for i, choice := range choices {
		l.folded[i] = lookupKey(choice)
	}
	l.search = &lookupField{onMove: func(by int) { l.mark(l.at + by) }}
	l.search.ExtendBaseWidget(l.search)
	l.search.PlaceHolder = hint
	l.search.OnChanged = l.narrow
	l.search.OnSubmitted = func(string) { l.take(l.at) }
	l.search.OnEscape = func() {
		l.box.Hide()
		c.Focus(before)
	}
	l.list = widget.NewList(func() int { return len(l.found) }, func() fyne.CanvasObject {
		line := widget.NewLabel("")
		line.Truncation = fyne.TextTruncateEllipsis
		return line
	}, func(i widget.ListItemID, o fyne.CanvasObject) {
		line := o.(*widget.Label) //nolint:errcheck,forcetypeassert // the list only hands out what the line above made
		line.Importance = widget.MediumImportance
		if i == l.at {
			line.Importance = widget.HighImportance
		}
		line.SetText(l.choices[l.found[i]])
	})
	l.list.OnSelected = l.take
	l.list.HideSeparators = true
	l.box = widget.NewPopUp(container.NewBorder(l.search, nil, nil, nil, l.list), c)
	l.box.Resize(fyne.NewSize(lookupWidth, lookupHeight))
	room := c.Size()
	l.box.ShowAtPosition(fyne.NewPos(max(0, min(at.X, room.Width-lookupWidth)), max(0, min(at.Y, room.Height-lookupHeight))))
	l.narrow("")
	l.mark(chosen)
	c.Focus(l.search)
}

// narrow keeps the choices that have all typed parts: first those that have them as they were typed, then wherever they stand.
func (l *lookup) narrow(text string) {
	l.found = l.found[:0]
	parts := strings.Fields(lake.FoldSearch(text))
	joined := strings.Join(parts, "") // a code may have been copied in groups of digits
	var apart []int
	for i, key := range l.folded {
		switch {
		case strings.Contains(key, joined):
			l.found = append(l.found, i)
		case hasAll(key, parts):
			apart = append(apart, i)
		}
	}
	l.found = append(l.found, apart...)
	l.mark(0)
}

func hasAll(key string, parts []string) bool {
	for _, part := range parts {
		if !strings.Contains(key, part) {
			return false
		}
	}
	return true
}

// lookupKey is a text as it is compared: without spaces, accents and capitals.
func lookupKey(text string) string { return strings.Join(strings.Fields(lake.FoldSearch(text)), "") }

// mark makes a line the one that Enter picks.
func (l *lookup) mark(at int) {
	l.at = max(0, min(at, len(l.found)-1))
	l.list.Refresh()
	if len(l.found) > 0 {
		l.list.ScrollTo(l.at)
	}
}

func (l *lookup) take(at int) {
	if at < 0 || at >= len(l.found) {
		return
	}
	l.box.Hide()
	l.pick(l.found[at])
}
