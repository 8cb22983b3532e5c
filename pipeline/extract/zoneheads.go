package extract

import (
	"cmp"
	"slices"

	"wattlake/lake"
)

// zonesOver returns the parts of the day that cells of the headings above a row of a table name, from left to right; none unless there are
// several. They may stand above the columns' own headings.
func (p *part) zonesOver(row *line) []string {
	for _, t := range p.tables() {
		if !slices.Contains(t.rows, row) {
			continue
		}
		for i := t.rows[0].index - 1; i >= max(0, t.head.index-maxTableHead/2); i-- {
			l := p.lines[i]
			if l.page != t.head.page || !isHeadLike(l) {
				break
			}
			if zones := zonesIn(l); len(zones) > 1 {
				return zones
			}
		}
	}
	return nil
}

// zonesIn returns the parts of the day that the cells of a line name, each once; none if one is named twice.
func zonesIn(l *line) []string {
	var zones []string
	for _, c := range l.cells {
		if zone := zoneIn(l.fold[c.start:c.end]); zone != "" {
			if slices.Contains(zones, zone) {
				return nil
			}
			zones = append(zones, zone)
		}
	}
	return zones
}

// nameZones gives columns of parts of the day, and the total beside them, the consumption that a heading over all of them names: "Zużycie [kWh]"
// above "Strefa I | Strefa II | Razem".
func (p *part) nameZones(columns []column, from, next int) {
	var over cell // that names the consumption
	var storey *line
	words := make([][]byte, len(columns))
	for _, l := range p.lines[max(0, from-1):next] {
		for _, c := range l.cells {
			text := l.fold[c.start:c.end]
			if h := p.dict.find(&line{fold: text}, text); storey == nil && unitIn(text) != "" && slices.ContainsFunc(h, func(h hit) bool { return h.is(labelConsumption) }) {
				over, storey = c, l
			}
			for i := range columns {
				if aligned(columns[i].box, c.box) {
					words[i] = append(append(words[i], ' '), text...)
				}
			}
		}
	}
	if storey == nil {
		return
	}
	isZone := func(i int) bool {
		return zoneIn(words[i]) != "" && storey.nearestCell(columns[i].box) == over && (!isMeasure(columns[i].label) || columns[i].label == labelConsumption)
	}
	zones, last := 0, -1
	for i := range columns {
		if isZone(i) { // the heading may reach over some of them only
			zones, last = zones+1, i
		}
	}
	if zones < 2 {
		return
	}
	for i := range columns {
		if isZone(i) || (i == last+1 && columns[i].label == labelTotal) {
			columns[i].entry, columns[i].unit = stateUsage, unitIn(storey.fold[over.start:over.end])
		}
	}
}

// nearestCell returns the cell of a line whose middle is nearest to that of a box.
func (l *line) nearestCell(box lake.Box) cell {
	return slices.MinFunc(l.cells, func(a, b cell) int { return cmp.Compare(middleDistance(a.box, box), middleDistance(b.box, box)) })
}
