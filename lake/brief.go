package lake

import (
	"slices"
	"strings"
)

// Brief is what lists show of an invoice. What many invoices have in common is kept once and pointed to, which halves the
// memory of a list of a hundred thousand; these parts are never nil and never changed.
type Brief struct {
	Key        InvoiceKey
	Number     string
	KSeFNumber string
	*BriefTraits
	*BriefDates
	*BriefPoints

	Net         Opt[Money]
	VAT         Opt[Money]
	Gross       Opt[Money]
	AmountDue   Opt[Money]
	Consumption Opt[Energy]
	Documents   []BriefRef // the winner first
}

// BriefTraits are who sells what to whom.
type BriefTraits struct {
	Kind       Kind
	Status     Status
	SellerName string
	SellerNIP  string
	BuyerName  string
	BuyerNIP   string
	Currency   string
}

// BriefDates are the days of a [Brief].
type BriefDates struct{ IssueDate, DueDate, PeriodStart, PeriodEnd Date }

// BriefPoints are the metering points of a [Brief].
type BriefPoints struct {
	PPE    string // codes, separated by spaces, in their order; "?" for a point without one
	Points int
	Places string // addresses, separated by spaces
}

// BriefRef links a [Brief] to a document part that carries the invoice.
type BriefRef struct {
	Document  DocumentID
	Parsed    PackedContent // of the parse result that was used
	Part      int32
	Duplicate bool // another document is the winner
}

// NoPPE stands in [BriefPoints.PPE] for a point whose code the invoice does not state.
const NoPPE = "?"

// NewBrief takes from a row what lists show.
func NewBrief(row Invoice) *Brief {
	codes, places := make([]string, len(row.Points)), make([]string, len(row.Points))
	for i, p := range row.Points {
		codes[i], places[i] = p.PPE, p.Address
		if p.PPE == "" {
			codes[i] = NoPPE
		}
	}
	b := &Brief{
		Key: row.Key, Number: row.Number, KSeFNumber: row.KSeFNumber,
		BriefTraits: &BriefTraits{
			Kind: row.Kind, Status: row.Status, SellerName: row.SellerName, SellerNIP: row.SellerNIP, BuyerName: row.BuyerName, BuyerNIP: row.BuyerNIP,
			Currency: row.Currency,
		},
		BriefDates:  &BriefDates{row.IssueDate, row.DueDate, row.PeriodStart, row.PeriodEnd},
		BriefPoints: &BriefPoints{PPE: strings.Join(codes, " "), Points: len(row.Points), Places: strings.TrimSpace(strings.Join(places, " "))},
		Net:         row.Net, VAT: row.VAT, Gross: row.Gross, AmountDue: row.AmountDue, Consumption: row.Consumption,
	}
	for _, d := range row.Documents {
		parsed, _ := ParseKey(d.Parsed)
		b.Documents = append(b.Documents, NewBriefRef(d.Document, d.Part, d.Role, parsed.Content))
	}
	return b
}

// NewBriefRef returns the link to a part of a document.
func NewBriefRef(document DocumentID, part int, role Role, parsed ContentID) BriefRef {
	return BriefRef{Document: document, Parsed: parsed.Pack(), Part: int32(part), Duplicate: role != Winner} //nolint:gosec // parts are few
}

// SameFigures reports whether both show the same number, parties, days, points and amounts.
func (b *Brief) SameFigures(o *Brief) bool {
	mine, theirs := *b.BriefTraits, *o.BriefTraits
	mine.Status, theirs.Status = "", ""
	return mine == theirs && *b.BriefDates == *o.BriefDates && *b.BriefPoints == *o.BriefPoints && b.Number == o.Number &&
		b.Net == o.Net && b.VAT == o.VAT && b.Gross == o.Gross && b.AmountDue == o.AmountDue && b.Consumption == o.Consumption
}

// Clone returns a copy of the brief that keeps no other brief's memory alive: those that are read together lie together.
func (b *Brief) Clone() *Brief {
	c := *b
	c.Key, c.Number, c.KSeFNumber = InvoiceKey(strings.Clone(string(b.Key))), strings.Clone(b.Number), strings.Clone(b.KSeFNumber)
	c.Documents = slices.Clone(b.Documents)
	for i := range c.Documents {
		c.Documents[i].Document = DocumentID(strings.Clone(string(b.Documents[i].Document)))
	}
	return &c
}

// BriefParts keeps one of each part that briefs have in common. The zero value is ready; it is for one goroutine.
type BriefParts struct {
	traits map[BriefTraits]*BriefTraits
	dates  map[BriefDates]*BriefDates
	points map[BriefPoints]*BriefPoints
}

// Share lets the brief point to the parts that others have, too.
func (p *BriefParts) Share(b *Brief) {
	b.BriefTraits, b.BriefDates, b.BriefPoints = shared(&p.traits, b.BriefTraits), shared(&p.dates, b.BriefDates), shared(&p.points, b.BriefPoints)
}

func shared[T comparable](kept *map[T]*T, part *T) *T {
	if *kept == nil {
		*kept = map[T]*T{}
	}
	if one := (*kept)[*part]; one != nil {
		return one
	}
	(*kept)[*part] = part
	return part
}
