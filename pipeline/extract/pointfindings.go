package extract

import (
	"fmt"

	"wattlake/lake"
)

func (p *part) judgePoints(f *facts, add addFinding) {
	coded := 0
	for _, pt := range f.points {
		if pt.code.value == "" {
			continue
		}
		coded++
		if pt.bad {
			add(lake.FindingPPECheck, lake.NeedsReview, lake.FieldPPE,
				fmt.Sprintf("Kod PPE %s ma złą cyfrę kontrolną.", pt.code.value), fmt.Sprintf("The check digit of metering point %s is wrong.", pt.code.value))
		}
	}
	p.judgeMisread(add)
	switch {
	case coded < len(f.points):
		add(lake.FindingPointsUncoded, lake.NeedsReview, lake.FieldPPE,
			fmt.Sprintf("%d z %d punktów poboru ma kod PPE.", coded, len(f.points)), fmt.Sprintf("%d of %d metering points have a code.", coded, len(f.points)))
	case len(f.points) == 0 && f.speaksOf:
		add(lake.FindingNoMeteringPoint, lake.NeedsReview, lake.FieldPPE, "Nie znaleziono kodu PPE.", "No metering point code was found.")
	case len(f.points) == 0:
		add(lake.FindingNoMeteringPoint, lake.Warning, lake.FieldPPE,
			"Dokument nie podaje punktu poboru energii.", "The document does not state a metering point.")
	}
	p.judgePointSums(f, add)
	if f.rowsMissing {
		add(lake.FindingPointsUncoded, lake.NeedsReview, lake.FieldPPE,
			"Pozycja z kodem PPE nie obejmuje całej faktury: brakuje kodów innych punktów.",
			"The row with a metering point code does not cover the whole invoice: codes of other points are missing.")
	}
}

// judgeMisread has a person compare a code that took its neighbour's value: two points of one network may differ in as little.
func (p *part) judgeMisread(add addFinding) {
	for _, l := range p.lines {
		for _, c := range l.codes {
			if c.misread != "" {
				add(lake.FindingPPECheck, lake.NeedsReview, lake.FieldPPE,
					fmt.Sprintf("Odczytano kod PPE %s ze złą cyfrą kontrolną i przyjęto %s z sąsiedniego wiersza.", c.misread, c.value),
					fmt.Sprintf("Metering point %s was read with a wrong check digit and taken for %s of the row beside it.", c.misread, c.value))
			}
		}
	}
}

// judgePointSums checks that the points add up to the invoice.
func (p *part) judgePointSums(f *facts, add addFinding) {
	if len(f.points) < 2 || !f.has.sums {
		return
	}
	var net lake.Money
	for _, pt := range f.points {
		if pt.net.value == "" {
			return
		}
		net += pt.netted
	}
	if net != f.sums.net {
		add(lake.FindingVendorTotal, lake.NeedsReview, lake.FieldNet,
			fmt.Sprintf("Suma netto punktów (%s) różni się od netto faktury (%s).", net, f.sums.net),
			fmt.Sprintf("The points add up to %s net, the invoice says %s.", net, f.sums.net))
	}
}
