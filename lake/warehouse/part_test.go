package warehouse_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
)

// history is a lake of few points with years of bills each, and what may happen to it.
type history struct {
	r       *rand.Rand
	rows    map[lake.InvoiceKey]lake.Invoice
	next    int // number of the next invoice
	newest  lake.Date
	removed []lake.InvoiceKey
	changed []lake.Invoice
}

const historyPoints = 3

func historyPoint(n int) string { return worldPPE(77, n) }

// put adds or replaces an invoice.
func (h *history) put(row lake.Invoice) {
	row = keyed(row)
	h.rows[row.Key] = row
	h.changed = append(h.changed, row)
}

func (h *history) remove(key lake.InvoiceKey) {
	delete(h.rows, key)
	h.removed = append(h.removed, key)
}

// some returns a random invoice that is there.
func (h *history) some() lake.Invoice {
	keys := slices.Sorted(maps.Keys(h.rows))
	return h.rows[keys[h.r.IntN(len(keys))]]
}

// dated returns a random invoice that states its days.
func (h *history) dated() lake.Invoice {
	for {
		if row := h.some(); !row.PeriodStart.IsZero() && !row.PeriodEnd.IsZero() {
			return row
		}
	}
}

// bill makes a bill of some days; half of them are whole months.
func (h *history) bill(from lake.Date, days int) lake.Invoice {
	h.next++
	to := from.AddDays(days - 1)
	if h.r.IntN(2) == 0 {
		from, to = monthOf(from), monthOf(monthOf(to).AddDays(31)).AddDays(-1)
	}
	row := onPoint(invoice(fmt.Sprint("H/", h.next), from.String(), to.String(), int64(1000+h.r.IntN(90_000)), int64(h.r.IntN(900))),
		historyPoint(h.r.IntN(historyPoints)), int64(h.r.IntN(900_000)))
	row.Scope = []lake.Scope{lake.Comprehensive, lake.Comprehensive, lake.Sale, lake.Distribution}[h.r.IntN(4)]
	row.Kind = []lake.Kind{lake.Settlement, lake.Settlement, lake.Settlement, lake.Forecast}[h.r.IntN(4)]
	row.Status = []lake.Status{lake.Ready, lake.Ready, lake.Reviewed, lake.StatusReview}[h.r.IntN(4)]
	row.IssueDate = row.PeriodEnd.AddDays(h.r.IntN(20))
	row.Lines = []lake.Line{line("Energia czynna", int64(row.Net.Value)*2/3), line("Opłata mocowa", 100)}
	return row
}

// anyDay is a day of the history.
func (h *history) anyDay() lake.Date { return day("2022-01-01").AddDays(h.r.IntN(1300)) }

// begin fills the history: each point has bills of about a month or two one after the other, now and then one is missing or shares its first
// day with the one before. The bills of the first point are of whole months.
func (h *history) begin() {
	for point := range historyPoints {
		for from := day("2022-01-01"); from.Before(day("2025-06-01")); {
			row := h.bill(from, []int{28, 30, 31, 60}[h.r.IntN(4)])
			row.Points[0].PPE = historyPoint(point)
			if point == 0 {
				row.PeriodStart, row.PeriodEnd = from, monthOf(from.AddDays(31)).AddDays(-1)
			}
			from = row.PeriodEnd.AddDays(1 - h.r.IntN(2)*min(point, 1))
			if h.r.IntN(8) > 0 {
				h.put(row)
			}
			h.newest = from
		}
	}
}

// happen changes something; most of it at the end of the history or at the edge of a month or a bill.
func (h *history) happen() {
	switch h.r.IntN(13) {
	case 0, 1: // the next bill
		row := h.bill(h.newest, 30)
		h.newest = row.PeriodEnd
		h.put(row)
	case 2: // one after a gap
		h.put(h.bill(h.newest.AddDays(h.r.IntN(200)), 20))
	case 3: // one in between, sometimes of years
		h.put(h.bill(h.anyDay(), []int{1, 10, 31, 800}[h.r.IntN(4)]))
	case 4, 5:
		h.remove(h.some().Key)
	case 6: // a bill that begins or ends where another one does
		other := h.dated()
		row := h.bill(other.PeriodEnd, 15)
		if h.r.IntN(2) == 0 {
			row.PeriodStart, row.PeriodEnd = other.PeriodStart.AddDays(-9), other.PeriodStart
		}
		h.put(row)
	case 7, 8:
		h.correct()
	case 9: // the same, some of it misread
		h.put(h.misread(h.some()))
	case 10: // it moves to other days, or to another point
		row := h.dated()
		row.PeriodStart, row.PeriodEnd = row.PeriodStart.AddDays(40), row.PeriodEnd.AddDays(40)
		if len(row.Points) > 0 && h.r.IntN(2) == 0 {
			row.Points = slices.Clone(row.Points)
			row.Points[0].PPE = historyPoint(h.r.IntN(historyPoints + 1)) // the last one is an old code of the first
		}
		h.put(row)
	case 12: // once more under another number
		h.next++
		row := h.some()
		row.Number = fmt.Sprint("H/", h.next)
		h.put(row)
	case 11: // reviewed, or doubted
		row := h.some()
		row.Status = []lake.Status{lake.Reviewed, lake.StatusReview}[h.r.IntN(2)]
		h.put(row)
	}
}

