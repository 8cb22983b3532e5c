package present

import (
	"math"
	"strconv"
	"time"

	"wattlake/lake"
	"wattlake/pipeline"
)

// Card is one key figure.
type Card struct {
	Title string
	Value string
	Hint  string
	Tone  Tone // of the hint
}

// Due is what has to be paid soon: invoices whose day of payment lies within [DueDays] from today.
type Due struct {
	Invoices int
	Amount   lake.Money // in złoty
}

// DueDays is how many days ahead the card of payments looks, today included.
const DueDays = 14

// DueSoon adds up what has to be paid within [DueDays] from today on. Credits, other currencies and duplicates of one invoice
// do not count; a document may hold several invoices, and one invoice may come in several documents.
func DueSoon(entries []*pipeline.Entry, today lake.Date) Due {
	var due Due
	last := today.AddDays(DueDays - 1)
	seen := map[lake.InvoiceKey]bool{}
	for _, e := range entries {
		invoice := e.Invoice
		if invoice == nil || invoice.DueDate.Before(today) || last.Before(invoice.DueDate) || seen[invoice.Key] {
			continue
		}
		seen[invoice.Key] = true
		if invoice.AmountDue.Known && invoice.AmountDue.Value > 0 && (invoice.Currency == "" || invoice.Currency == Złoty) {
			due.Invoices++
			due.Amount += invoice.AmountDue.Value
		}
	}
	return due
}

// sums are the totals of one period.
type sums struct {
	cost, open, changes lake.Money
	energy              lake.Energy
	priced              lake.Money  // net of the energy that has a price
	pricedEnergy        lake.Energy // the energy of it
}

func sumOf(f Figures, measure Measure) sums {
	var s sums
	for _, c := range f.Costs {
		if measure == Gross {
			s.cost, s.open = s.cost+c.Gross, s.open+c.GrossUnreviewed
		} else {
			s.cost, s.open = s.cost+c.Net, s.open+c.NetUnreviewed
		}
	}
	for _, c := range f.Consumption {
		s.energy += c.Consumption + c.Unreviewed
		if c.Consumption > 0 {
			s.pricedEnergy, s.priced = s.pricedEnergy+c.Consumption, s.priced+c.Net
		}
	}
	for _, c := range f.Corrections {
		if measure == Gross {
			s.changes += c.DifferenceGross
		} else {
			s.changes += c.DifferenceNet
		}
	}
	return s
}

// cards are the key figures of a period, each against the period before it where there is one.
func cards(l *Locale, f Figures, measure Measure) []Card {
	now := sumOf(f, measure)
	list := []Card{
		{Title: l.T("card.cost." + string(measure)), Value: l.Money(now.cost, Złoty)},
		{Title: l.T("card.energy"), Value: l.KWh(wholeKWh(now.energy))},
		{Title: l.T("card.price"), Value: priceWords(l, now.priced, now.pricedEnergy), Hint: l.T("card.price.hint")},
		{Title: l.T("card.corrections"), Value: l.Money(now.changes, Złoty), Hint: l.N("card.corrections.hint", len(f.Corrections))},
		{Title: l.N("card.due", DueDays), Value: l.Money(f.Due.Amount, Złoty), Hint: l.N("card.due.hint", f.Due.Invoices)},
		findingsCard(l, f.Audit),
	}
	if f.Before != nil {
		before := sumOf(*f.Before, measure)
		list[0].Hint = change(l, int64(now.cost), int64(before.cost))
		list[1].Hint = change(l, int64(now.energy), int64(before.energy))
		if now.pricedEnergy > 0 && before.pricedEnergy > 0 {
			list[2].Hint = change(l, pricePerKWh(now.priced, now.pricedEnergy), pricePerKWh(before.priced, before.pricedEnergy))
		}
	}
	if now.open != 0 {
		list[0].Hint, list[0].Tone = l.T("card.open", "amount", l.Money(now.open, Złoty)), Attention
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

func findingsCard(l *Locale, findings []lake.AuditFinding) Card {
	open, urgent := 0, 0
	for _, f := range findings {
		if f.Decision == "" {
			open++
			if f.Severity == lake.NeedsReview {
				urgent++
			}
		}
	}
	card := Card{Title: l.T("card.findings"), Value: l.Int(int64(open)), Hint: l.N("card.findings.hint", urgent)}
	if urgent > 0 {
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
	return l.Money(lake.Money((pricePerKWh(net, energy)+priceScale/2)/priceScale), Złoty)
}

// priceScale is how many units of [pricePerKWh] make a grosz.
const priceScale = 100

// pricePerKWh is the net price in hundredths of a grosz per kWh; energy is more than zero.
func pricePerKWh(net lake.Money, energy lake.Energy) int64 {
	return (int64(net)*priceScale*energyScale + int64(energy)/2) / int64(energy)
}

// Previous is the period of the same length before the chosen one; ok is false if there is none: all time.
func (f DashboardFilter) Previous(today time.Time) (lake.MetricFilter, bool) {
	now := f.MetricFilter(today)
	if now.From.IsZero() {
		return lake.MetricFilter{}, false
	}
	before := now
	before.From.Year--
	before.To.Year--
	return before, true
}
