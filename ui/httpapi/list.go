package httpapi

import (
	"cmp"
	"context"
	"encoding/base64"
	"slices"
	"strings"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/present"
)

// listInput narrows and pages the list of documents.
type listInput struct {
	Status State     `query:"status" enum:",processing,ready,needs_review,failed"`
	Seller string    `query:"seller" maxLength:"200" doc:"Tax number, or part of the name; case and Polish letters do not matter"`
	PPE    string    `query:"ppe" maxLength:"40" doc:"Code of a metering point"`
	Kind   lake.Kind `query:"kind" enum:",settlement,forecast,correction,other"`
	Text   string    `query:"text" maxLength:"200" doc:"Part of the file name, number, seller or buyer"`
	From   string    `query:"from" pattern:"^([0-9]{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$" doc:"The invoice's period ends on this day or month, or later"`
	To     string    `query:"to" pattern:"^([0-9]{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$" doc:"The invoice's period begins on this day or month, or earlier"`
	Limit  int       `query:"limit" default:"100" minimum:"1" maximum:"500" doc:"Documents per page"`
	After  string    `query:"after" maxLength:"2000" doc:"The next of the page before"`
}

// DocumentJSON is one line of the list.
type DocumentJSON struct {
	StatusJSON
	Invoices []PartJSON `json:"invoices" nullable:"false" doc:"As the tables have them, with what people decided"`
}

type listBody struct {
	Total     int            `json:"total" doc:"Documents that fit the filters"`
	Documents []DocumentJSON `json:"documents" nullable:"false" doc:"Newest first"`
	Next      string         `json:"next" doc:"Give it as after for the next page; empty on the last one"`
}

type listOutput struct{ Body listBody }

// list answers with the documents that fit, newest first.
func (s *Server) list(ctx context.Context, in *listInput) (*listOutput, error) {
	wanted, err := newSelection(in)
	if err != nil {
		return nil, err
	}
	last, err := decodeCursor(in.After)
	if err != nil {
		return nil, err
	}
	documents, err := s.node.Documents(ctx)
	if err != nil {
		return nil, err
	}
	documents = slices.DeleteFunc(documents, func(d pipeline.Document) bool { return !wanted.fits(d) })
	slices.SortFunc(documents, func(a, b pipeline.Document) int { return cursorOf(a).compare(cursorOf(b)) })
	body := listBody{Total: len(documents), Documents: []DocumentJSON{}}
	if in.After != "" {
		documents = slices.DeleteFunc(documents, func(d pipeline.Document) bool { return cursorOf(d).compare(last) <= 0 })
	}
	if len(documents) > in.Limit {
		documents = documents[:in.Limit]
		body.Next = cursorOf(documents[in.Limit-1]).encode()
	}
	for _, d := range documents {
		body.Documents = append(body.Documents, documentJSON(ctx, d))
	}
	return &listOutput{Body: body}, nil
}

func documentJSON(ctx context.Context, d pipeline.Document) DocumentJSON {
	j := DocumentJSON{StatusJSON: statusJSON(ctx, d), Invoices: []PartJSON{}}
	for _, row := range d.Invoices {
		part := PartJSON{Part: 1, Status: row.Status, Invoice: present.NewInvoiceJSON(row)}
		if row.Status == lake.StatusReview {
			part.Reason = present.ReviewReason(row.Findings, infoOf(ctx).lang)
		}
		for _, reference := range row.Documents {
			if reference.Document == d.ID {
				part.Part = reference.Part
			}
		}
		j.Invoices = append(j.Invoices, part)
	}
	slices.SortStableFunc(j.Invoices, func(a, b PartJSON) int { return a.Part - b.Part })
	return j
}

// selection is the filters of a list, ready to compare.
type selection struct {
	status   State
	seller   string // folded
	ppe      string
	kind     lake.Kind
	text     string // folded
	from, to lake.Date
	nothing  bool // a text was given that no name can contain, such as "?"
}

