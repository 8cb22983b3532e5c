package warehouse_test

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"wattlake/lake"
)

// The oracle computes costs and consumption a second time, day by day and in plain Go, for many small random worlds of one
// or two metering points each. One Gold build holds all the worlds, because their points and numbers differ.

const worlds = 300

// drawWorld makes up to seven invoices about two points: settlements and forecasts of every scope with periods that
// overlap, and chains of corrections.
func drawWorld(r *rand.Rand, world int) []lake.Invoice {
	var rows []lake.Invoice
	for i := range 1 + r.IntN(7) {
		first := day("2025-11-20").AddDays(r.IntN(60))
		row := invoice(fmt.Sprintf("%d/%d", world, i), first.String(), first.AddDays(r.IntN(70)).String(), int64(r.IntN(20000)-2000), 0)
		row.Scope = []lake.Scope{lake.Comprehensive, lake.Sale, lake.Distribution}[r.IntN(3)]
		row.Kind = []lake.Kind{lake.Settlement, lake.Settlement, lake.Forecast}[r.IntN(3)]
		row.Status = []lake.Status{lake.Ready, lake.Reviewed, lake.Ready, lake.StatusReview}[r.IntN(4)]
		row.IssueDate = day("2026-01-01").AddDays(r.IntN(20))
		left := row.Net.Value
		for p := range 1 + r.IntN(2) {
			net := left
			if p == 0 {
				net = lake.Money(r.IntN(10000))
			}
			left -= net
			row.Points = append(row.Points, lake.Point{PPE: worldPPE(world, p), Net: lake.Some(net)})
			if r.IntN(5) > 0 {
				row.Points[p].Consumption = kwh(int64(r.IntN(500_000)))
			}
		}
		if i > 0 && r.IntN(3) == 0 {
			row = correcting(row, rows[r.IntN(i)].Number)
		}
		rows = append(rows, keyed(row))
	}
	return rows
}

func worldPPE(world, point int) string { return fmt.Sprintf("%016d%02d", world, point) }

// amount is something that belongs to the days of one point.
type amount struct {
	row        lake.Invoice
	ppe        string
	scope      lake.Scope
	from, to   lake.Date
	forecast   bool
	date       lake.Date // of the end of the chain so far
	depth      int
	net, wh    int64
	known      bool // wh is
	settlement bool
}

// amounts lists what the rows say, corrections moved to the periods of their originals.
func amounts(rows []lake.Invoice) []amount {
	byNumber := map[string]lake.Invoice{}
	for _, row := range rows {
		byNumber[row.Number] = row
	}
	var out []amount
	for _, row := range rows {
		root, date, depth := row, row.IssueDate, 0
		for root.Kind == lake.Correction {
			root = byNumber[root.Corrects[0].Number]
			depth++
			if date.Before(root.IssueDate) {
				date = root.IssueDate
			}
		}
		for i, p := range row.Points {
			a := amount{
				row: row, ppe: p.PPE, scope: row.Scope, from: root.PeriodStart, to: root.PeriodEnd, forecast: root.Kind == lake.Forecast,
				date: date, depth: depth, net: int64(p.Net.Value), wh: int64(p.Consumption.Value), known: p.Consumption.Known,
				settlement: row.Kind == lake.Settlement,
			}
			if len(row.Points) == 1 && i == 0 {
				a.net = int64(row.Net.Value) // all of it belongs to the only point
			}
			out = append(out, a)
		}
	}
	return out
}

func parts(s lake.Scope) int {
	return map[lake.Scope]int{lake.Sale: 1, lake.Distribution: 2, lake.Comprehensive: 3}[s]
}

// energyPeriod is the part of the period that an after-value is about.
func (a amount) energyPeriod(all []amount) (from, to lake.Date) {
	from, to = a.from, a.to
	if !a.row.PeriodStart.Before(a.from) && !a.to.Before(a.row.PeriodEnd) {
		from, to = a.row.PeriodStart, a.row.PeriodEnd
	}
	return from, a.upTo(from, to, all)
}

