package ksef

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wattlake/lake"
)

const minimal = `<Faktura xmlns="` + namespaceFA3 + `"><Fa><P_2>1</P_2>%s</Fa></Faktura>`

func TestRefusals(t *testing.T) {
	deep := strings.Repeat("<a>", maxDepth) + strings.Repeat("</a>", maxDepth)
	wide := strings.Repeat("<a/>", maxElements)
	invoice := func(inside string) string { return fmt.Sprintf(minimal, inside) }
	for name, test := range map[string]struct {
		content string
		code    lake.Code
	}{
		"empty":              {"", lake.CodeDamaged},
		"no XML":             {"%PDF-1.4", lake.CodeDamaged},
		"cut off":            {invoice("")[:60], lake.CodeDamaged},
		"two roots":          {invoice("") + invoice(""), lake.CodeDamaged},
		"another root":       {`<UPO xmlns="http://upo.schematy.mf.gov.pl/KSeF/v4-2"/>`, lake.CodeNotADocument},
		"another name space": {`<Faktura xmlns="urn:elsewhere"><Fa/></Faktura>`, lake.CodeNotADocument},
		"no name space":      {`<Faktura><Fa/></Faktura>`, lake.CodeNotADocument},
		"no content":         {`<Faktura xmlns="` + namespaceFA3 + `"/>`, lake.CodeNotADocument},
		"first version":      {`<Faktura xmlns="http://crd.gov.pl/wzor/2021/11/29/11089/"><Naglowek><KodFormularza kodSystemowy="FA (1)"/></Naglowek><Fa/></Faktura>`, CodeVersion},
		"coming version":     {`<Faktura xmlns="http://crd.gov.pl/wzor/2030/01/01/1/"><Fa/></Faktura>`, CodeVersion},
		"document type":      {`<!DOCTYPE Faktura SYSTEM "file:///etc/passwd">` + invoice(""), lake.CodeNotADocument},
		"entities":           {`<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]>` + invoice("&c;"), lake.CodeNotADocument},
		"unknown entity":     {invoice("&c;"), lake.CodeDamaged},
		"too deep":           {invoice(deep), lake.CodeTooLarge},
		"too many elements":  {invoice(wide), lake.CodeTooLarge},
		"too many bytes":     {invoice(strings.Repeat(" ", maxBytes)), lake.CodeTooLarge},
		"too long a text":    {invoice("<P_1>" + strings.Repeat("a", maxText+1) + "</P_1>"), lake.CodeTooLarge},
		"other encoding":     {`<?xml version="1.0" encoding="UTF-16"?>` + invoice(""), lake.CodeDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := New().ExtractXML([]byte(test.content))
			if lake.CodeOf(err) != test.code {
				t.Errorf("code %s (%v), want %s", lake.CodeOf(err), err, test.code)
			}
			if message, hint := lake.Explain(err); message.PL == "" || message.EN == "" || hint.PL == "" || hint.EN == "" {
				t.Errorf("not explained: %+v, %+v", message, hint)
			}
		})
	}
}

func TestLimitsLeaveRoomForInvoices(t *testing.T) {
	inside := strings.Repeat(" ", maxBytes-1000)
	if _, err := New().ExtractXML(fmt.Appendf(nil, minimal, inside)); err != nil {
		t.Errorf("a long invoice: %v", err)
	}
	inside = strings.Repeat("<a>", maxDepth-2) + strings.Repeat("</a>", maxDepth-2)
	if _, err := New().ExtractXML(fmt.Appendf(nil, minimal, inside)); err != nil {
		t.Errorf("a deep invoice: %v", err)
	}
}