func newSelection(in *listInput) (selection, error) {
	s := selection{
		status: in.Status, seller: lake.FoldName(in.Seller), ppe: strings.ReplaceAll(in.PPE, " ", ""), kind: in.Kind, text: lake.FoldName(in.Text),
	}
	s.nothing = (in.Seller != "" && s.seller == "") || (in.PPE != "" && s.ppe == "") || (in.Text != "" && s.text == "")
	var err error
	if s.from, err = parseDay(in.From, false); err != nil {
		return selection{}, err
	}
	s.to, err = parseDay(in.To, true)
	return s, err
}

// parseDay reads YYYY-MM-DD, or YYYY-MM as the month's first or last day; "" is no day.
func parseDay(text string, end bool) (lake.Date, error) {
	month := len(text) == len("2026-01")
	full := text
	if month {
		full += "-01"
	}
	day, err := lake.ParseDate(full)
	if err != nil {
		return lake.Date{}, usage("To nie jest data: "+text+".", "Not a date: "+text+".", "Użyj RRRR-MM-DD albo RRRR-MM.", "Use YYYY-MM-DD or YYYY-MM.")
	}
	if month && end {
		day = lake.DateOf(day.Time().AddDate(0, 1, -1))
	}
	return day, nil
}

func (s selection) fits(d pipeline.Document) bool {
	if s.nothing || (s.status != "" && stateOf(d.Status) != s.status) {
		return false
	}
	if s.text != "" && !s.mentions(d) {
		return false
	}
	if s.seller == "" && s.ppe == "" && s.kind == "" && s.from.IsZero() && s.to.IsZero() {
		return true
	}
	return slices.ContainsFunc(d.Invoices, s.fitsInvoice)
}

func (s selection) mentions(d pipeline.Document) bool {
	return strings.Contains(lake.FoldName(d.FileName), s.text) || slices.ContainsFunc(d.Invoices, func(i lake.Invoice) bool {
		return slices.ContainsFunc([]string{i.Number, i.SellerName, i.SellerNIP, i.BuyerName, i.BuyerNIP}, func(v string) bool {
			return strings.Contains(lake.FoldName(v), s.text)
		})
	})
}

func (s selection) fitsInvoice(i lake.Invoice) bool {
	switch {
	case s.seller != "" && i.SellerNIP != s.seller && !strings.Contains(lake.FoldName(i.SellerName), s.seller):
		return false
	case s.kind != "" && i.Kind != s.kind:
		return false
	case s.ppe != "" && !slices.ContainsFunc(i.Points, func(p lake.Point) bool { return p.PPE == s.ppe }):
		return false
	case !s.from.IsZero() && (i.PeriodEnd.IsZero() || i.PeriodEnd.Before(s.from)):
		return false
	case !s.to.IsZero() && (i.PeriodStart.IsZero() || s.to.Before(i.PeriodStart)):
		return false
	}
	return true
}

// cursor is a place in the list that stays valid when documents come and go.
type cursor struct{ droppedAt, file, id string }

const cursorSeparator = "\x00" // in no file name and no time

func cursorOf(d pipeline.Document) cursor { return cursor{d.DroppedAt, d.FileName, string(d.ID)} }

// compare orders as the list is: newest first.
func (c cursor) compare(o cursor) int {
	return cmp.Or(strings.Compare(o.droppedAt, c.droppedAt), strings.Compare(c.file, o.file), strings.Compare(c.id, o.id))
}

func (c cursor) encode() string {
	return base64.RawURLEncoding.EncodeToString([]byte(strings.Join([]string{c.droppedAt, c.file, c.id}, cursorSeparator)))
}

func decodeCursor(s string) (cursor, error) {
	if s == "" {
		return cursor{}, nil
	}
	decoded, err := base64.RawURLEncoding.DecodeString(s)
	parts := strings.Split(string(decoded), cursorSeparator)
	if err != nil || len(parts) != 3 {
		return cursor{}, usage("Tego miejsca na liście nie ma.", "There is no such place in the list.",
			"Podaj jako after wartość next z poprzedniej strony.", "Give the next of the page before as after.")
	}
	return cursor{parts[0], parts[1], parts[2]}, nil
}
