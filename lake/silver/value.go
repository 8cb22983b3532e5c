package silver

import (
	"slices"
	"strings"

	"wattlake/lake"
)

// maxFixed bounds every fixed-point number of a row.
const maxFixed = lake.MaxFixed

// form is how the values of a field look.
type form func(value string) bool

var (
	invoiceForms = map[lake.FieldName]form{
		lake.FieldNumber: text, lake.FieldKind: isKind, lake.FieldScope: isScope, lake.FieldCorrects: text,
		lake.FieldReason: text, lake.FieldSellerName: text, lake.FieldSellerNIP: text, lake.FieldBuyerName: text,
		lake.FieldBuyerNIP: text, lake.FieldIssueDate: isDate, lake.FieldSaleDate: isDate, lake.FieldDueDate: isDate,
		lake.FieldPeriodStart: isDate, lake.FieldPeriodEnd: isDate, lake.FieldCurrency: text, lake.FieldNet: isMoney,
		lake.FieldVAT: isMoney, lake.FieldGross: isMoney, lake.FieldAmountDue: isMoney, lake.FieldConsumption: isEnergy,
		lake.FieldKSeFNumber: text,
	}
	pointForms = map[lake.FieldName]form{
		lake.FieldPPE: text, lake.FieldTariff: text, lake.FieldAddress: text, lake.FieldPeriodStart: isDate,
		lake.FieldPeriodEnd: isDate, lake.FieldConsumption: isEnergy, lake.FieldConsumptionBefore: isEnergy,
		lake.FieldNet: isMoney,
	}
)

// canonical reports whether a review decision may give the value to the field. "" always may: the document does not say.
func canonical(name, value string) bool {
	check, known := invoiceForms[lake.FieldName(name)]
	if _, field, ok := lake.ParsePointField(name); ok {
		check, known = pointForms[field]
	}
	return known && (value == "" || check(value))
}

func text(string) bool       { return true }
func isDate(s string) bool   { _, err := lake.ParseDate(s); return err == nil }
func isMoney(s string) bool  { v, err := lake.ParseMoney(s); return err == nil && bounded(v) }
func isEnergy(s string) bool { v, err := lake.ParseEnergy(s); return err == nil && bounded(v) }

func isKind(s string) bool {
	return slices.Contains([]lake.Kind{lake.Settlement, lake.Forecast, lake.Correction, lake.Other}, lake.Kind(s))
}

func isScope(s string) bool {
	return slices.Contains([]lake.Scope{lake.Comprehensive, lake.Sale, lake.Distribution}, lake.Scope(s))
}

func bounded[T ~int64](v T) bool { return v > -maxFixed && v < maxFixed }

// values reads canonical strings and remembers those that are not canonical.
type values struct {
	of         map[lake.FieldName]string
	unreadable *[]unreadable
}

// unreadable is a value that is not in the form of its field.
type unreadable struct {
	field lake.FieldName
	value string
}

// get returns the value, or "" if it does not have the form.
func (v values) get(name lake.FieldName, ok form) string {
	value := clean(v.of[name])
	if value != "" && !ok(value) {
		*v.unreadable = append(*v.unreadable, unreadable{name, value})
		return ""
	}
	return value
}

func (v values) text(name lake.FieldName) string { return v.get(name, text) }

func (v values) date(name lake.FieldName) lake.Date {
	d, _ := lake.ParseDate(v.get(name, isDate)) // the form was checked
	return d
}

func (v values) money(name lake.FieldName) lake.Opt[lake.Money] {
	m, err := lake.ParseMoney(v.get(name, isMoney))
	return lake.Opt[lake.Money]{Value: m, Known: err == nil}
}

func (v values) energy(name lake.FieldName) lake.Opt[lake.Energy] {
	e, err := lake.ParseEnergy(v.get(name, isEnergy))
	return lake.Opt[lake.Energy]{Value: e, Known: err == nil}
}

// clean makes a string fit for every engine that reads the tables: valid UTF-8 without NUL.
func clean(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
}
