package invoicegen

import (
	"bytes"
	"fmt"
	"strings"
)

// lost are letters for which a damaged text layer gives another character, in the order of their code points.
var lost = []struct{ letter, instead rune }{{'ą', '¹'}, {'ł', 'ø'}, {'ś', '.'}, {'ż', '¿'}}

// containsLost reports whether a text would be damaged.
func containsLost(s string) bool {
	for _, l := range lost {
		if strings.ContainsRune(s, l.letter) {
			return true
		}
	}
	return false
}

const (
	cmapStart = "/CIDInit /ProcSet findresource begin"
	cmapEnd   = "CMapName currentdict /CMap defineresource pop\nend\nend"
)

// mangle replaces the tables from which readers learn the characters of a text, keeping their length.
func mangle(pdf []byte) []byte {
	var b strings.Builder
	b.WriteString("1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	fmt.Fprintf(&b, "%d beginbfrange\n", len(lost)+1)
	next := rune(0)
	for _, l := range lost {
		fmt.Fprintf(&b, "<%04X><%04X><%04X>\n", next, l.letter-1, next)
		next = l.letter + 1
	}
	fmt.Fprintf(&b, "<%04X><FFFF><%04X>\nendbfrange\n%d beginbfchar\n", next, next, len(lost))
	for _, l := range lost {
		fmt.Fprintf(&b, "<%04X><%04X>\n", l.letter, l.instead)
	}
	b.WriteString("endbfchar\n")
	out := bytes.Clone(pdf)
	for at := 0; ; {
		start := bytes.Index(out[at:], []byte(cmapStart))
		if start < 0 {
			return out
		}
		start += at
		end := start + bytes.Index(out[start:], []byte(cmapEnd)) + len(cmapEnd)
		table := out[start:end]
		copied := copy(table, b.String())
		for i := copied; i < len(table); i++ {
			table[i] = ' '
		}
		at = end
	}
}
