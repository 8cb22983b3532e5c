package ksef

import (
	"regexp"
	"strings"

	"wattlake/lake"
)

// certain is the confidence of everything: the elements of an e-invoice are what its seller declared.
const certain = 1

// onlyPage is the page of every field; the text of an XML document is kept as one page.
const onlyPage = 1

// invoice is what was decided about a document.
type invoice struct {
	*document

	fields  lake.Fields
	amounts amounts
	usage   usage
	is      lake.Kind

	differences bool // a correction whose rows are differences instead of both sides
}

// read decides what the document says.
func read(root *node) lake.Reading {
	v := &invoice{document: newDocument(root), fields: lake.Fields{}}
	v.is, v.amounts, v.differences = v.kind(), v.document.amounts(), v.onlyDifferences()
	v.header()
	v.parties()
	v.dates()
	v.money()
	reading := lake.Reading{Part: 1, Pages: []int{onlyPage}, Fields: v.fields, VATRows: v.amounts.rows}
	if v.corrects() {
		reading.Corrects = v.references()
	}
	if v.is != lake.Other {
		v.consumption()
		reading.Points = v.pointFields()
		reading.Lines = v.lines()
	}
	reading.Findings = v.judge(reading)
	return reading
}

// set notes a field; an empty value means that the document does not state it.
func (v *invoice) set(name lake.FieldName, value, raw, rule string) {
	set(v.fields, name, value, raw, rule)
}

func set(fields lake.Fields, name lake.FieldName, value, raw, rule string) {
	if value == "" {
		fields[name] = lake.Field{Confidence: certain, Absent: true}
		return
	}
	fields[name] = lake.Field{Value: value, Raw: raw, Page: onlyPage, Confidence: certain, Rule: rule}
}

// copied notes the text of an element below Fa.
func (v *invoice) copied(name lake.FieldName, path ...string) {
	text := v.fa.value(path...)
	v.set(name, text, text, "Fa/"+strings.Join(path, "/"))
}

func (v *invoice) header() {
	v.copied(lake.FieldNumber, "P_2")
	v.copied(lake.FieldCurrency, "KodWaluty")
	v.set(lake.FieldKind, string(v.is), v.variety, "Fa/RodzajFaktury")
	scope := lake.Scope("")
	if v.is != lake.Other {
		scope = v.scope()
	}
	v.set(lake.FieldScope, string(scope), "", "line names and tables")
	number, path := v.ksefNumber()
	v.set(lake.FieldKSeFNumber, number, number, path)
	if !v.corrects() {
		return
	}
	v.copied(lake.FieldReason, "PrzyczynaKorekty")
	v.copied(lake.FieldCorrects, "DaneFaKorygowanej", "NrFaKorygowanej")
}

// ksefPattern is the number that the system gives an invoice: the seller's tax number, the day, two hexadecimal groups.
var ksefPattern = regexp.MustCompile(`\b[0-9]{10}-[0-9]{8}-[0-9A-Fa-f]{6}-?[0-9A-Fa-f]{6}-[0-9A-Fa-f]{2}\b`)

// ksefNumber returns the invoice's own number. The system gives it after the invoice was written, so it is there only if
// another program has added it.
func (v *invoice) ksefNumber() (number, path string) {
	seller := v.root.value("Podmiot1", "DaneIdentyfikacyjne", "NIP")
	for _, n := range v.fa.all("DodatkowyOpis") {
		key := fold(n.value("Klucz"))
		if strings.Contains(key, "ksef") && !containsAny(key, "korygowan", "zaliczk") {
			if found := ksefPattern.FindString(n.value("Wartosc")); found != "" && strings.HasPrefix(found, seller) {
				return strings.ToUpper(found), "Fa/DodatkowyOpis"
			}
		}
	}
	for _, name := range []string{"NumerKSeF", "NrKSeF", "NumerKSeFDokumentu"} {
		if found := ksefPattern.FindString(v.root.value(name)); found != "" {
			return strings.ToUpper(found), name
		}
	}
	return "", ""
}

