package present

import (
	"math"
	"strconv"

	"wattlake/lake"
)

// Card is one key figure.
type Card struct {
	Title string
	Value string
	Hint  string
	Tone  Tone // of the hint
}

// DueDays is how many days ahead the card of payments looks, today included.
const DueDays = 14

// cards are the key figures of a period, each against the period before it where there is one.
func cards(l *Locale, f Figures, measure Measure) []Card {
	now := f.Totals()
	cost, open, changes := now.Net, now.NetUnreviewed, f.Corrections.DifferenceNet
	if measure == Gross {
		cost, open, changes = now.Gross, now.GrossUnreviewed, f.Corrections.DifferenceGross
	}
	list := []Card{
		{Title: l.T("card.cost." + string(measure)), Value: l.Money(cost, lake.Złoty)},
		{Title: l.T("card.energy"), Value: l.KWh(wholeKWh(now.Energy))},
		{Title: l.T("card.price"), Value: priceWords(l, now.PricedNet, now.PricedEnergy), Hint: l.T("card.price.hint")},
		{Title: l.T("card.corrections"), Value: l.Money(changes, lake.Złoty), Hint: l.N("card.corrections.hint", f.Corrections.Originals)},
		{Title: l.N("card.due", DueDays), Value: l.Money(f.Due.Amount, lake.Złoty), Hint: l.N("card.due.hint", f.Due.Invoices)},
		findingsCard(l, f.Findings),
	}
	if before := f.YearAgo; before != nil {
		list[0].Hint = change(l, int64(cost), int64(before.Net))
		if measure == Gross {
			list[0].Hint = change(l, int64(cost), int64(before.Gross))
		}
		list[1].Hint = change(l, int64(now.Energy), int64(before.Energy))
		if now.PricedEnergy > 0 && before.PricedEnergy > 0 {
			list[2].Hint = change(l, pricePerKWh(now.PricedNet, now.PricedEnergy), pricePerKWh(before.PricedNet, before.PricedEnergy))
		}
	}
	if open != 0 {
		list[0].Hint, list[0].Tone = l.T("card.open", "amount", l.Money(open, lake.Złoty)), Attention
	}
	return list
}

// change says by how many per cent a figure differs from that of the period before.
func change(l *Locale, now, before int64) string {
	if before <= 0 {
		return l.T("card.no_before")
	}
	const perMille, tenfold = 1000, 10
	if now >= tenfold*before {
		return l.T("card.times", "n", l.Int(now/before))
	}
	tenths := int64(math.Round(float64(now-before) * perMille / float64(before))) // words on a card, not money
	sign := ""
	if tenths > 0 {
		sign = "+"
	}
	return l.T("card.change", "percent", sign+l.decimal(strconv.FormatFloat(float64(tenths)/10, 'f', 1, 64)))
}

func findingsCard(l *Locale, f lake.FindingSums) Card {
	card := Card{Title: l.T("card.findings"), Value: l.Int(int64(f.Open)), Hint: l.N("card.findings.hint", f.Urgent)}
	if f.Urgent > 0 {
		card.Tone = Attention
	}
	return card
}

// wholeKWh rounds to kWh: a key figure needs no decimals.
func wholeKWh(e lake.Energy) lake.Energy {
	const kWh, half = 1000, 500
	if e < 0 {
		return (e - half) / kWh * kWh
	}
	return (e + half) / kWh * kWh
}

// priceWords is the average net price per kWh to the grosz, or a dash when nothing was consumed.
func priceWords(l *Locale, net lake.Money, energy lake.Energy) string {
	if energy <= 0 {
		return "–"
	}
	return l.Money(lake.Money((pricePerKWh(net, energy)+priceScale/2)/priceScale), lake.Złoty)
}

// priceScale is how many units of [pricePerKWh] make a grosz.
const priceScale = 100

// pricePerKWh is the net price in hundredths of a grosz per kWh; energy is more than zero.
func pricePerKWh(net lake.Money, energy lake.Energy) int64 {
	return (int64(net)*priceScale*energyScale + int64(energy)/2) / int64(energy)
}
