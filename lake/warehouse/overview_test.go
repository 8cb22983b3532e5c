package warehouse_test

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"wattlake/lake"
)

// rowsOf are the rows of Gold that a filter keeps.
type rowsOf struct {
	costs       []lake.MonthlyCost
	consumption []lake.Consumption
	corrections []lake.CorrectionSummary
	audit       []lake.AuditFinding
	pointsOf    map[string][]string // of a corrected invoice, by its last correction
}

func (l lakeDir) rows(t *testing.T, filter lake.MetricFilter) (r rowsOf) {
	t.Helper()
	var errs [4]error
	r.costs, errs[0] = l.Costs(t.Context(), filter)
	r.consumption, errs[1] = l.Consumption(t.Context(), filter)
	r.corrections, errs[2] = l.Corrections(t.Context(), filter)
	r.audit, errs[3] = l.Audit(t.Context(), filter)
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
	return r
}

// narrowedBy keeps of all rows what the filter is about: the queries' contract, in plain Go.
func (r rowsOf) narrowedBy(filter lake.MetricFilter, groups map[string]string) (n rowsOf) {
	within := func(day lake.Date) bool {
		month := monthOf(day)
		return filter.From.IsZero() && filter.To.IsZero() ||
			!day.IsZero() && !month.Before(filter.From) && (filter.To.IsZero() || !filter.To.Before(month))
	}
	point := func(ppes ...string) bool {
		return (filter.PPE == "" || slices.Contains(ppes, filter.PPE)) &&
			(filter.Group == "" || slices.ContainsFunc(ppes, func(ppe string) bool { return groups[ppe] == filter.Group }))
	}
	seller := func(name string) bool { return filter.Seller == "" || name == filter.Seller }
	billed := map[string]bool{}
	for _, c := range r.costs {
		if seller(c.SellerName) {
			billed[c.PPE+c.Month.String()] = true
			if within(c.Month) && point(c.PPE) {
				n.costs = append(n.costs, c)
			}
		}
	}
	for _, c := range r.consumption {
		if within(c.Month) && point(c.PPE) && (filter.Seller == "" || billed[c.PPE+c.Month.String()]) {
			n.consumption = append(n.consumption, c)
		}
	}
	for _, c := range r.corrections {
		if within(c.LastDate) && seller(c.SellerName) && point(r.pointsOf[c.OriginalNumber+c.LastNumber]...) {
			n.corrections = append(n.corrections, c)
		}
	}
	for _, f := range r.audit {
		if seller(f.SellerName) && point(f.PPE) && within(f.Month) {
			n.audit = append(n.audit, f)
		}
	}
	return n
}

// fold adds up rows in plain Go.
func (r rowsOf) fold() (o lake.Overview) {
	bySeller := map[string]*lake.CostSum{}
	for _, c := range r.costs {
		key := fmt.Sprintf("%s %q %q %s", c.Month, c.SellerNIP, c.SellerName, c.Scope)
		if bySeller[key] == nil {
			bySeller[key] = &lake.CostSum{Month: c.Month, SellerNIP: c.SellerNIP, SellerName: c.SellerName, Scope: c.Scope}
		}
		s := bySeller[key]
		s.Net, s.Gross, s.NetUnreviewed, s.GrossUnreviewed = s.Net+c.Net, s.Gross+c.Gross, s.NetUnreviewed+c.NetUnreviewed, s.GrossUnreviewed+c.GrossUnreviewed
	}
	for _, s := range bySeller {
		o.Costs = append(o.Costs, *s)
	}
	slices.SortFunc(o.Costs, func(a, b lake.CostSum) int {
		return cmp.Or(a.Month.Compare(b.Month), cmp.Compare(a.SellerNIP, b.SellerNIP), cmp.Compare(a.SellerName, b.SellerName), cmp.Compare(a.Scope, b.Scope))
	})
	o.Consumption = r.foldEnergy()
	o.Corrections = r.foldCorrections()
	o.Findings = r.foldFindings()
	return o
}

