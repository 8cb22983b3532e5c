package cli

import (
	"fmt"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"wattlake/pipeline"
)

const (
	barWidth      = 20 // cells of the bar
	progressWidth = 78 // characters of the whole line: it must not wrap
	plainSteps    = 10 // lines of progress that a pipe gets at most
)

// progress shows a changing line with a bar on a terminal, and in a pipe a plain line at each tenth of the way. It is nil if
// nothing is to be shown.
func (p *Program) progress() func(pipeline.IngestUpdate) {
	switch {
	case p.quiet:
		return nil
	case p.Interactive:
		return func(u pipeline.IngestUpdate) {
			_, _ = fmt.Fprint(p.Err, "\r\033[K"+p.progressLine(u)) // progress only
		}
	}
	told := 0
	return func(u pipeline.IngestUpdate) {
		if step := plainStep(u.Done, u.Total); step > told {
			told = step
			p.sayf(p.Err, "%d z %d\n", "%d of %d\n", u.Done, u.Total)
		}
	}
}

// plainStep is how many tenths are done.
func plainStep(done, total int) int {
	if total == 0 {
		return 0
	}
	return done * plainSteps / total
}

// progressLine is a bar, the count, and what is at work now.
func (p *Program) progressLine(u pipeline.IngestUpdate) string {
	filled := 0
	if u.Total > 0 {
		filled = min(barWidth, u.Done*barWidth/u.Total)
	}
	page := ""
	if u.Pages > 1 {
		page = fmt.Sprintf(" %d/%d", u.Page, u.Pages)
	}
	line := fmt.Sprintf("%s%s %d/%d  %s%s  %s", strings.Repeat("█", filled), strings.Repeat("░", barWidth-filled), u.Done, u.Total,
		p.word("stage."+string(u.Stage)), page, filepath.Base(u.File))
	if utf8.RuneCountInString(line) > progressWidth {
		line = string([]rune(line)[:progressWidth-1]) + "…"
	}
	return line
}

func (p *Program) clearProgress() {
	if p.Interactive && !p.quiet {
		_, _ = fmt.Fprint(p.Err, "\r\033[K") // progress only
	}
}
