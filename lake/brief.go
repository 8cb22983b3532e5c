package lake

import "strings"

// Brief is what lists show of an [Invoice]: a tenth of its size, so that a hundred thousand fit into memory.
type Brief struct {
	Key         InvoiceKey
	Number      string
	Kind        Kind
	SellerName  string
	SellerNIP   string
	BuyerName   string
	BuyerNIP    string
	KSeFNumber  string
	IssueDate   Date
	DueDate     Date
	PeriodStart Date
	PeriodEnd   Date
	Currency    string
	Net         Opt[Money]
	VAT         Opt[Money]
	Gross       Opt[Money]
	AmountDue   Opt[Money]
	Consumption Opt[Energy]
	PPE         string // codes of the metering points, separated by spaces, in their order; "?" for a point without one
	Points      int
	Places      string // addresses of the metering points, separated by spaces
	Status      Status
	Documents   []BriefRef // the winner first
}

// BriefRef links a [Brief] to a document part that carries the invoice.
type BriefRef struct {
	Document DocumentID
	Part     int
	Role     Role
	Parsed   ContentID // of the parse result that was used
}

// NoPPE stands in [Brief.PPE] for a point whose code the invoice does not state.
const NoPPE = "?"

// NewBrief takes from a row what lists show.
func NewBrief(row Invoice) Brief {
	b := Brief{
		Key: row.Key, Number: row.Number, Kind: row.Kind, SellerName: row.SellerName, SellerNIP: row.SellerNIP,
		BuyerName: row.BuyerName, BuyerNIP: row.BuyerNIP, KSeFNumber: row.KSeFNumber, IssueDate: row.IssueDate, DueDate: row.DueDate,
		PeriodStart: row.PeriodStart, PeriodEnd: row.PeriodEnd, Currency: row.Currency, Net: row.Net, VAT: row.VAT, Gross: row.Gross, AmountDue: row.AmountDue,
		Consumption: row.Consumption, Points: len(row.Points), Status: row.Status,
	}
	codes := make([]string, len(row.Points))
	for i, p := range row.Points {
		codes[i] = p.PPE
		if p.PPE == "" {
			codes[i] = NoPPE
		}
	}
	b.PPE = strings.Join(codes, " ")
	places := make([]string, len(row.Points))
	for i, p := range row.Points {
		places[i] = p.Address
	}
	b.Places = strings.TrimSpace(strings.Join(places, " "))
	for _, d := range row.Documents {
		parsed, _ := ParseKey(d.Parsed)
		b.Documents = append(b.Documents, BriefRef{Document: d.Document, Part: d.Part, Role: d.Role, Parsed: parsed.Content})
	}
	return b
}
