package present

import (
	"slices"
	"strings"

	"wattlake/lake"
	"wattlake/pipeline"
)

// Certainty is how much a person may rely on a field. Each is shown by a colour and a shape of its own.
type Certainty int

// The certainties.
const (
	Sure    Certainty = iota // read, and nothing speaks against it
	Doubted                  // read, but badly legible or contradicted
	Missing                  // should be there and was not found
	Absent                   // the document does not state it
	Entered                  // a person gave it
)

// SheetField is one field of a [Sheet].
type SheetField struct {
	Name      string // as in [lake.Decision.Values]
	Label     string
	Form      lake.Form
	Choices   []Choice   // what it may be; nil for free text
	Value     string     // canonical, what counts at present
	Read      lake.Field // what was read, with its place on the page
	Entered   bool       // a person gave the value
	Key       bool       // an invoice is not complete without it
	Text      string     // what stands in the editor
	Problem   string     // why Text cannot be stored; "" when it can
	Findings  []Notice
	Certainty Certainty
	NeedsEyes bool
}

// SheetGroup is a part of the form with a title.
type SheetGroup struct {
	Title  string
	Fields []*SheetField
}

// Sheet is one invoice of a document as a form to check and correct. It is for one goroutine.
type Sheet struct {
	Document lake.DocumentID
	Part     int
	Parts    int
	Title    string // the invoice's number, or the file's name
	FileName string
	Status   Cell
	Locked   bool // the document is being read: nothing may be changed
	Failure  *Notice
	Empty    bool // nothing was read: there is no form
	Groups   []SheetGroup
	Points   []SheetGroup // one per metering point
	Notices  []Notice     // findings that belong to no field
	Lines    Grid
	VATRows  Grid
	Pages    int
	Source   string
	Text     string
	History  []HistoryLine
	Approved bool
	Undo     lake.ContentID // the decision that undo means; "" when there is none
	Redo     lake.ContentID // the undo that redo means; "" when there is none
	Actions  Actions
	Kind     lake.Kind

	l      *Locale
	fields map[string]*SheetField
	order  []string
}

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

// spread gives each finding to the field that it is about; what is about none stands above the form.
func (s *Sheet) spread(findings []lake.Finding) {
	var rest []lake.Finding
	for _, f := range findings {
		about := s.about(f)
		for _, field := range about {
			field.Findings = append(field.Findings, Notice{Tone: severityTone(f.Severity), Message: s.l.Say(f.Message)})
		}
		if len(about) == 0 {
			rest = append(rest, f)
		}
	}
	s.Notices = notices(s.l, rest)
}

// about returns the fields that a finding is about. One about points does not say which: the first that it can hold for
// shows it.
func (s *Sheet) about(f lake.Finding) []*SheetField {
	if field, ok := s.fields[string(f.Field)]; ok && f.Field != "" {
		return []*SheetField{field}
	}
	for n := range s.Points {
		field, ok := s.fields[lake.PointField(n, f.Field)]
		if ok && (f.Code != lake.FindingPPECheck || !lake.ValidPPE(field.Value)) {
			return []*SheetField{field}
		}
	}
	return nil
}

// judge tells how certain a field is and whether it needs a person.
func (s *Sheet) judge(f *SheetField) {
	open := slices.ContainsFunc(f.Findings, func(n Notice) bool { return n.Tone == Bad || n.Tone == Attention })
	wanting := f.Key && f.Value == "" && !s.sellerKnown(f)
	switch {
	case f.Entered:
		f.Certainty = Entered
	case f.Value == "" && (wanting || open):
		f.Certainty = Missing
	case f.Value == "":
		f.Certainty = Absent
	case open || f.Read.Confidence < lowConfidence:
		f.Certainty = Doubted
	default:
		f.Certainty = Sure
	}
	f.NeedsEyes = !s.Approved && (f.Problem != "" || f.Certainty == Missing || f.Certainty == Doubted)
}

// sellerKnown reports whether the field is the seller's name and the tax number makes up for it.
func (s *Sheet) sellerKnown(f *SheetField) bool {
	nip := s.fields[string(lake.FieldSellerNIP)]
	return f.Name == string(lake.FieldSellerName) && nip != nil && nip.Value != ""
}

// Field returns the field with the name, or nil.
func (s *Sheet) Field(name string) *SheetField { return s.fields[name] }

// Names lists the fields in the order of the form.
func (s *Sheet) Names() []string { return s.order }

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

// Next returns the name of the first field that needs eyes after (or, with backwards, before) the named one, going round; ""
// when none does.
func (s *Sheet) Next(after string, backwards bool) string {
	at, step := slices.Index(s.order, after), 1
	if backwards {
		step = -1
		if at < 0 {
			at = 0
		}
	}
	n := len(s.order)
	for i := 1; i <= n; i++ {
		name := s.order[((at+i*step)%n+n)%n]
		if s.fields[name].NeedsEyes && name != after {
			return name
		}
	}
	return ""
}

// Eyes counts the fields that need a person.
func (s *Sheet) Eyes() int {
	n := 0
	for _, f := range s.fields {
		if f.NeedsEyes {
			n++
		}
	}
	return n
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
