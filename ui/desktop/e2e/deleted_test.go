//go:build e2e

package e2e_test

import (
	"testing"

	"wattlake/ui/desktop/e2e/x11"
)

// TestDeletedComesBack deletes everything, lets the offer to undo it go by and the program end, and brings one document back.
func TestDeletedComesBack(t *testing.T) {
	s, p := startWith(t, textSamples(t)[:2]...)
	s.press(t, x11.Control, 'a')
	s.press(t, x11.Delete)
	s.await(t, "the deletion", func() bool { total, _ := p.count(t); return total == 0 })
	p.stop(t)
	p.checkLog(t)
	again := s.startProgramOf(t, p.lake, p.home)
	s.press(t, x11.Control, '4')
	const deletedX, firstRowY, restoreX, restoreY = 330, 153, 1213, 663
	s.click(t, deletedX, sectionsY)
	s.click(t, 300, firstRowY)
	s.picture(t, "pl-usuniete-lista")
	s.click(t, restoreX, restoreY)
	s.await(t, "the document", func() bool { total, open := again.count(t); return total == 1 && open == 0 })
	s.picture(t, "pl-usuniete-przywrocone")
	again.stop(t)
	again.checkLog(t)
}
