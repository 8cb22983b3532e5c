package extract

import (
	"bytes"
	"slices"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

const (
	// fewestCardLines is how many lines in a row must say the same in every column of cards.
	fewestCardLines = 3
	// sameEdge is how far, in heights of text, the left edges of one column may be apart.
	sameEdge = 0.6
)

// unfolded puts cards of metering points that stand side by side below each other: runs of lines that say the same words at the same
// left edges, in at least two columns with a metering point code each. Rows of a table say their words once.
func unfolded(page lake.Page, rows [][]lake.Word, lines []*line, space float64) []*line {
	var out []*line
	for i := 0; i < len(lines); {
		edges := repeatedEdges(lines[i])
		end, same := i, 0
		for end < len(lines) && len(edges) > 1 {
			if fits := sameEdges(edges, repeatedEdges(lines[end]), lines[end].height); fits {
				same++
			} else if straddles(lines[end], edges) || !startsAt(lines[end], edges) {
				break
			}
			end++
		}
		for end > i && !sameEdges(edges, repeatedEdges(lines[end-1]), lines[end-1].height) && !startsAt(lines[end-1], edges[1:]) {
			end-- // what follows the cards begins at the edge of the first column only
		}
		if same >= fewestCardLines {
			if columns := cutAt(page, rows[i:end], edges, space); allCoded(columns) {
				out = append(out, slices.Concat(columns...)...)
				i = end
				continue
			}
		}
		out = append(out, lines[i])
		i++
	}
	return out
}

// repeatedEdges returns the left edges of the cells that say what the first such cell of the line says, nil if none repeats.
func repeatedEdges(l *line) []float64 {
	for i, c := range l.cells {
		text := firstWords(l, c)
		edges := []float64{c.box.X0}
		for _, o := range l.cells[i+1:] {
			if bytes.Equal(firstWords(l, o), text) {
				edges = append(edges, o.box.X0)
			}
		}
		if len(edges) > 1 && labelsCard(text) {
			return edges
		}
	}
	return nil
}

// firstWords returns what a cell says in front of its first digit.
func firstWords(l *line, c cell) []byte {
	end := c.start
	for end < c.end && !token.IsDigit(l.fold[end]) {
		end++
	}
	return bytes.Trim(l.fold[c.start:end], " .:")
}

// labelsCard reports whether words may be a label in a card; units, fees and parts of the day repeat in tables too.
func labelsCard(text []byte) bool {
	f := feeOf(text)
	return namesSomething(text) && zoneIn(text) == "" && f != feeVariable && f != feePerKWh
}

func sameEdges(a, b []float64, height float64) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(x float64) bool {
		return !slices.ContainsFunc(b, func(y float64) bool { return max(x-y, y-x) < sameEdge*height })
	})
}

// straddles reports whether a cell of the line crosses the left edge of a column.
func straddles(l *line, edges []float64) bool {
	return slices.ContainsFunc(l.cells, func(c cell) bool {
		return slices.ContainsFunc(edges, func(x float64) bool { return c.box.X0 < x-sameEdge*l.height && c.box.X1 > x })
	})
}

// startsAt reports whether a cell of the line begins at the left edge of a column.
func startsAt(l *line, edges []float64) bool {
	return slices.ContainsFunc(l.cells, func(c cell) bool {
		return slices.ContainsFunc(edges, func(x float64) bool { return max(x-c.box.X0, c.box.X0-x) < sameEdge*l.height })
	})
}

// cutAt cuts rows at the left edges of columns into the lines of each column.
func cutAt(page lake.Page, rows [][]lake.Word, edges []float64, space float64) [][]*line {
	columns := make([][]*line, len(edges))
	for _, row := range rows {
		cut := make([][]lake.Word, len(edges))
		for _, w := range row {
			at := 0
			for k, x := range edges {
				if w.Box.X0 > x-sameEdge*(w.Box.Y1-w.Box.Y0) {
					at = k
				}
			}
			cut[at] = append(cut[at], w)
		}
		for k, words := range cut {
			if len(words) > 0 {
				columns[k] = append(columns[k], newLine(page, joinParted(joinSpaced(words)), space))
			}
		}
	}
	return columns
}

// allCoded reports whether there are at least two columns, each with the code of a metering point.
func allCoded(columns [][]*line) bool {
	return len(columns) > 1 && !slices.ContainsFunc(columns, func(column []*line) bool {
		return !slices.ContainsFunc(column, func(l *line) bool {
			return slices.ContainsFunc(scanCodes(l, make([]bool, len(l.fold)+1)), func(c code) bool { return c.kind == codePPE })
		})
	})
}
