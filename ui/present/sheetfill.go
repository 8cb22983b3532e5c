package present

import (
	"slices"
	"strings"

	"wattlake/lake"
	"wattlake/pipeline"
)

// groupFields is which fields stand together, in the order in which a person reads an invoice.
var groupFields = []struct {
	title string
	names []lake.FieldName
}{
	{"sheet.document", []lake.FieldName{lake.FieldNumber, lake.FieldKind, lake.FieldScope, lake.FieldKSeFNumber, lake.FieldCorrects, lake.FieldReason}},
	{"sheet.parties", []lake.FieldName{lake.FieldSellerName, lake.FieldSellerNIP, lake.FieldBuyerName, lake.FieldBuyerNIP}},
	{"sheet.dates", []lake.FieldName{lake.FieldIssueDate, lake.FieldSaleDate, lake.FieldPeriodStart, lake.FieldPeriodEnd, lake.FieldDueDate}},
	{"sheet.amounts", []lake.FieldName{lake.FieldNet, lake.FieldVAT, lake.FieldGross, lake.FieldAmountDue, lake.FieldCurrency, lake.FieldConsumption}},
}

var pointFields = []lake.FieldName{
	lake.FieldPPE, lake.FieldTariff, lake.FieldPeriodStart, lake.FieldPeriodEnd, lake.FieldConsumption, lake.FieldNet,
	lake.FieldConsumptionBefore, lake.FieldAddress,
}

// keyFields are what an invoice cannot do without.
var keyFields = []lake.FieldName{
	lake.FieldNumber, lake.FieldSellerName, lake.FieldIssueDate, lake.FieldPeriodStart, lake.FieldPeriodEnd, lake.FieldNet, lake.FieldVAT, lake.FieldGross,
}

// NewSheet makes the form of one part. typed keeps what a person has typed and not stored yet, by field.
func NewSheet(l *Locale, d pipeline.DocumentDetail, part int, busy bool, typed map[string]string, when func(rfc3339 string) string) *Sheet {
	locked := busy || (d.Status == lake.Processing && d.Stage != lake.StageSilver && d.Stage != lake.StageGold)
	s := &Sheet{
		Document: d.ID, Part: part, Parts: len(d.Readings), Title: d.FileName, FileName: d.FileName, Locked: locked,
		Status: StatusCell(l, d.Status, d.Stage), Text: d.Text, Pages: 1 + strings.Count(d.Text, "\f"), Actions: ActionsFor(d.Status, locked),
		History: historyLines(l, d, when), l: l, fields: map[string]*SheetField{},
	}
	if d.Source != "" {
		s.Source = l.T("source." + string(d.Source))
	}
	if d.Failure != nil {
		s.Failure = &Notice{Tone: Bad, Message: l.Say(d.Failure.Message), Hint: l.Say(d.Failure.Hint)}
		s.Password = d.Failure.Code == lake.CodeNeedsPassword
	}
	s.Undo, s.Redo = undoOf(d.Steps)
	i := slices.IndexFunc(d.Readings, func(r lake.Reading) bool { return r.Part == part })
	if i < 0 {
		s.Empty = true
		return s
	}
	s.fill(d, d.Readings[i])
	for name, text := range typed {
		s.Type(name, text)
	}
	return s
}

func (s *Sheet) fill(d pipeline.DocumentDetail, reading lake.Reading) {
	values, entered := d.Values[s.Part], enteredFields(d.Steps, s.Part)
	invoice := invoiceOf(d, s.Part)
	findings := reading.Findings
	if invoice != nil {
		findings = invoice.Findings
		s.Approved = invoice.Status == lake.Reviewed
		status := invoiceStatus(invoice, d.ID)
		if d.Status.Final() {
			s.Status = StatusCell(s.l, status, "")
		}
	}
	s.Kind = lake.Kind(values[string(lake.FieldKind)])
	for _, group := range groupFields {
		g := SheetGroup{Title: s.l.T(group.title)}
		for _, name := range group.names {
			if s.shown(name, values) {
				g.Fields = append(g.Fields, s.add(string(name), name, reading.Fields[name], values, entered))
			}
		}
		s.Groups = append(s.Groups, g)
	}
	for n := range pointCount(reading, values) {
		g := SheetGroup{Title: s.l.T("sheet.point", "n", s.l.Int(int64(n+1)))}
		for _, name := range pointFields {
			var read lake.Field
			if n < len(reading.Points) {
				read = reading.Points[n][name]
			}
			if name == lake.FieldConsumptionBefore && s.Kind != lake.Correction && values[lake.PointField(n, name)] == "" {
				continue
			}
			g.Fields = append(g.Fields, s.add(lake.PointField(n, name), name, read, values, entered))
		}
		s.Points = append(s.Points, g)
	}
	s.spread(findings)
	s.Lines, s.VATRows = linesGrid(s.l, reading), vatGrid(s.l, reading)
	if number := values[string(lake.FieldNumber)]; number != "" {
		s.Title = number
	}
	for _, f := range s.fields {
		s.Pages = max(s.Pages, f.Read.Page)
	}
	for _, name := range s.order {
		s.judge(s.fields[name])
	}
}

// shown leaves out what only some invoices have, unless there is something to see.
func (s *Sheet) shown(name lake.FieldName, values map[string]string) bool {
	switch name {
	case lake.FieldCorrects, lake.FieldReason:
		return s.Kind == lake.Correction || values[string(name)] != ""
	case lake.FieldKSeFNumber, lake.FieldSaleDate:
		return values[string(name)] != ""
	default:
		return true
	}
}

func (s *Sheet) add(name string, kind lake.FieldName, read lake.Field, values map[string]string, entered map[string]bool) *SheetField {
	form, _ := lake.FormOf(name)
	f := &SheetField{
		Name: name, Label: s.l.T("field." + string(kind)), Form: form, Value: values[name], Read: read, Entered: entered[name],
		Key: slices.Contains(keyFields, lake.FieldName(name)),
	}
	switch form {
	case lake.FormKind:
		f.Choices = choices(s.l, "kind.", lake.Settlement, lake.Forecast, lake.Correction, lake.Other)
	case lake.FormScope:
		f.Choices = choices(s.l, "scope.", lake.Comprehensive, lake.Sale, lake.Distribution)
	default:
	}
	f.Text = s.l.EditText(form, f.Value)
	s.fields[name] = f
	s.order = append(s.order, name)
	return f
}

func choices[T ~string](l *Locale, prefix string, codes ...T) []Choice {
	list := make([]Choice, len(codes))
	for i, c := range codes {
		list[i] = Choice{Label: l.T(prefix + string(c)), Value: string(c)}
	}
	return list
}

func pointCount(reading lake.Reading, values map[string]string) int {
	n := len(reading.Points)
	for name := range values {
		if i, _, ok := lake.ParsePointField(name); ok {
			n = max(n, i+1)
		}
	}
	return n
}

// enteredFields tells which fields of a part have a value that a person gave and nobody took back.
func enteredFields(steps []pipeline.Step, part int) map[string]bool {
	entered := map[string]bool{}
	for _, step := range steps {
		if step.Undone || step.Decision.Kind != lake.DecideReview || (step.Decision.Part != 0 && step.Decision.Part != part) {
			continue
		}
		for name := range step.Decision.Values {
			entered[name] = true
		}
	}
	return entered
}
