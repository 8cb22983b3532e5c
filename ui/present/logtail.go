package present

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// LogGrid shows the end of the program's log, the latest line first. tail is its last bytes; a first line that is cut is dropped.
func LogGrid(l *Locale, tail []byte, zone *time.Location) Grid {
	message := flexColumn(l, "message", "Lorem ipsum dolor sit amet", 0)
	message.Flex = 3
	g := Grid{Columns: []Column{textColumn(l, "time", instantSample(l), 0), textColumn(l, "level", "WARN", 0), message}}
	for line := range bytes.Lines(tail) {
		if row, ok := logRow(l, line, zone); ok {
			g.Rows = append(g.Rows, row)
		}
	}
	slices.Reverse(g.Rows)
	return g
}

func logRow(l *Locale, line []byte, zone *time.Location) (row []Cell, ok bool) {
	fields := map[string]any{}
	if json.Unmarshal(line, &fields) != nil {
		return nil, false
	}
	text := func(name string) string {
		value, _ := fields[name].(string) // what is missing is shown as nothing
		delete(fields, name)
		return value
	}
	written := text("time")
	if at, err := time.Parse(time.RFC3339Nano, written); err == nil {
		written = l.Instant(at.In(zone))
	}
	level := text("level")
	words := []string{text("msg")}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		words = append(words, fmt.Sprintf("%s=%v", name, fields[name]))
	}
	tone := map[string]Tone{"ERROR": Bad, "WARN": Attention}[level]
	return []Cell{{Text: written, Tone: Muted}, {Text: level, Tone: tone}, {Text: strings.Join(words, "  "), Tone: tone}}, true
}
