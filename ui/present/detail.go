package present

import (
	"slices"
	"strings"

	"wattlake/lake"
	"wattlake/pipeline"
)

// Detail is everything that is shown about one document, in words.
type Detail struct {
	Document lake.DocumentID
	Title    string
	Subtitle string
	Status   Cell
	Actions  Actions
	Failure  *Notice // when it failed
	Parts    []Part  // one per invoice
	Text     string
	Source   string // where the text comes from, in words
	Origins  []string
}

// Part is one invoice of the document.
type Part struct {
	Title    string
	Findings []Notice
	Fields   []FieldLine
	Points   Grid
	Lines    Grid
}

// Notice is a sentence with what to do about it.
type Notice struct {
	Tone    Tone
	Message string
	Hint    string
}

// detailFields is the order in which fields are shown.
var detailFields = []lake.FieldName{
	lake.FieldNumber, lake.FieldKind, lake.FieldScope, lake.FieldCorrects, lake.FieldReason, lake.FieldSellerName, lake.FieldSellerNIP,
	lake.FieldBuyerName, lake.FieldBuyerNIP, lake.FieldIssueDate, lake.FieldSaleDate, lake.FieldDueDate, lake.FieldPeriodStart, lake.FieldPeriodEnd,
	lake.FieldConsumption, lake.FieldNet, lake.FieldVAT, lake.FieldGross, lake.FieldAmountDue, lake.FieldCurrency, lake.FieldKSeFNumber,
}

// NewDetail puts a document into words. busy locks its actions.
func NewDetail(l *Locale, d pipeline.DocumentDetail, busy bool, when func(rfc3339 string) string) Detail {
	detail := Detail{
		Document: d.ID, Title: d.FileName, Status: StatusCell(l, d.Status, d.Stage), Actions: ActionsFor(d.Status, busy),
		Text: strings.ReplaceAll(d.Text, "\f", "\n\n"+l.T("detail.page_break")+"\n\n"),
	}
	if d.Source != "" {
		detail.Source = l.T("source." + string(d.Source))
	}
	if d.Failure != nil {
		detail.Failure = &Notice{Tone: Bad, Message: l.Say(d.Failure.Message), Hint: l.Say(d.Failure.Hint)}
	}
	for i, reading := range d.Readings {
		invoice := invoiceOf(d, reading.Part)
		part := newPart(l, reading, invoice)
		if len(d.Readings) > 1 {
			part.Title = l.T("detail.part", "part", l.Int(int64(i+1)), "number", reading.Fields.Value(lake.FieldNumber))
		}
		detail.Parts = append(detail.Parts, part)
	}
	if len(d.Readings) > 0 {
		if number := d.Readings[0].Fields.Value(lake.FieldNumber); number != "" && len(d.Readings) == 1 {
			detail.Title, detail.Subtitle = number, d.FileName
		}
	}
	for _, o := range d.Origins {
		detail.Origins = append(detail.Origins, l.T("detail.origin", "time", when(o.At), "file", o.FileName, "source", sourceWord(l, o.Source)))
	}
	return detail
}

func sourceWord(l *Locale, source string) string {
	switch source {
	case "desktop", "cli", "http", "watch", "sync", "sample":
		return l.T("origin." + source)
	default:
		return source
	}
}

// invoiceOf finds the Silver row of a part, nil if there is none.
func invoiceOf(d pipeline.DocumentDetail, part int) *lake.Invoice {
	for i := range d.Invoices {
		match := func(ref lake.DocumentRef) bool { return ref.Document == d.ID && ref.Part == part }
		if slices.ContainsFunc(d.Invoices[i].Documents, match) {
			return &d.Invoices[i]
		}
	}
	return nil
}

func newPart(l *Locale, r lake.Reading, invoice *lake.Invoice) Part {
	findings := r.Findings
	if invoice != nil {
		findings = invoice.Findings
	}
	return Part{Findings: notices(l, findings), Fields: fieldLines(l, r), Points: pointsGrid(l, r), Lines: linesGrid(l, r)}
}

// notices puts findings into sentences, the worst first.
func notices(l *Locale, findings []lake.Finding) []Notice {
	rank := map[lake.Severity]int{lake.NeedsReview: 0, lake.Warning: 1, lake.Info: 2}
	sorted := slices.SortedStableFunc(slices.Values(findings), func(a, b lake.Finding) int { return rank[a.Severity] - rank[b.Severity] })
	list := make([]Notice, len(sorted))
	for i, f := range sorted {
		list[i] = Notice{Tone: severityTone(f.Severity), Message: l.Say(f.Message)}
	}
	return list
}

func severityTone(s lake.Severity) Tone {
	switch s {
	case lake.NeedsReview:
		return Bad
	case lake.Warning:
		return Attention
	default:
		return Muted
	}
}

