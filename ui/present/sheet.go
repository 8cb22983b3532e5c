package present

import "wattlake/lake"

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
	Password bool // it failed because its password is missing or wrong
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

// Field returns the field with the name, or nil.
func (s *Sheet) Field(name string) *SheetField { return s.fields[name] }

// Names lists the fields in the order of the form.
func (s *Sheet) Names() []string { return s.order }
