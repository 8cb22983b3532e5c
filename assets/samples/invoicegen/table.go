package invoicegen

// column of a table; its width is a share of the table's.
type column struct {
	title string
	share float64
	align byte // 'R' or left
}

// row of a table: one cell per column, or a single cell that runs over the whole width.
type row struct {
	cells []string
	bold  bool
	fill  bool
}

// table is set with the look's rules; it breaks over pages and repeats its head.
type table struct {
	columns []column
	rows    []row
	size    float64
	bare    bool // no head
}

const cellPad = 1.1 // mm on each side

// table places t over the width w at x and moves below it.
func (c *canvas) table(x, w float64, t table) {
	c.begin()
	total := 0.0
	for _, col := range t.columns {
		total += col.share
	}
	widths := make([]float64, len(t.columns))
	for i, col := range t.columns {
		widths[i] = col.share / total * w
	}
	d := tableDrawer{canvas: c, table: t, x: x, w: w, widths: widths}
	d.head()
	for i, r := range t.rows {
		d.row(r, i)
	}
	c.segment(x, c.y, x+w, c.y, grey)
	c.begin()
}

type tableDrawer struct {
	*canvas
	table
	x, w   float64
	widths []float64
}

func (d *tableDrawer) head() {
	if d.bare {
		return
	}
	s := style{size: d.size - 0.5, bold: true}
	if d.size == 0 {
		s.size = d.look.size - 0.5
	}
	lines := make([][]string, len(d.columns))
	most := 1
	for i, col := range d.columns {
		lines[i] = d.wrap(col.title, d.widths[i]-2*cellPad, s)
		most = max(most, len(lines[i]))
	}
	h := float64(most)*d.lineHeight(s) + 1.6
	d.ensure(h + 12)
	if !d.look.ruled {
		d.box(d.x, d.y, d.w, h, pale)
	}
	d.grid(h)
	x := d.x
	for i, col := range d.columns {
		for n, text := range lines[i] {
			d.cell(x, d.y+0.8+float64(n+1)*d.lineHeight(s)-0.8, d.widths[i], text, col.align, s)
		}
		x += d.widths[i]
	}
	d.y += h
}

func (d *tableDrawer) row(r row, index int) {
	s := style{size: d.size, bold: r.bold}
	if len(r.cells) == 1 && len(d.columns) > 1 {
		d.wide(r, s)
		return
	}
	lines := make([][]string, len(r.cells))
	most := 1
	for i, text := range r.cells {
		lines[i] = []string{text}
		if d.columns[i].align != 'R' {
			lines[i] = d.wrap(text, d.widths[i]-2*cellPad, s)
		}
		most = max(most, len(lines[i]))
	}
	h := float64(most)*d.lineHeight(s) + 1.3
	d.room(h)
	if r.fill || (d.look.zebra && index%2 == 1) {
		d.box(d.x, d.y, d.w, h, pale)
	}
	d.grid(h)
	x := d.x
	for i := range r.cells {
		for n, text := range lines[i] {
			d.cell(x, d.y+0.65+float64(n+1)*d.lineHeight(s)-0.8, d.widths[i], text, d.columns[i].align, s)
		}
		x += d.widths[i]
	}
	d.y += h
}

// wide places a row of one cell, the heading of a group of rows.
func (d *tableDrawer) wide(r row, s style) {
	h := d.lineHeight(s) + 1.6
	d.room(h + 5)
	if r.fill {
		d.box(d.x, d.y, d.w, h, pale)
	}
	if d.look.ruled {
		d.frame(d.x, d.y, d.w, h, grey)
	}
	d.cell(d.x, d.y+0.8+d.lineHeight(s)-0.8, d.w, r.cells[0], 'L', s)
	d.y += h
}

// room repeats the head on a new page when h does not fit on this one.
func (d *tableDrawer) room(h float64) {
	page := d.page
	d.ensure(h)
	if d.page != page {
		d.head()
	}
}

func (d *tableDrawer) grid(h float64) {
	if !d.look.ruled {
		d.segment(d.x, d.y, d.x+d.w, d.y, pale)
		return
	}
	x := d.x
	for _, w := range d.widths {
		d.frame(x, d.y, w, h, grey)
		x += w
	}
}

func (d *tableDrawer) cell(x, y, w float64, text string, align byte, s style) {
	s = d.fit(text, w-2*cellPad, s)
	if align == 'R' {
		s.align = 'R'
		d.text(x+w-cellPad, y, text, s)
		return
	}
	d.text(x+cellPad, y, text, s)
}
