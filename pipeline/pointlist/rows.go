package pointlist

import (
	"fmt"
	"slices"
	"strings"

	"wattlake/lake"
	"wattlake/pipeline"
)

// field is what a column says about a point.
type field int

const (
	fieldPPE field = iota
	fieldName
	fieldAddress
	fieldTariff
	fieldGroup
	fieldOld
)

// headings are what columns are called, folded by [lake.FoldName].
var headings = map[string]field{
	"ppe": fieldPPE, "kodppe": fieldPPE, "nrppe": fieldPPE, "numerppe": fieldPPE, "punktpoboru": fieldPPE, "kodpunktu": fieldPPE,
	"kodpunktupoboru": fieldPPE, "numerpunktupoboru": fieldPPE, "nrpunktupoboru": fieldPPE, "kod": fieldPPE, "code": fieldPPE, "pointcode": fieldPPE,
	"meteringpoint": fieldPPE, "meteringpointcode": fieldPPE, "gsrn": fieldPPE, "kodpunktupoboruenergii": fieldPPE,

	"nazwa": fieldName, "nazwapunktu": fieldName, "nazwaobiektu": fieldName, "obiekt": fieldName, "opis": fieldName, "name": fieldName,
	"pointname": fieldName, "nazwappe": fieldName,

	"adres": fieldAddress, "adresobiektu": fieldAddress, "adrespunktu": fieldAddress, "adrespunktupoboru": fieldAddress, "adresppe": fieldAddress,
	"lokalizacja": fieldAddress, "address": fieldAddress,

	"taryfa": fieldTariff, "grupataryfowa": fieldTariff, "tariff": fieldTariff,

	"grupa": fieldGroup, "grupapunktow": fieldGroup, "kategoria": fieldGroup, "jednostka": fieldGroup, "group": fieldGroup, "category": fieldGroup,

	"starykod": fieldOld, "starekody": fieldOld, "staryppe": fieldOld, "starykodppe": fieldOld, "poprzednikod": fieldOld, "poprzednikodppe": fieldOld,
	"dawnykod": fieldOld, "nrewidencyjny": fieldOld, "numerewidencyjny": fieldOld, "oldcode": fieldOld, "oldcodes": fieldOld, "alias": fieldOld,
}

// rowsOf finds the headings and reads the rows below them.
func rowsOf(lines []line) ([]pipeline.PointRow, error) {
	for i, l := range lines[:min(len(lines), headingRows)] {
		columns := columnsOf(l.cells)
		if _, found := columns[fieldPPE]; !found {
			continue
		}
		var rows []pipeline.PointRow
		first := map[string]int{}
		for _, l := range lines[i+1:] {
			if row, ok := rowOf(l, columns, first); ok {
				rows = append(rows, row)
			}
		}
		return rows, nil
	}
	return nil, refuse(lake.CodeNotADocument,
		"Lista nie ma kolumny z kodem PPE.", "The list has no column with the code of the point (PPE).",
		"Nazwij kolumny w pierwszym wierszu: PPE, nazwa, adres, taryfa, grupa, stary kod.",
		"Name the columns in the first row: PPE, name, address, tariff, group, old code.")
}

// columnsOf tells which column says what; of several with one meaning the first counts.
func columnsOf(cells []string) map[field]int {
	columns := map[field]int{}
	for i, cell := range cells {
		if f, known := headings[lake.FoldName(cell)]; known {
			if _, taken := columns[f]; !taken {
				columns[f] = i
			}
		}
	}
	return columns
}

func rowOf(l line, columns map[field]int, first map[string]int) (pipeline.PointRow, bool) {
	cell := func(f field) string {
		if i, has := columns[f]; has && i < len(l.cells) {
			return strings.TrimSpace(strings.TrimPrefix(l.cells[i], "'")) // an apostrophe makes a text of it in spreadsheets
		}
		return ""
	}
	if !slices.ContainsFunc(l.cells, func(c string) bool { return strings.TrimSpace(c) != "" }) {
		return pipeline.PointRow{}, false
	}
	row := pipeline.PointRow{Line: l.number, Point: lake.RegisteredPoint{
		PPE: cell(fieldPPE), Name: cell(fieldName), Address: cell(fieldAddress), Tariff: cell(fieldTariff), Group: cell(fieldGroup),
		OldCodes: strings.FieldsFunc(cell(fieldOld), func(r rune) bool { return strings.ContainsRune(",;|\n", r) }),
	}.Normal()}
	judge(&row, first)
	return row, true
}

// judge says why a row cannot be taken, or what is doubtful about it.
func judge(row *pipeline.PointRow, first map[string]int) {
	code := row.Point.PPE
	before, doubled := first[code]
	switch {
	case code == "":
		row.Refused = &lake.Text{PL: "Brakuje kodu PPE.", EN: "The code of the point is missing."}
	case lostDigits(code):
		row.Refused = &lake.Text{
			PL: "Kod " + code + " zapisano jako liczbę i arkusz obciął jego cyfry. Ustaw kolumnę jako tekst i wpisz kody ponownie.",
			EN: "The code " + code + " was stored as a number and the spreadsheet cut its digits. Format the column as text and enter the codes again.",
		}
	case doubled:
		row.Refused = &lake.Text{
			PL: fmt.Sprintf("Kod %s jest już w wierszu %d.", code, before), EN: fmt.Sprintf("The code %s is in line %d already.", code, before),
		}
	case !lake.ValidPPE(code):
		row.Warnings = append(row.Warnings, lake.Text{
			PL: "Kod " + code + " nie ma 18 cyfr z poprawną cyfrą kontrolną; sprawdź, czy nie ma literówki.",
			EN: "The code " + code + " does not have 18 digits with a right check digit; check it for typing errors.",
		})
	}
	if row.Refused == nil {
		first[code] = row.Line
	}
}

// lostDigits recognises a code that went through a floating point number: 5.9031E+17, or 18 digits that end in zeros only
// because 15 are all that a spreadsheet keeps.
func lostDigits(code string) bool {
	if strings.ContainsAny(code, "E") && strings.ContainsAny(code, "+.,") {
		return true
	}
	return len(code) == 18 && strings.HasSuffix(code, "000") && !lake.ValidPPE(code)
}
