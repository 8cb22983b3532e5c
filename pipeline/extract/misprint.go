package extract

import (
	"fmt"
	"slices"

	"wattlake/lake"
)

// misprint is a gross amount that the seller printed although net and VAT give another.
type misprint struct {
	computed lake.Money
	found    bool
}

// keepPrinted replaces a gross amount that was only computed by the one that the page prints as gross and asks to be paid.
func (p *part) keepPrinted(f *facts) {
	if !f.has.sums || f.sums.fields[2].rule != ruleComputed {
		return
	}
	for _, printed := range p.singles(f.kind == lake.Forecast, labelGross) {
		if printed.amount != f.sums.gross && slices.ContainsFunc(f.dues, func(d payable) bool { return d.amount == printed.amount }) {
			f.misprint = misprint{f.sums.gross, true}
			f.sums.gross, f.sums.fields[2], f.has.sumsClear = printed.amount, printed.evidence, false
			f.sums.fields[2].score = min(printed.score, doubtful)
			return
		}
	}
}

// judgeMisprint shows both amounts.
func (f *facts) judgeMisprint(add addFinding) {
	add(lake.FindingVendorTotal, lake.NeedsReview, lake.FieldGross,
		fmt.Sprintf("Netto %s i VAT %s dają %s, a wydrukowano brutto %s.", f.sums.net, f.sums.vat, f.misprint.computed, f.sums.gross),
		fmt.Sprintf("Net %s and VAT %s make %s, but the gross amount is printed as %s.", f.sums.net, f.sums.vat, f.misprint.computed, f.sums.gross))
}
