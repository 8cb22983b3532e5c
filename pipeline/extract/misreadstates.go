package extract

import (
	"slices"
	"strconv"

	"wattlake/pipeline/extract/token"
)

// stateRow is what a row prints for before, after and the difference.
type stateRow [3]token.Number

// mendedStates returns the row of a recognised table of net, VAT and gross before, after and as the difference in which one digit was
// misread, as it must have been printed: the row's other two figures and the column's other two give the same value, and every other row
// and column adds up.
func (t table) mendedStates(rows []*line) (*line, stateRow) {
	lines, read, ok := t.stateRows(rows)
	if !ok {
		return nil, stateRow{}
	}
	var across, down [3]int64 // by how much each row and column does not add up
	for i, r := range read {
		across[i] = r[0].Value + r[2].Value - r[1].Value
		down[i] = read[0][i].Value + read[1][i].Value - read[2][i].Value
	}
	row, column := onlyWrong(across), onlyWrong(down)
	if row < 0 || column < 0 {
		return nil, stateRow{}
	}
	tooMuch := across[row]
	if column == 1 {
		tooMuch = -tooMuch
	}
	below := down[column]
	if row == 2 {
		below = -below
	}
	figure := &read[row][column]
	if tooMuch != below || !oneDigitApart(figure.Value, figure.Value-tooMuch) {
		return nil, stateRow{}
	}
	figure.Value -= tooMuch
	return lines[row], read[row]
}

// stateRows returns the only rows of net, VAT and gross that have an amount in every state.
func (t table) stateRows(rows []*line) (lines [3]*line, read [3]stateRow, ok bool) {
	for _, row := range rows {
		at := slices.Index([]label{labelNet, labelVAT, labelGross}, rowLabel(row))
		figures, whole := t.stateRow(row)
		if at < 0 || !whole {
			continue
		}
		if lines[at] != nil || !row.ocr {
			return lines, read, false
		}
		lines[at], read[at] = row, figures
	}
	return lines, read, !slices.Contains(lines[:], nil)
}

func (t table) stateRow(row *line) (figures stateRow, ok bool) {
	for i, l := range []label{labelBefore, labelAfter, labelDifference} {
		if figures[i], _, ok = t.inColumn(row, l); !ok || !figures[i].IsAmount() {
			return figures, false
		}
	}
	return figures, true
}

// onlyWrong returns the index of the only value that is not 0, -1 if there is none or more than one.
func onlyWrong(values [3]int64) int {
	only := -1
	for i, v := range values {
		if v == 0 {
			continue
		}
		if only >= 0 {
			return -1
		}
		only = i
	}
	return only
}

// oneDigitApart reports whether two numbers of equal length differ in a single digit.
func oneDigitApart(a, b int64) bool {
	x, y := strconv.FormatInt(a, 10), strconv.FormatInt(b, 10)
	return len(x) == len(y) && distance(x, y, 1) == 1
}
