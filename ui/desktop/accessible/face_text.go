package accessible

import (
	"unicode"

	"github.com/godbus/dbus/v5"
)

// text answers org.a11y.atspi.Text (Text.xml) for reading; offsets are in letters.
type text struct{ *server }

// The granularities, and the boundaries that the older call has for them; everything else is the whole text.
const (
	byLetter = 0
	byWord   = 1
	endWord  = 2 // among the boundaries
)

// letters returns what was typed.
func (t text) letters(m dbus.Message) ([]rune, *dbus.Error) {
	_, n, err := t.node(m)
	if err != nil || n.Text == nil {
		return nil, err
	}
	return []rune(n.Text.Content), nil
}

// GetText returns a part of the text; an end of -1 is that of the text.
func (t text) GetText(m dbus.Message, start, end int32) (string, *dbus.Error) {
	all, err := t.letters(m)
	if end < 0 || int(end) > len(all) {
		end = number(len(all))
	}
	start = max(0, min(start, end))
	return string(all[start:end]), err
}

// GetStringAtOffset returns the letter, word or text around an offset.
func (t text) GetStringAtOffset(m dbus.Message, offset int32, granularity uint32) (part string, start, end int32, err *dbus.Error) {
	all, err := t.letters(m)
	from, to := around(all, int(offset), granularity)
	return string(all[from:to]), number(from), number(to), err
}

// GetTextAtOffset is the same with boundaries instead of granularities.
func (t text) GetTextAtOffset(m dbus.Message, offset int32, boundary uint32) (part string, start, end int32, err *dbus.Error) {
	if boundary == endWord { // the only one that is not the granularity of its own number or the whole text
		boundary = byWord
	}
	return t.GetStringAtOffset(m, offset, boundary)
}

// GetCharacterAtOffset returns a letter, 0 behind the last.
func (t text) GetCharacterAtOffset(m dbus.Message, offset int32) (int32, *dbus.Error) {
	all, err := t.letters(m)
	if offset < 0 || int(offset) >= len(all) {
		return 0, err
	}
	return all[offset], err
}

// GetNSelections returns that no selection is told of.
func (t text) GetNSelections(m dbus.Message) (int32, *dbus.Error) {
	_, _, err := t.node(m)
	return 0, err
}

// GetAttributeRun returns that all letters are alike: Orca speaks a text run by run, and nothing of one without any.
func (t text) GetAttributeRun(m dbus.Message, _ int32, _ bool) (attributes map[string]string, start, end int32, err *dbus.Error) {
	all, err := t.letters(m)
	return map[string]string{}, 0, number(len(all)), err
}

// GetDefaultAttributes returns none.
func (t text) GetDefaultAttributes(m dbus.Message) (map[string]string, *dbus.Error) {
	_, _, err := t.node(m)
	return map[string]string{}, err
}

// around finds the letter, the word with the spaces behind it, or all of the text at an offset.
func around(all []rune, offset int, granularity uint32) (from, to int) {
	offset = max(0, min(offset, len(all)))
	switch granularity {
	case byLetter:
		return offset, min(offset+1, len(all))
	case byWord:
		begins := func(i int) bool {
			return i == 0 || i < len(all) && !unicode.IsSpace(all[i]) && unicode.IsSpace(all[i-1])
		}
		for from = offset; !begins(from); from-- {
		}
		for to = min(from+1, len(all)); to < len(all) && !begins(to); to++ {
		}
		return from, to
	default:
		return 0, len(all)
	}
}
