package pointlist_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"wattlake/lake"
	"wattlake/pipeline/pointlist"
)

const (
	school = "590310600000001023"
	lights = "590310600000001030"
)

var wanted = []lake.RegisteredPoint{
	{PPE: school, Name: "Szkoła nr 1", Address: "ul. Żółta 2, Łódź", Tariff: "C11", Group: "szkoły", OldCodes: []string{"PL01", "PL02"}},
	{PPE: lights, Name: "Oświetlenie", Tariff: "C12w"},
}

func points(t *testing.T, content []byte) []lake.RegisteredPoint {
	t.Helper()
	rows, err := pointlist.Read(content)
	if err != nil {
		t.Fatal(err)
	}
	var list []lake.RegisteredPoint
	for _, r := range rows {
		if r.Refused != nil {
			t.Errorf("line %d: %s", r.Line, r.Refused.EN)
		}
		list = append(list, r.Point)
	}
	return list
}

// One list as every program saves it: any delimiter, encoding, order and naming of columns.
func TestListsOfEveryShape(t *testing.T) {
	semicolons := "PPE;Nazwa;Adres;Taryfa;Grupa;Stary kod\r\n" + school + ";Szkoła nr 1;ul. Żółta 2, Łódź;C11;szkoły;PL02, PL01\r\n\r\n" + lights + ";Oświetlenie;;C12w;;\r\n"
	cp1250, err := charmap.Windows1250.NewEncoder().String(semicolons)
	if err != nil {
		t.Fatal(err)
	}
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(strings.ReplaceAll(semicolons, ";", "\t"))
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"semicolons":      semicolons,
		"byte order mark": "\xef\xbb\xbf" + semicolons,
		"Windows":         cp1250,
		"Excel Unicode":   utf16,
		"commas, English": "address,code,group,name,tariff,old codes\n\"ul. Żółta 2, Łódź\",'" + school + ",szkoły,Szkoła nr 1,C11,\"PL01;PL02\"\n,590 310 600 000 001 030,,Oświetlenie,C12w,\n",
		"title above":     "Wykaz punktów poboru;;\n;;\nLp.;Kod PPE;Nazwa obiektu;Adres obiektu;Grupa taryfowa;Kategoria;Nr ewidencyjny;Uwagi\n1;" + school + ";Szkoła nr 1;ul. Żółta 2, Łódź;C11;szkoły;PL01|PL02;x\n2;" + lights + ";Oświetlenie;;C12w\n",
	} {
		if diff := cmp.Diff(wanted, points(t, []byte(content))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func workbook(t *testing.T, rows ...[]any) []byte {
	t.Helper()
	book := excelize.NewFile()
	for i, row := range rows {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := book.SetSheetRow("Sheet1", cell, &row); err != nil {
			t.Fatal(err)
		}
	}
	var buffer bytes.Buffer
	if err := book.Write(&buffer); err != nil {
		t.Fatal(err)
	}
	return buffer.Bytes()
}

func TestWorkbook(t *testing.T) {
	content := workbook(t, []any{"PPE", "Nazwa", "Adres", "Taryfa", "Grupa", "Stare kody"},
		[]any{school, "Szkoła nr 1", "ul. Żółta 2, Łódź", "C11", "szkoły", "PL01,PL02"}, nil, []any{lights, "Oświetlenie", nil, "C12w"})
	if diff := cmp.Diff(wanted, points(t, content)); diff != "" {
		t.Error(diff)
	}
}

// What is wrong is said with its line; the other rows are taken.
func TestRowsThatCannotBeTaken(t *testing.T) {
	rows, err := pointlist.Read([]byte("PPE;nazwa\n;bez kodu\n" + school + ";pierwszy\n" + school + ";drugi raz\n5,9031E+17;z arkusza\n590310600000001000;obcięty\n590310600000001024;literówka\nPL123;dawny\n"))
	if err != nil {
		t.Fatal(err)
	}
	type verdict struct {
		line            int
		refused, warned bool
	}
	var got []verdict
	for _, r := range rows {
		got = append(got, verdict{r.Line, r.Refused != nil, len(r.Warnings) > 0})
	}
	want := []verdict{{2, true, false}, {3, false, false}, {4, true, false}, {5, true, false}, {6, true, false}, {7, false, true}, {8, false, true}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(verdict{})); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(rows[2].Refused.PL, "wierszu 3") {
		t.Errorf("says %q", rows[2].Refused.PL)
	}
	number := workbook(t, []any{"PPE"}, []any{5.90310600000001023e17})
	if rows, err := pointlist.Read(number); err != nil || len(rows) != 1 || rows[0].Refused == nil {
		t.Errorf("a code as a number: %+v, %v", rows, err)
	}
}

// Files from outside cost their limits and nothing else.
func TestHostileLists(t *testing.T) {
	bomb := &bytes.Buffer{}
	z := zip.NewWriter(bomb)
	part, err := z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	zeros := make([]byte, 1<<20)
	for range pointlist.MaxUnpacked>>20 + 1 {
		if _, err := part.Write(zeros); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		content []byte
		code    lake.Code
	}{
		"empty":          {nil, lake.CodeNotADocument},
		"no code column": {[]byte("nazwa;adres\nx;y\n"), lake.CodeNotADocument},
		"too large":      {make([]byte, pointlist.MaxBytes+1), lake.CodeTooLarge},
		"zip bomb":       {bomb.Bytes(), lake.CodeDamaged},
		"half a zip":     {[]byte("PK\x03\x04half"), lake.CodeDamaged},
		"binary":         {bytes.Repeat([]byte{0, 1, 2, 0xff}, 100), lake.CodeNotADocument},
		"many rows":      {[]byte("PPE\n" + strings.Repeat("1\n", pointlist.MaxRows+1)), lake.CodeTooLarge},
		"many columns":   {[]byte("PPE" + strings.Repeat(";x", pointlist.MaxColumns) + "\n"), lake.CodeTooLarge},
		"long cell":      {[]byte("PPE;nazwa\n1;" + strings.Repeat("x", pointlist.MaxCell+1)), lake.CodeTooLarge},
	} {
		rows, err := pointlist.Read(c.content)
		message, hint := lake.Text{}, lake.Text{}
		if err != nil {
			message, hint = lake.Explain(err)
		}
		if lake.CodeOf(err) != c.code || message.PL == "" || hint.EN == "" {
			t.Errorf("%s: %d rows, %v, want %s", name, len(rows), err, c.code)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("PPE;nazwa\n590310600000001023;x\n"))
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte("\xff\xfeP\x00P\x00E\x00"))
	f.Fuzz(func(t *testing.T, content []byte) {
		rows, err := pointlist.Read(content)
		if err != nil && lake.CodeOf(err) == lake.CodeInternal {
			t.Errorf("an error without a code: %v", err)
		}
		for _, r := range rows {
			if r.Refused == nil && r.Point.PPE == "" {
				t.Errorf("line %d has no code", r.Line)
			}
		}
	})
}
