//go:build !headless

package main

import (
	"strings"
	"testing"

	"wattlake/lake"
)

func TestNoScreenIsSaidBeforeTheWindowOpens(t *testing.T) {
	for _, display := range []string{"", ":4711", "nothing like a screen"} {
		t.Setenv("DISPLAY", display)
		err := reachDisplay()
		if lake.CodeOf(err) != lake.CodeUsage || !strings.Contains(err.Error(), display) {
			t.Errorf("DISPLAY=%q: got %v", display, err)
		}
	}
}