// correct adds a correction of an invoice, or of a correction, with days of its own or none.
func (h *history) correct() {
	other := h.some()
	row := correcting(h.bill(h.anyDay(), 1+h.r.IntN(40)), other.Number)
	switch h.r.IntN(6) {
	case 0:
		row.Points = nil // those of its original
	case 1:
		row.PeriodStart, row.PeriodEnd = lake.Date{}, lake.Date{}
	case 2, 3:
		row.Points, row.PeriodStart, row.PeriodEnd = other.Points, other.PeriodStart, other.PeriodEnd
	case 4:
		row.Corrects = append(row.Corrects, correcting(row, h.some().Number).Corrects...)
	case 5:
		row.Corrects[0] = lake.Reference{Number: fmt.Sprint("lost ", h.r.IntN(2))}
	}
	h.put(row)
}

// misread changes what a reader may get wrong: periods, dates, points.
func (h *history) misread(row lake.Invoice) lake.Invoice {
	point := lake.Point{PPE: historyPoint(h.r.IntN(historyPoints)), Net: money(int64(h.r.IntN(9000))), Consumption: kwh(int64(h.r.IntN(90_000)))}
	point.PeriodStart = h.anyDay()
	point.PeriodEnd = point.PeriodStart.AddDays(h.r.IntN(99) - 9)
	switch h.r.IntN(10) {
	case 0:
		row.PeriodStart, row.PeriodEnd = lake.Date{}, lake.Date{}
	case 1:
		row.PeriodStart, row.PeriodEnd, row.IssueDate = lake.Date{}, lake.Date{}, lake.Date{}
	case 2:
		row.PeriodStart = row.PeriodEnd.AddDays(5)
	case 3:
		row.IssueDate = lake.Date{}
	case 4:
		row.Points = []lake.Point{point}
	case 5:
		row.Points = append(slices.Clone(row.Points), point) // they do not add up
	case 6:
		point.Net = money(int64(row.Net.Value) - 500)
		row.Points = []lake.Point{point, {PPE: historyPoint(h.r.IntN(historyPoints)), Net: money(500)}}
	case 7:
		row.Points = nil
	case 8, 9:
		row.Currency = "EUR"
	}
	return row
}

// What is computed of long histories after a change is what a rebuild computes: bills that touch the first month of a part, corrections and
// forecasts of other years, gaps that open and close, outliers and what a year ago was.
func TestPartOfALongHistoryEqualsTheWhole(t *testing.T) {
	lakes, rounds := 2, 8
	if os.Getenv("WATTLAKE_SOAK") != "" {
		lakes, rounds = 12, 30
	}
	for seed := range lakes {
		l := open(t)
		if err := l.CommitRegister(t.Context(), lake.Register{Points: []lake.RegisteredPoint{
			{PPE: historyPoint(0), Name: "P", OldCodes: []string{historyPoint(historyPoints)}}, {PPE: historyPoint(9)},
		}}); err != nil {
			t.Fatal(err)
		}
		h := history{r: rand.New(rand.NewPCG(uint64(seed), 7)), rows: map[lake.InvoiceKey]lake.Invoice{}}
		h.begin()
		l.commit(t, nil, h.changed...)
		l.build(t)
		for round := range rounds {
			h.removed, h.changed = nil, nil
			for range 1 + h.r.IntN(3) {
				h.happen()
			}
			h.changed = slices.DeleteFunc(h.changed, func(row lake.Invoice) bool { return !cmp.Equal(h.rows[row.Key], row) })
			l.commit(t, h.removed, h.changed...)
			l.build(t)
			l.mustEqualRebuild(t, fmt.Sprintf("lake %d, round %d", seed, round))
		}
		if whole, part := l.Builds(); whole > 2 || part < rounds/2 {
			t.Errorf("%d builds were whole, %d computed a part", whole, part)
		}
	}
}