// Documents that are made to be slow take no longer than their size deserves.
func TestTimeGrowsWithSizeOnly(t *testing.T) {
	var lines, blocks, names strings.Builder
	for i := range 3_000 {
		fmt.Fprintf(&lines, "<FaWiersz><NrWierszaFa>%d</NrWierszaFa><P_7>Energia czynna|PL%016d|C11</P_7><P_8A>kWh</P_8A><P_8B>1</P_8B></FaWiersz>", i, i)
		fmt.Fprintf(&blocks, "<BlokDanych><MetaDane><ZKlucz>PPE</ZKlucz><ZWartosc>PL%016d</ZWartosc></MetaDane></BlokDanych>", i)
	}
	for range 5 {
		fmt.Fprintf(&names, "<FaWiersz><P_7>%s</P_7></FaWiersz>", strings.Repeat("590", maxText/3))
		fmt.Fprintf(&names, "<FaWiersz><P_7>%s</P_7></FaWiersz>", strings.Repeat("a|", maxText/2))
	}
	for name, content := range map[string]string{
		"comments in a text": fmt.Sprintf(minimal, "<P_1>"+strings.Repeat(" <!---->", 30_000)+"</P_1>"),
		"many points":        fmt.Sprintf(minimal, lines.String()),
		"many blocks":        strings.Replace(fmt.Sprintf(minimal, ""), "</Faktura>", "<Zalacznik>"+blocks.String()+"</Zalacznik></Faktura>", 1),
		"long names":         fmt.Sprintf(minimal, names.String()),
	} {
		start := time.Now()
		if _, err := New().ExtractXML([]byte(content)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		took := time.Since(start)
		t.Logf("%s: %d bytes took %v", name, len(content), took)
		if took > time.Minute { // seconds here; without care it is hours
			t.Errorf("%s: %d bytes took %v", name, len(content), took)
		}
	}
}

func TestByteOrderMarkAndProcessingInstructions(t *testing.T) {
	content := "\ufeff<?xml version=\"1.0\" encoding=\"utf-8\"?><?xml-stylesheet href=\"a.xsl\"?>" + fmt.Sprintf(minimal, "<P_1>2026-02-03</P_1>")
	r := extract(t, []byte(content))
	if got := r.Fields.Value(lake.FieldIssueDate); got != "2026-02-03" {
		t.Errorf("issue date %q", got)
	}
}

func FuzzExtractXML(f *testing.F) {
	files, err := filepath.Glob("testdata/*.xml")
	if err != nil || len(files) == 0 {
		f.Fatalf("no seeds: %v", err)
	}
	for _, file := range files {
		f.Add(sample(f, strings.TrimSuffix(filepath.Base(file), ".xml")))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		readings, err := New().ExtractXML(content)
		if err != nil {
			if lake.CodeOf(err) == lake.CodeInternal {
				t.Errorf("unexplained error: %v", err)
			}
			return
		}
		first, err := json.Marshal(readings)
		if err != nil {
			t.Fatal(err)
		}
		again, err := New().ExtractXML(content)
		if err != nil {
			t.Fatal(err)
		}
		if second, err := json.Marshal(again); err != nil || !bytes.Equal(first, second) {
			t.Errorf("not deterministic: %s, %s, %v", first, second, err)
		}
		for _, r := range readings {
			checkForms(t, r.Fields)
			for _, p := range r.Points {
				checkForms(t, p)
			}
		}
	})
}

// checkForms checks that the values are canonical.
func checkForms(t *testing.T, fields lake.Fields) {
	t.Helper()
	for name, field := range fields {
		var err error
		switch name {
		case lake.FieldNet, lake.FieldVAT, lake.FieldGross, lake.FieldAmountDue:
			if field.Value != "" {
				_, err = lake.ParseMoney(field.Value)
			}
		case lake.FieldConsumption, lake.FieldConsumptionBefore:
			if field.Value != "" {
				_, err = lake.ParseEnergy(field.Value)
			}
		case lake.FieldIssueDate, lake.FieldSaleDate, lake.FieldDueDate, lake.FieldPeriodStart, lake.FieldPeriodEnd:
			_, err = lake.ParseDate(field.Value)
		default:
		}
		if err != nil || (field.Value == "") != field.Absent {
			t.Errorf("%s: %+v: %v", name, field, err)
		}
	}
}