// upTo returns the last day of a run of days that begins on from and ends on to, as far as it is the amount's: the day on
// which the next bill of the same parts begins is the next bill's.
func (a amount) upTo(from, to lake.Date, all []amount) lake.Date {
	for _, o := range all {
		if o.row.Kind != lake.Correction && o.forecast == a.forecast && o.ppe == a.ppe && parts(o.scope)&parts(a.scope) != 0 &&
			o.from == to && o.from.Before(o.to) && from.Before(to) {
			return to.AddDays(-1)
		}
	}
	return to
}

// replaced reports whether the amount is a forecast that settlements cover on the day.
func (a amount) replaced(all []amount, d lake.Date) bool {
	covered := 0
	for _, o := range all {
		if o.settlement && o.ppe == a.ppe && !d.Before(o.from) && !o.to.Before(d) {
			covered |= parts(o.scope)
		}
	}
	return a.forecast && covered&parts(a.scope) == parts(a.scope)
}

// better orders claims about one day.
func better(a, b amount) int {
	rank := map[lake.Scope]int{lake.Distribution: 3, lake.Comprehensive: 2, lake.Sale: 1}
	return cmp.Or(
		compareBool(!a.forecast, !b.forecast), cmp.Compare(rank[a.scope], rank[b.scope]),
		a.date.Compare(b.date), cmp.Compare(a.depth, b.depth), cmp.Compare(a.row.Key, b.row.Key),
	)
}

func compareBool(a, b bool) int {
	if a == b {
		return 0
	}
	if a {
		return 1
	}
	return -1
}

// piece is a number of days that share a fate: marks tell which.
type piece struct {
	month lake.Date
	marks string // "1" sorts before "0"
}

// spread divides a total by days, by largest remainder.
func spread(total int64, days map[piece]int64) map[piece]int64 {
	pieces := slices.SortedFunc(maps.Keys(days), func(a, b piece) int {
		return cmp.Or(a.month.Compare(b.month), -strings.Compare(a.marks, b.marks))
	})
	sign, left, all := int64(1), total, int64(0)
	if total < 0 {
		sign, left = -1, -total
	}
	absolute := left
	for _, n := range days {
		all += n
	}
	out := map[piece]int64{}
	for _, p := range pieces {
		out[p] = absolute * days[p] / all
		left -= out[p]
	}
	slices.SortStableFunc(pieces, func(a, b piece) int { return -cmp.Compare(absolute*days[a]%all, absolute*days[b]%all) })
	for _, p := range pieces[:left] {
		out[p]++
	}
	for p := range out {
		out[p] *= sign
	}
	return out
}

// figures are the oracle's Gold: "month ppe scope" → grosze, and "month ppe" → Wh.
type figures struct{ net, scopeWh, wh map[string]int64 }

func compute(rows []lake.Invoice) figures {
	f := figures{map[string]int64{}, map[string]int64{}, map[string]int64{}}
	all := amounts(rows)
	for _, a := range all {
		days := map[piece]int64{}
		for d, to := a.from, a.upTo(a.from, a.to, all); !to.Before(d); d = d.AddDays(1) {
			days[piece{monthOf(d), mark(!a.replaced(all, d))}]++
		}
		for p, net := range spread(a.net, days) {
			if p.marks == "1" {
				f.net[costKey(p.month, a)] += net
			}
		}
		if a.known {
			f.addEnergy(a, all)
		}
	}
	return f
}

func (f figures) addEnergy(a amount, all []amount) {
	days := map[piece]int64{}
	from, to := a.energyPeriod(all)
	for d := from; !to.Before(d); d = d.AddDays(1) {
		inScope, inPoint := !a.replaced(all, d), !a.replaced(all, d)
		for _, o := range all {
			from, to := o.energyPeriod(all)
			if o.known && o.ppe == a.ppe && !d.Before(from) && !to.Before(d) && !o.replaced(all, d) && better(o, a) > 0 {
				inPoint = false
				inScope = inScope && o.scope != a.scope
			}
		}
		days[piece{monthOf(d), mark(inPoint) + mark(inScope)}]++
	}
	for p, wh := range spread(a.wh, days) {
		if p.marks[1] == '1' {
			f.scopeWh[costKey(p.month, a)] += wh
		}
		if p.marks[0] == '1' {
			f.wh[month(p.month)+" "+a.ppe] += wh
		}
	}
}

