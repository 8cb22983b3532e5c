package present

import (
	"strings"

	"wattlake/pipeline"
)

// RestoreWords says how the restoring of a copy ended.
func RestoreWords(l *Locale, r pipeline.RestoreReport) string {
	parts := []string{l.N("backup.restored", r.Added)}
	if r.Present > 0 {
		parts = append(parts, l.N("backup.present", r.Present))
	}
	if r.Refused > 0 {
		parts = append(parts, l.N("backup.refused", r.Refused))
	}
	return strings.Join(parts, " · ")
}
