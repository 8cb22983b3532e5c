package review

import "wattlake/ui/desktop/accessible"

// Spoken implements accessible.Speaker.
func (f *field) Spoken() accessible.Element { return accessible.OfEntry(&f.Entry) }

// Spoken implements accessible.Speaker.
func (c *choice) Spoken() accessible.Element { return accessible.OfSelect(&c.Select) }

// spoken names the editor of a cell and says how certain its value is and what is wrong with it.
func (c *cell) spoken() accessible.Element {
	e := accessible.Element{Name: c.label.Text}
	if len(c.proof.words) > 0 {
		e.Description = c.proof.words[0]
	}
	for _, n := range c.said {
		e.Description += ". " + n.Message
	}
	return e
}