func (r rowsOf) foldEnergy() (list []lake.EnergySum) {
	totals := map[string]lake.Energy{}
	for _, c := range r.consumption {
		totals[c.PPE] += c.Consumption + c.Unreviewed
	}
	points := slices.SortedFunc(maps.Keys(totals), func(a, b string) int { return cmp.Or(cmp.Compare(totals[b], totals[a]), cmp.Compare(a, b)) })
	type cell struct {
		place int
		month lake.Date
	}
	cells := map[cell]*lake.EnergySum{}
	for _, c := range r.consumption {
		at := cell{slices.Index(points, c.PPE) + 1, c.Month}
		sum := lake.EnergySum{Month: c.Month, Place: at.place, PPE: c.PPE, PointName: c.PointName}
		if at.place > lake.MostPoints {
			at.place, sum = 0, lake.EnergySum{Month: c.Month}
		}
		if cells[at] == nil {
			cells[at] = &sum
		}
		s := cells[at]
		s.Energy += c.Consumption + c.Unreviewed
		if c.NetPerKWh.Known {
			s.PricedNet, s.PricedEnergy = s.PricedNet+c.Net, s.PricedEnergy+c.Consumption
		}
	}
	for _, s := range cells {
		list = append(list, *s)
	}
	slices.SortFunc(list, func(a, b lake.EnergySum) int {
		last := func(s lake.EnergySum) int { return (s.Place + lake.MostPoints) % (lake.MostPoints + 1) }
		return cmp.Or(cmp.Compare(last(a), last(b)), a.Month.Compare(b.Month))
	})
	return list
}

func (r rowsOf) foldCorrections() (s lake.CorrectionSums) {
	var net, gross []string
	key := func(c lake.CorrectionSummary) string {
		return c.OriginalNumber + "/" + string(c.OriginalKey) + "/" + c.LastNumber
	}
	for _, c := range r.corrections { // the newest last
		s.Originals, s.DifferenceNet, s.DifferenceGross = s.Originals+1, s.DifferenceNet+c.DifferenceNet, s.DifferenceGross+c.DifferenceGross
		if c.OriginalNet.Known && c.ResultingNet.Known {
			net = append(net, key(c))
		}
		if c.OriginalGross.Known && c.ResultingGross.Known {
			gross = append(gross, key(c))
		}
	}
	s.NetPairs, s.GrossPairs = len(net), len(gross)
	latest := slices.Concat(net[max(0, len(net)-lake.MostPairs):], gross[max(0, len(gross)-lake.MostPairs):])
	for _, c := range r.corrections {
		if slices.Contains(latest, key(c)) {
			s.Latest = append(s.Latest, c)
		}
	}
	return s
}

func (r rowsOf) foldFindings() (s lake.FindingSums) {
	rank := map[lake.Severity]int{lake.NeedsReview: 0, lake.Warning: 1, lake.Info: 2}
	s.All = len(r.audit)
	for _, f := range r.audit {
		if f.Decision == "" {
			s.Open++
			if f.Severity == lake.NeedsReview {
				s.Urgent++
			}
		}
	}
	slices.SortFunc(r.audit, func(a, b lake.AuditFinding) int {
		return cmp.Or(cmp.Compare(a.Decision, b.Decision), cmp.Compare(rank[a.Severity], rank[b.Severity]), b.Month.Compare(a.Month), cmp.Compare(a.ID, b.ID))
	})
	s.First = r.audit[:min(len(r.audit), lake.MostFindings)]
	return s
}

// TestOverviewIsTheSumOfTheRows: for random lakes and filters, what the engine adds up is what plain Go makes of the rows of the
// queries: both of all rows, narrowed in Go, and of those that the queries narrow.
func TestOverviewIsTheSumOfTheRows(t *testing.T) {
	r := rand.New(rand.NewPCG(20261126, 5))
	for range 2 {
		l, groups := drawLake(t, r)
		all := l.rows(t, lake.MetricFilter{})
		all.pointsOf = map[string][]string{}
		for ppe := range groups {
			for _, c := range l.rows(t, lake.MetricFilter{PPE: ppe}).corrections {
				key := c.OriginalNumber + c.LastNumber
				all.pointsOf[key] = append(all.pointsOf[key], ppe)
			}
		}
		for range 25 {
			filter := drawFilter(r, all)
			got, err := l.Overview(t.Context(), filter)
			if err != nil {
				t.Fatal(err)
			}
			for table, query := range got.Queries {
				if err := l.Ask(t.Context(), query); err != nil {
					t.Fatalf("what was asked of %s cannot be asked again: %v\n%s", table, err, query)
				}
			}
			got.Queries = nil
			narrow, anyMonth, before := all.narrowedBy(filter, groups), filter, filter
			anyMonth.From, anyMonth.To = lake.Date{}, lake.Date{}
			narrow.audit = all.narrowedBy(anyMonth, groups).audit
			want := narrow.fold()
			if !filter.From.IsZero() && !filter.To.IsZero() {
				before.From.Year--
				before.To.Year--
				totals := all.narrowedBy(before, groups).fold().Totals()
				want.YearAgo = &totals
			}
			if diff := gocmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("%+v: the rows (-) and the engine (+) differ:\n%s", filter, diff)
			}
			queried := l.rows(t, filter)
			queried.audit = l.rows(t, anyMonth).audit
			want = queried.fold()
			got.YearAgo = nil
			if diff := gocmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("%+v: the queries' rows (-) and the engine (+) differ:\n%s", filter, diff)
			}
		}
	}
}

