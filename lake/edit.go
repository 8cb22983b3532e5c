package lake

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The limits of what a person may write into a field.
const (
	// MaxPoints is the greatest number of metering points to which edits can extend an invoice.
	MaxPoints = 1000
	// MaxEditText is the longest text of a field in characters.
	MaxEditText = 500
	// MaxFixed bounds every fixed-point number in its smallest unit: a million million złotys. A greater one was misread, and
	// the tables, which keep 18 digits, could not add up many of them.
	MaxFixed = 100_000_000_000_000
)

// pointPrefix begins the name of a point's field in a review decision: "points.0.ppe".
const pointPrefix = "points."

// Form is how the values of a field look.
type Form string

// The forms of fields.
const (
	FormText     Form = "text"
	FormDate     Form = "date"
	FormMoney    Form = "money"
	FormEnergy   Form = "energy"
	FormNIP      Form = "nip"
	FormPPE      Form = "ppe"
	FormKind     Form = "kind"
	FormScope    Form = "scope"
	FormCurrency Form = "currency"
)

var invoiceForms = map[FieldName]Form{
	FieldNumber: FormText, FieldKind: FormKind, FieldScope: FormScope, FieldCorrects: FormText, FieldReason: FormText,
	FieldSellerName: FormText, FieldSellerNIP: FormNIP, FieldBuyerName: FormText, FieldBuyerNIP: FormNIP,
	FieldIssueDate: FormDate, FieldSaleDate: FormDate, FieldDueDate: FormDate, FieldPeriodStart: FormDate, FieldPeriodEnd: FormDate,
	FieldCurrency: FormCurrency, FieldNet: FormMoney, FieldVAT: FormMoney, FieldGross: FormMoney, FieldAmountDue: FormMoney,
	FieldConsumption: FormEnergy, FieldKSeFNumber: FormText,
}

var pointForms = map[FieldName]Form{
	FieldPPE: FormPPE, FieldTariff: FormText, FieldAddress: FormText, FieldPeriodStart: FormDate, FieldPeriodEnd: FormDate,
	FieldConsumption: FormEnergy, FieldConsumptionBefore: FormEnergy, FieldNet: FormMoney,
}

// FormOf returns the form of a field that people may edit, named as in [Decision.Values]; ok is false for any other name.
func FormOf(name string) (form Form, ok bool) {
	if _, field, isPoint := ParsePointField(name); isPoint {
		form, ok = pointForms[field]
		return form, ok
	}
	form, ok = invoiceForms[FieldName(name)]
	return form, ok
}

// PointField names a field of the n-th metering point, counted from 0.
func PointField(n int, field FieldName) string {
	return pointPrefix + strconv.Itoa(n) + "." + string(field)
}

// ParsePointField takes "points.<n>.<field>" apart.
func ParsePointField(name string) (n int, field FieldName, ok bool) {
	rest, ok := strings.CutPrefix(name, pointPrefix)
	if !ok {
		return 0, "", false
	}
	index, fieldName, ok := strings.Cut(rest, ".")
	n, err := strconv.Atoi(index)
	if !ok || err != nil || n < 0 || n >= MaxPoints || strconv.Itoa(n) != index {
		return 0, "", false
	}
	return n, FieldName(fieldName), true
}

// ParseEdit brings what a person typed into a field to its canonical form: "1 234,50 zł" to "1234.50", "4.02.2026" to
// "2026-02-04", "PL 526-00-12-345" to the ten digits. Nothing means that the document does not state it. What cannot be
// right gives a sentence, which is zero otherwise.
func ParseEdit(name, typed string) (canonical string, problem Text) {
	form, ok := FormOf(name)
	if !ok {
		return "", Text{PL: "Nie ma takiego pola: " + name + ".", EN: "There is no such field: " + name + "."}
	}
	typed = strings.Join(strings.FieldsFunc(typed, unicode.IsSpace), " ")
	switch {
	case typed == "":
		return "", Text{}
	case !utf8.ValidString(typed) || strings.ContainsFunc(typed, unicode.IsControl):
		return "", Text{PL: "Tekst zawiera znaki, których nie da się zapisać.", EN: "The text has characters that cannot be stored."}
	case utf8.RuneCountInString(typed) > MaxEditText:
		return "", Text{PL: "Tekst jest za długi.", EN: "The text is too long."}
	}
	return parsers[form](typed)
}

var parsers = map[Form]func(string) (string, Text){
	FormText: func(s string) (string, Text) { return s, Text{} }, FormDate: editDate, FormMoney: editMoney, FormEnergy: editEnergy,
	FormNIP: editNIP, FormPPE: editPPE, FormKind: editKind, FormScope: editScope, FormCurrency: editCurrency,
}

// CheckEdits looks at the values that an invoice would have after edits, by name, for what no single field shows. The
// sentences are by the name of the field.
func CheckEdits(values map[string]string) map[string]Text {
	problems := map[string]Text{}
	check := func(startName, endName string) {
		start, err1 := ParseDate(values[startName])
		end, err2 := ParseDate(values[endName])
		if err1 == nil && err2 == nil && !start.IsZero() && !end.IsZero() && end.Before(start) {
			problems[endName] = Text{PL: "Koniec okresu jest wcześniejszy niż początek.", EN: "The period ends before it begins."}
		}
	}
	check(string(FieldPeriodStart), string(FieldPeriodEnd))
	for name := range values {
		if n, field, ok := ParsePointField(name); ok && field == FieldPeriodEnd {
			check(PointField(n, FieldPeriodStart), name)
		}
	}
	return problems
}