func costKey(m lake.Date, a amount) string { return month(m) + " " + a.ppe + " " + string(a.scope) }

func monthOf(d lake.Date) lake.Date { return lake.Date{Year: d.Year, Month: d.Month, Day: 1} }

func mark(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

func certain(rows []lake.Invoice) []lake.Invoice {
	return slices.DeleteFunc(slices.Clone(rows), func(r lake.Invoice) bool { return r.Status == lake.StatusReview })
}

// missingOriginals reports whether a certain correction ends at an original that is not certain. Its period is known all
// the same, which the oracle's certain world does not see.
func missingOriginals(rows []lake.Invoice) bool {
	numbers := map[string]bool{}
	for _, row := range certain(rows) {
		numbers[row.Number] = true
	}
	return slices.ContainsFunc(certain(rows), func(r lake.Invoice) bool {
		return r.Kind == lake.Correction && !numbers[r.Corrects[0].Number]
	})
}

func TestGoldEqualsTheOracle(t *testing.T) {
	r := rand.New(rand.NewPCG(20260411, 7))
	var rows []lake.Invoice
	wantNet, wantMore, wantScope, wantWh, wantWhMore := map[string]int64{}, map[string]int64{}, map[string]int64{}, map[string]int64{}, map[string]int64{}
	for world := range worlds {
		w := drawWorld(r, world)
		for missingOriginals(w) {
			w = drawWorld(r, world)
		}
		rows = append(rows, w...)
		main, all := compute(certain(w)), compute(w)
		add(wantNet, main.net, 1)
		add(wantScope, main.scopeWh, 1)
		add(wantWh, main.wh, 1)
		add(wantMore, all.net, 1)
		add(wantMore, main.net, -1)
		add(wantWhMore, all.wh, 1)
		add(wantWhMore, main.wh, -1)
	}
	l := gold(t, rows...)
	costs, err := l.Costs(t.Context(), lake.MetricFilter{})
	if err != nil {
		t.Fatal(err)
	}
	gotNet, gotMore, gotScope := map[string]int64{}, map[string]int64{}, map[string]int64{}
	for _, c := range costs {
		key := month(c.Month) + " " + c.PPE + " " + string(c.Scope)
		gotNet[key], gotMore[key], gotScope[key] = int64(c.Net), int64(c.NetUnreviewed), int64(c.Consumption)
	}
	consumption, err := l.Consumption(t.Context(), lake.MetricFilter{})
	if err != nil {
		t.Fatal(err)
	}
	gotWh, gotWhMore := map[string]int64{}, map[string]int64{}
	for _, c := range consumption {
		gotWh[month(c.Month)+" "+c.PPE], gotWhMore[month(c.Month)+" "+c.PPE] = int64(c.Consumption), int64(c.Unreviewed)
	}
	same(t, "net", wantNet, gotNet)
	same(t, "net_unreviewed", wantMore, gotMore)
	same(t, "consumption_kwh of costs", wantScope, gotScope)
	same(t, "consumption_kwh", wantWh, gotWh)
	same(t, "consumption_unreviewed_kwh", wantWhMore, gotWhMore)
}

func add(to, from map[string]int64, factor int64) {
	for key, value := range from {
		to[key] += factor * value
	}
}

// same compares figures; a missing one is 0.
func same(t *testing.T, what string, want, got map[string]int64) {
	t.Helper()
	wrong := 0
	for _, key := range slices.Sorted(maps.Keys(union(want, got))) {
		if want[key] != got[key] {
			if wrong++; wrong <= 5 {
				t.Errorf("%s of %s is %d, want %d", what, key, got[key], want[key])
			}
		}
	}
	if wrong > 0 {
		t.Errorf("%s: %d of %d figures are wrong", what, wrong, len(want))
	}
}

func union(a, b map[string]int64) map[string]int64 {
	out := maps.Clone(a)
	maps.Copy(out, b)
	return out
}