// TestDue: the first day and the last count, in złoty, and no credits; a second document of an invoice does not make it twice.
func TestDue(t *testing.T) {
	l := open(t)
	if due, err := l.Due(t.Context(), day("2026-03-01"), day("2026-03-14")); err != nil || due != (lake.Due{}) {
		t.Fatalf("of an empty lake %v, %v", due, err)
	}
	bill := func(number, on, currency string, amount int64) lake.Invoice {
		row := invoice(number, "2026-01-01", "2026-01-31", amount, 0)
		row.DueDate, row.AmountDue, row.Currency = day(on), money(amount), currency
		return row
	}
	unknown := bill("unknown", "2026-03-05", "PLN", 0)
	unknown.AmountDue = lake.Opt[lake.Money]{}
	twice := bill("first", "2026-03-01", "", 10)
	twice.Documents = []lake.DocumentRef{{Document: "a", Part: 1, Role: lake.Winner}, {Document: "b", Part: 1, Role: lake.Duplicate}}
	l.commit(t, nil, twice, bill("last", "2026-03-14", "PLN", 100), bill("before", "2026-02-28", "PLN", 1), bill("after", "2026-03-15", "PLN", 1),
		bill("credit", "2026-03-05", "PLN", -5), bill("euro", "2026-03-05", "EUR", 1000), unknown)
	if due, err := l.Due(t.Context(), day("2026-03-01"), day("2026-03-14")); err != nil || due != (lake.Due{Invoices: 2, Amount: 110}) {
		t.Errorf("got %v, %v", due, err)
	}
}

// drawLake makes a lake of several sellers whose points are in groups, with an accepted finding here and there.
func drawLake(t *testing.T, r *rand.Rand) (l lakeDir, groups map[string]string) {
	t.Helper()
	const worlds = 40
	var rows []lake.Invoice
	var register lake.Register
	groups = map[string]string{}
	for world := range worlds {
		for _, row := range drawWorld(r, world) {
			row = strange(r, row, world)
			if row.SellerNIP != "" && r.IntN(3) == 0 {
				row.SellerName, row.SellerNIP = "Druga Energia", "7770020640"
			}
			if row = keyed(row); row.SellerNIP == "" {
				row.Key = lake.NewInvoiceKey("", row.SellerName, row.Number, "", 0)
			}
			rows = append(rows, row)
		}
		for p := range 3 {
			groups[worldPPE(world, p)] = ""
		}
		if group := []string{"", "szkoły", "o'świetlenie"}[r.IntN(3)]; r.IntN(4) > 0 {
			register.Points = append(register.Points, lake.RegisteredPoint{PPE: worldPPE(world, 0), Name: fmt.Sprint("Punkt ", world), Group: group, OldCodes: []string{worldPPE(world, 2)}})
			groups[worldPPE(world, 0)] = group
			delete(groups, worldPPE(world, 2))
		}
	}
	l = gold(t, rows...)
	findings := l.rows(t, lake.MetricFilter{}).audit
	for i := 0; i < len(findings); i += 5 {
		register.Accepted = append(register.Accepted, lake.AcceptedFinding{ID: findings[i].ID, Author: "Jan", At: "2026-01-01T00:00:00Z"})
	}
	if err := l.CommitRegister(t.Context(), register); err != nil {
		t.Fatal(err)
	}
	l.build(t)
	return l, groups
}

// drawFilter asks for months, points, sellers and groups that the lake has, or nearly.
func drawFilter(r *rand.Rand, all rowsOf) (f lake.MetricFilter) {
	if r.IntN(3) > 0 {
		f.From = lake.Date{Year: 2025, Month: 10, Day: 1}
		for range r.IntN(8) {
			f.From = monthOf(f.From.AddDays(31))
		}
	}
	if r.IntN(3) > 0 {
		f.To = lake.Date{Year: 2026, Month: 1, Day: 1}
		for range r.IntN(15) {
			f.To = monthOf(f.To.AddDays(31))
		}
	}
	some := all.costs[r.IntN(len(all.costs))]
	switch r.IntN(6) {
	case 0:
		f.PPE = some.PPE
	case 1:
		f.Seller = some.SellerName
	case 2:
		f.Group = some.PointGroup
	case 3:
		f.Group, f.Seller = some.PointGroup, some.SellerName
	case 4:
		f.PPE, f.Seller = some.PPE, some.SellerName
	}
	return f
}
