package present

import (
	"strings"

	"wattlake/lake"
)

// EditText writes a canonical value as a person would type it; [lake.ParseEdit] reads it back.
func (l *Locale) EditText(form lake.Form, value string) string {
	if value == "" {
		return ""
	}
	switch {
	case form == lake.FormDate && l.Lang == lake.Polish:
		if d, err := lake.ParseDate(value); err == nil {
			return l.Date(d)
		}
	case form == lake.FormMoney, form == lake.FormEnergy && l.Lang == lake.Polish:
		return strings.ReplaceAll(strings.ReplaceAll(l.decimal(value), minus, "-"), nbsp, " ")
	default:
	}
	return value
}

// Type takes what stands in an editor and tells at once what is wrong with it.
func (s *Sheet) Type(name, text string) {
	f := s.fields[name]
	if f == nil {
		return
	}
	f.Text = text
	s.check()
	s.judge(f)
}

// check finds the problems of all fields as they stand in the editors.
func (s *Sheet) check() {
	values := map[string]string{}
	for name, f := range s.fields {
		value, problem := lake.ParseEdit(name, f.Text)
		f.Problem = s.l.Say(problem)
		if problem.IsZero() {
			values[name] = value
		}
	}
	for name, problem := range lake.CheckEdits(values) {
		f := s.fields[name]
		start := s.fields[strings.Replace(name, string(lake.FieldPeriodEnd), string(lake.FieldPeriodStart), 1)]
		if f != nil && (values[name] != f.Value || start != nil && values[start.Name] != start.Value) {
			f.Problem = s.l.Say(problem)
		}
	}
}

// live returns the value that a field would have if what is typed were stored, "" when it cannot be.
func (s *Sheet) live(name string) string {
	f := s.fields[name]
	if f == nil {
		return ""
	}
	value, _ := lake.ParseEdit(name, f.Text)
	return value
}

// Pending returns what was typed, is right, and is not stored yet.
func (s *Sheet) Pending() map[string]string {
	pending := map[string]string{}
	for name, f := range s.fields {
		if value, problem := lake.ParseEdit(name, f.Text); problem.IsZero() && f.Problem == "" && value != f.Value {
			pending[name] = value
		}
	}
	return pending
}

// Typed returns what differs from what is stored, right or wrong, for [NewSheet].
func (s *Sheet) Typed() map[string]string {
	typed := map[string]string{}
	for name, f := range s.fields {
		if f.Text != s.l.EditText(f.Form, f.Value) {
			typed[name] = f.Text
		}
	}
	return typed
}

// Wrong reports whether any field holds what cannot be stored.
func (s *Sheet) Wrong() bool {
	for _, f := range s.fields {
		if f.Problem != "" {
			return true
		}
	}
	return false
}
