package warehouse

import (
	"slices"
	"strings"
)

// SQL returns the statements that compute a Gold table, the steps that it shares with others first; "" for a table that there
// is not. Checks are left out.
func SQL(table string) string {
	if !slices.ContainsFunc(goldModels, func(m model) bool { return m.name == table }) {
		return ""
	}
	var parts []string
	for _, name := range slices.Concat([]string{macros}, steps, []string{table}) {
		if build, _, err := source(name); err == nil { // the files are part of the program; a test reads every one
			parts = append(parts, build)
		}
	}
	return strings.Join(parts, "\n")
}
