package invoicegen

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"wattlake/lake"
)

// Truth is what one invoice states, in the form in which `wattlake ingest --json` prints it. "" means "not stated".
type Truth struct {
	Number      string       `json:"number"`
	Kind        string       `json:"kind"`
	Scope       string       `json:"scope"`
	Corrects    string       `json:"corrects"` // several are joined by ", "
	SellerName  string       `json:"seller_name"`
	SellerNIP   string       `json:"seller_nip"`
	BuyerNIP    string       `json:"buyer_nip"`
	IssueDate   string       `json:"issue_date"`
	DueDate     string       `json:"due_date"`
	PeriodStart string       `json:"period_start"`
	PeriodEnd   string       `json:"period_end"`
	Net         string       `json:"net"`
	VAT         string       `json:"vat"`
	Gross       string       `json:"gross"`
	AmountDue   string       `json:"amount_due"`
	Currency    string       `json:"currency"`
	Consumption string       `json:"consumption_kwh"`
	Points      []PointTruth `json:"points"`
}

// PointTruth is what an invoice states about one metering point.
type PointTruth struct {
	PPE         string `json:"ppe"`
	Tariff      string `json:"tariff"`
	PeriodStart string `json:"period_start"`
	PeriodEnd   string `json:"period_end"`
	Consumption string `json:"consumption_kwh"`
	Net         string `json:"net"`
}

// Sample is one generated file with its truth, one Truth per invoice in the file.
type Sample struct {
	FileName string
	PDF      []byte
	Truth    []Truth
	Layout   string
	Scan     bool
	Seed     int64
	Variants []string // names of the traps that this sample contains, sorted: "decoy-year", "minus-after", …
}

// Options change how a sample is made.
type Options struct {
	Scan bool // a grey picture of the pages instead of text
}

// painters draw one layout each and adjust the truth to what they print.
var painters = map[string]func(*canvas, *bill, *Truth){
	"L1":  paintLabelLeft,
	"L2":  paintLabelAbove,
	"L3":  paintZoneTable,
	"L4":  paintCollective,
	"L5":  paintPointTable,
	"L6":  paintRowCorrection,
	"L7":  paintSectionCorrection,
	"L8":  paintForecast,
	"L9":  paintAfterForecast,
	"L10": paintOldVAT,
	"L11": paintKSeF,
	"L12": paintOther,
	"L13": paintAccounting,
	"L14": paintSummaryFirst,
	"L15": paintLetter,
	"L16": paintBilingual,
	"L17": paintMatrix,
	"L18": paintLarge,
	"L19": paintTransposed,
	"L20": paintWideCorrection,
	"L21": paintDifference,
	"L22": paintInstalments,
	"L23": paintStranger,
	"L24": paintNetMetering,
	"L25": paintCards,
	"L26": paintChanges,
	"L27": paintReplaced,
	"L28": paintSpans,
	"L29": paintUnitHead,
	"L30": paintStacked,
	"L31": paintZoneColumns,
	"L32": paintFiguresFirst,
}

// Layouts lists the layouts in order.
func Layouts() []string {
	names := slices.Collect(maps.Keys(painters))
	slices.SortFunc(names, func(a, b string) int { return layoutNumber(a) - layoutNumber(b) })
	return names
}

// Make returns the sample of the layout and seed. It is deterministic.
func Make(layout string, seed int64, opt Options) (Sample, error) {
	if painters[layout] == nil {
		return Sample{}, fmt.Errorf("invoicegen: no layout %q, have %s", layout, strings.Join(Layouts(), ", "))
	}
	return render(opt, newBill(layout, seed))
}

func layoutNumber(name string) int {
	n := 0
	for _, r := range name[1:] {
		n = n*10 + int(r-'0')
	}
	return n
}

// MakeBundle returns one file with an invoice of each layout, one after another, as portals send them.
func MakeBundle(seed int64, opt Options, layouts ...string) (Sample, error) {
	if len(layouts) == 0 {
		return Sample{}, errors.New("invoicegen: a bundle needs a layout")
	}
	bills := make([]*bill, len(layouts))
	for i, layout := range layouts {
		if painters[layout] == nil {
			return Sample{}, fmt.Errorf("invoicegen: no layout %q", layout)
		}
		bills[i] = newBill(layout, seed+int64(i))
		bills[i].quirks.mangled = false // it would damage the names of other sellers
		delete(bills[i].variants, "mangled-letters")
		if i > 0 { // one file has one set of fonts, and all of it is for one buyer
			bills[i].look.family, bills[i].buyer = bills[0].look.family, bills[0].buyer
		}
	}
	return render(opt, bills...)
}

// render draws the bills one after another into one file.
func render(opt Options, bills ...*bill) (Sample, error) {
	b := bills[0]
	pages, truth, variants := paint(b)
	truths := []Truth{truth}
	for _, next := range bills[1:] {
		more, truth, traps := paint(next)
		pages.join(more)
		truths, variants = append(truths, truth), append(variants, traps...)
	}
	if len(bills) > 1 {
		variants = append(variants, "bundle")
	}
	pdf, err := pages.pdfBytes()
	if err != nil {
		return Sample{}, fmt.Errorf("invoicegen: draw %s seed %d: %w", b.layout, b.seed, err)
	}
	if b.quirks.mangled && !opt.Scan {
		pdf = mangle(pdf)
	}
	if opt.Scan {
		if pdf, err = scan(pdf, newRandom("scan "+b.layout, b.seed)); err != nil {
			return Sample{}, fmt.Errorf("invoicegen: scan %s seed %d: %w", b.layout, b.seed, err)
		}
		variants = append(slices.DeleteFunc(variants, func(v string) bool { return v == "mangled-letters" }), "scan")
	}
	slices.Sort(variants)
	s := Sample{
		FileName: b.fileName, PDF: pdf, Truth: truths, Layout: b.layout, Scan: opt.Scan, Seed: b.seed, Variants: slices.Compact(variants),
	}
	return s, nil
}

func paint(b *bill) (pages *canvas, truth Truth, variants []string) {
	truth = b.truth()
	pages = newCanvas(b.look)
	painters[b.layout](pages, b, &truth)
	pages.finish(b)
	return pages, truth, slices.Sorted(maps.Keys(b.variants))
}

// truth is what every layout states unless it says otherwise; dates of payment and amounts due are up to the layout.
func (b *bill) truth() Truth {
	t := Truth{
		Number: b.number, Kind: string(b.kind), Scope: string(b.scope), Corrects: strings.Join(append([]string{b.corrects}, b.quirks.originals...), ", "),
		SellerName: b.seller.name, SellerNIP: b.seller.nip, BuyerNIP: b.buyer.nip, IssueDate: b.issue.String(),
		PeriodStart: b.start.String(), PeriodEnd: b.end.String(),
		Net: b.net().String(), VAT: b.vat().String(), Gross: b.gross().String(), Currency: "PLN", Points: []PointTruth{},
	}
	total := lake.Energy(0)
	for i, p := range b.points {
		net := p.net
		if b.before != nil {
			net -= b.before[i].net
		}
		total += p.kwh()
		stated := PointTruth{
			PPE: p.ppe, Tariff: p.tariff, PeriodStart: t.PeriodStart, PeriodEnd: t.PeriodEnd,
			Consumption: p.kwh().String(), Net: net.String(),
		}
		if b.quirks.uncoded == i+1 {
			stated.PPE = ""
		}
		if b.quirks.late == i+1 {
			stated.PeriodStart = b.quirks.connected.String()
		}
		t.Points = append(t.Points, stated)
	}
	t.Consumption = total.String()
	return t
}