// FieldLine is one field in the details: value, evidence and how certain it is.
type FieldLine struct {
	Label      string
	Value      string
	Tone       Tone   // of the value
	Raw        string // as printed, "" when that says nothing new
	Place      string // the page, in words
	Confidence string
	Certainty  Tone
}

func fieldLines(l *Locale, r lake.Reading) []FieldLine {
	var lines []FieldLine
	for _, name := range detailFields {
		field, found := r.Fields[name]
		if found || !optionalField(name) {
			lines = append(lines, fieldLine(l, name, field, found))
		}
	}
	return lines
}

// optionalField reports whether a field that was not found is not worth a line.
func optionalField(name lake.FieldName) bool {
	switch name {
	case lake.FieldCorrects, lake.FieldReason, lake.FieldKSeFNumber, lake.FieldSaleDate, lake.FieldCurrency:
		return true
	default:
		return false
	}
}

// lowConfidence is below which a value deserves a look.
const lowConfidence = 0.8

func fieldLine(l *Locale, name lake.FieldName, f lake.Field, found bool) FieldLine {
	line := FieldLine{Label: l.T("field." + string(name))}
	switch {
	case f.Absent:
		line.Value, line.Tone = l.T("field.absent"), Muted
		return line
	case !found || f.Value == "":
		line.Value, line.Tone = l.T("field.missing"), Attention
		return line
	}
	line.Value, line.Confidence, line.Certainty = l.fieldValue(name, f.Value), l.Percent(f.Confidence), Good
	if f.Confidence < lowConfidence {
		line.Certainty = Attention
	}
	if raw := strings.Join(strings.Fields(f.Raw), " "); raw != f.Value && raw != strings.ReplaceAll(line.Value, nbsp, " ") {
		line.Raw = raw
	}
	if f.Page > 0 {
		line.Place = l.T("detail.page", "page", l.Int(int64(f.Page)))
	}
	return line
}

// fieldValue writes a canonical value for people.
func (l *Locale) fieldValue(name lake.FieldName, value string) string {
	switch name {
	case lake.FieldNet, lake.FieldVAT, lake.FieldGross, lake.FieldAmountDue:
		return l.decimal(value)
	case lake.FieldConsumption, lake.FieldConsumptionBefore:
		return l.decimal(value) + nbsp + "kWh"
	case lake.FieldKind:
		return l.T("kind." + value)
	case lake.FieldScope:
		return l.T("scope." + value)
	case lake.FieldIssueDate, lake.FieldSaleDate, lake.FieldDueDate, lake.FieldPeriodStart, lake.FieldPeriodEnd:
		if d, err := lake.ParseDate(value); err == nil {
			return l.Date(d)
		}
	default:
	}
	return value
}

func pointsGrid(l *Locale, r lake.Reading) Grid {
	g := Grid{Columns: []Column{
		textColumn(l, "ppe", "590000000000000000", 0), textColumn(l, "tariff", "C12a", 2), textColumn(l, "period", "28.02–28.03.2026", 4),
		numberColumn(l, "kwh", "123 456", 0), numberColumn(l, "net", "12 345,67", 1), flexColumn(l, "address", "Słoneczna 12", 5),
	}}
	for _, p := range r.Points {
		start, _ := lake.ParseDate(p.Value(lake.FieldPeriodStart))
		end, _ := lake.ParseDate(p.Value(lake.FieldPeriodEnd))
		g.Rows = append(g.Rows, []Cell{
			{Text: p.Value(lake.FieldPPE)},
			{Text: p.Value(lake.FieldTariff)},
			{Text: l.Period(start, end)},
			{Text: l.optional(p.Value(lake.FieldConsumption))},
			{Text: l.optional(p.Value(lake.FieldNet))},
			{Text: p.Value(lake.FieldAddress), Tone: Muted},
		})
	}
	return g
}

func linesGrid(l *Locale, r lake.Reading) Grid {
	g := Grid{Columns: []Column{
		flexColumn(l, "line", "Opłata sieciowa", 0), textColumn(l, "zone", "całodobowa", 5), numberColumn(l, "quantity", "12 345", 2),
		textColumn(l, "unit", "kWh", 3), numberColumn(l, "unit_price", "0,12345", 4), numberColumn(l, "net", "12 345,67", 0), numberColumn(l, "rate", "23", 6),
	}}
	for _, line := range r.Lines {
		g.Rows = append(g.Rows, []Cell{
			{Text: line.Name},
			{Text: line.Zone, Tone: Muted},
			{Text: l.optional(line.Quantity.String())},
			{Text: line.Unit, Tone: Muted},
			{Text: l.optional(line.UnitPrice.String())},
			{Text: l.optional(line.Net.String())},
			{Text: line.VATRate, Tone: Muted},
		})
	}
	return g
}

// optional writes a canonical decimal, or nothing when it is not known.
func (l *Locale) optional(canonical string) string {
	if canonical == "" {
		return ""
	}
	return l.decimal(canonical)
}