// What a part must know although it lies before the month in which the part begins, or at another point.
func TestPartKnowsWhatLiesOutsideOfIt(t *testing.T) {
	const here, there = homePPE, "590310600000001030"
	bill := func(number, from, to, ppe string, net int64) lake.Invoice {
		row := onPoint(invoice(number, from, to, net, 0), ppe, 1000*net)
		row.IssueDate = row.PeriodEnd
		return keyed(row)
	}
	late := bill("late", "2024-01-01", "2024-01-31", here, 100)
	late.IssueDate = day("2025-12-01")
	for name, c := range map[string]struct {
		before []lake.Invoice
		change lake.Invoice
	}{
		"the bill before a gap is not the one up to whose end the days are covered": {
			[]lake.Invoice{bill("A", "2025-11-01", "2026-01-31", here, 300), bill("B", "2025-12-05", "2025-12-20", here, 100)},
			bill("C", "2026-02-11", "2026-02-28", here, 100),
		},
		"the grosz of a forecast goes to February as January is settled in part": {
			[]lake.Invoice{
				of(bill("A", "2026-01-01", "2026-02-20", here, 1), lake.Forecast, lake.Comprehensive),
				bill("B", "2026-01-01", "2026-01-16", here, 500), bill("D", "2026-01-20", "2026-01-22", here, 100),
			},
			bill("C", "2026-02-25", "2026-02-28", here, 100),
		},
		"a correction counts on the days of an original at another point": {
			[]lake.Invoice{bill("A", "2025-03-01", "2025-04-30", here, 300), correcting(bill("B", "2024-01-01", "2024-01-31", there, 61), "A")},
			bill("C", "2025-04-10", "2025-05-20", there, 100),
		},
		"the original of a correction at another point moves to other days": {
			[]lake.Invoice{bill("A", "2025-03-01", "2025-04-30", here, 300), correcting(bill("B", "2026-01-01", "2026-01-31", there, 61), "A")},
			bill("A", "2025-08-01", "2025-08-31", here, 300),
		},
		"a correction of a missing invoice is none any more": {
			[]lake.Invoice{correcting(bill("B", "2026-01-01", "2026-01-31", there, 61), "nowhere")}, bill("B", "2026-01-01", "2026-01-31", there, 61),
		},
		"a bill turns out to be in another currency": {
			[]lake.Invoice{bill("A", "2025-03-01", "2025-03-31", here, 300), bill("B", "2025-04-01", "2025-04-30", here, 300)},
			foreign(bill("A", "2025-03-01", "2025-03-31", here, 300)),
		},
		"a new bill is in another currency": {
			[]lake.Invoice{bill("A", "2025-03-01", "2025-03-31", here, 300)}, foreign(bill("E", "2026-01-01", "2026-01-31", there, 61)),
		},
		"a bill turns out to be in złote": {
			[]lake.Invoice{foreign(bill("A", "2025-03-01", "2025-03-31", here, 300)), bill("B", "2025-04-01", "2025-04-30", here, 300)},
			bill("A", "2025-03-01", "2025-03-31", here, 300),
		},
		"the newest bill of an unregistered point is about old days": {
			[]lake.Invoice{late, bill("B", "2025-09-01", "2025-09-30", here, 100)}, bill("C", "2025-10-01", "2025-10-31", here, 100),
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := open(t)
			if err := l.CommitRegister(t.Context(), lake.Register{Points: []lake.RegisteredPoint{{PPE: there}}}); err != nil {
				t.Fatal(err)
			}
			l.commit(t, nil, c.before...)
			l.build(t)
			l.commit(t, nil, c.change)
			l.build(t)
			l.mustEqualRebuild(t, name)
			if _, part := l.Builds(); part != 1 {
				t.Error("the build computed the whole")
			}
		})
	}
}

func (l lakeDir) mustEqualRebuild(t *testing.T, when string) {
	t.Helper()
	different, err := l.GoldDifferences(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(different) == 0 {
		return
	}
	before := l.tables(t)
	if _, err := l.RebuildGold(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Fatalf("%s: %v: a part is not the whole (-whole +part):\n%s", when, different, cmp.Diff(l.tables(t), before))
}
