package preferences

import "testing"

func TestWhatCountsAsANumberOfALimit(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{"": true, "90": true, "0": true, "-1": false, "1,5": false, "sześć": false} {
		if got := (&Reading{memory: text}).valid(); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
