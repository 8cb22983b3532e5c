package ksef

import (
	"strings"

	"wattlake/lake"
)

// table reads the rows of one table of the attachment.
type table struct {
	doc     *document
	owner   *point // nil: the rows say
	side    state
	heading string // folded
	roles   []role
	units   []string // of energy, from the headers
	group   string   // from the last row of one cell
	net     map[*point]lake.Opt[lake.Money]
}

func newTable(d *document, n *node, owner *point, side state) *table {
	t := &table{doc: d, owner: owner, heading: fold(n.value("Opis")), net: map[*point]lake.Opt[lake.Money]{}}
	t.side = stateOf(t.heading, side)
	d.headings = append(d.headings, t.heading)
	for _, column := range n.child("TNaglowek").all("Kol") {
		header := column.value("NKom")
		t.roles = append(t.roles, roleOf(header))
		unit := ""
		for _, u := range []string{"kWh", "MWh", "m3"} {
			if strings.Contains(fold(header), fold(u)) {
				unit = u
			}
		}
		t.units = append(t.units, unit)
	}
	return t
}

func (t *table) has(r role) bool { return isOneOf(r, t.roles...) }

func (t *table) read(n *node) {
	for _, r := range n.all("Wiersz") {
		var cells []string
		for _, cell := range r.all("WKom") {
			cells = append(cells, cell.value())
		}
		t.row(cells)
	}
	if sum, ok := t.sum(n.child("Suma")); ok && t.owner != nil && t.has(roleNet) {
		t.net[t.owner] = lake.Some(sum)
	}
	for p, net := range t.net {
		if p != nil && net.Known {
			p.net[t.side] = lake.Some(p.net[t.side].Value + net.Value)
		}
	}
}

// sum returns the total that a table states.
func (t *table) sum(n *node) (lake.Money, bool) {
	var cells []string
	for _, cell := range n.all("SKom") {
		cells = append(cells, cell.value())
	}
	if len(cells) == len(t.roles) {
		m := money(t.cell(cells, roleNet))
		return m.Value, m.Known
	}
	for i := len(cells) - 1; i > 0; i-- {
		if m := money(cells[i]); m.Known {
			return m.Value, true
		}
	}
	return 0, false
}

// cell returns the first cell of a full row that holds something for the role.
func (t *table) cell(cells []string, r role) string {
	for i, cell := range cells {
		if t.roles[i] == r && cell != "" && cell != "-" {
			return cell
		}
	}
	return ""
}