func (v *invoice) parties() {
	for _, p := range []struct {
		element   string
		name, nip lake.FieldName
	}{{"Podmiot1", lake.FieldSellerName, lake.FieldSellerNIP}, {"Podmiot2", lake.FieldBuyerName, lake.FieldBuyerNIP}} {
		identity := v.root.at(p.element, "DaneIdentyfikacyjne")
		path := p.element + "/DaneIdentyfikacyjne/"
		nip, name := identity.value("NIP"), identity.value("Nazwa")
		v.set(p.nip, nip, nip, path+"NIP")
		v.set(p.name, name, name, path+"Nazwa")
	}
}

func (v *invoice) money() {
	v.set(lake.FieldNet, v.amounts.net.String(), "", "sum of Fa/P_13_x")
	v.set(lake.FieldVAT, v.amounts.vat.String(), "", "sum of Fa/P_14_x")
	v.set(lake.FieldGross, v.amounts.gross.String(), v.fa.value("P_15"), "Fa/P_15")
	v.set(lake.FieldAmountDue, v.amounts.due.String(), "", v.amounts.dueRule)
}

func (v *invoice) consumption() {
	v.usage = v.total(after)
	if v.differences {
		v.usage = v.statedOnly(v.common)
	}
	v.set(lake.FieldConsumption, v.usage.wh.String(), v.usage.wh.String(), v.usage.rule)
}

// statedOnly returns a consumption that the invoice states in words. The lines of a correction may hold differences, which
// say nothing about the consumption after it.
func (v *invoice) statedOnly(f facts) usage {
	if f.stated[after].Known {
		return usage{wh: f.stated[after], rule: "stated"}
	}
	return usage{}
}

func (v *invoice) references() []lake.Reference {
	var found []lake.Reference
	for _, n := range v.fa.all("DaneFaKorygowanej") {
		if number := n.value("NrFaKorygowanej"); number != "" {
			found = append(found, lake.Reference{Number: number, IssueDate: date(n.value("DataWystFaKorygowanej"))})
		}
	}
	return found
}

// pointFields returns the metering points as the reading keeps them.
func (v *invoice) pointFields() []lake.Fields {
	var all []lake.Fields
	for _, p := range v.points {
		said := p.facts
		if v.only() == p {
			said.take(v.common)
		}
		if said.from.IsZero() || said.to.IsZero() {
			said.from, _ = lake.ParseDate(v.fields.Value(lake.FieldPeriodStart)) // both were made by String
			said.to, _ = lake.ParseDate(v.fields.Value(lake.FieldPeriodEnd))
		}
		used, was := v.document.usage(p, after), usage{}
		if v.differences {
			used = v.statedOnly(said)
		} else if v.corrects() {
			was = v.document.usage(p, before)
		}
		net := v.net(p, v.amounts.net)
		f := lake.Fields{}
		set(f, lake.FieldPPE, p.ppe, p.ppe, p.path)
		set(f, lake.FieldTariff, said.tariff, said.tariff, p.path)
		set(f, lake.FieldAddress, said.address, said.address, p.path)
		set(f, lake.FieldPeriodStart, said.from.String(), said.from.String(), p.path)
		set(f, lake.FieldPeriodEnd, said.to.String(), said.to.String(), p.path)
		set(f, lake.FieldConsumption, used.wh.String(), used.wh.String(), used.rule)
		set(f, lake.FieldConsumptionBefore, was.wh.String(), was.wh.String(), was.rule)
		set(f, lake.FieldNet, net.String(), net.String(), p.path)
		all = append(all, f)
	}
	return all
}

// lines returns the rows of the attachment if they add up to the invoice, because they say more, else the lines of the invoice.
func (v *invoice) lines() []lake.Line {
	detailed, known := sumOf(v.details)
	rows := v.rows
	if known && detailed == v.amounts.net.Value {
		rows = v.details
	}
	var lines []lake.Line
	for _, r := range rows {
		lines = append(lines, r.line())
	}
	return lines
}

// sumOf adds up rows; known is false if one of them states no amount, or there is none.
func sumOf(rows []*row) (sum lake.Money, known bool) {
	for _, r := range rows {
		if !r.net.Known {
			return 0, false
		}
		sum += r.line().Net.Value
	}
	return sum, len(rows) > 0
}
