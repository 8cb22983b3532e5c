package present

import (
	"cmp"
	"maps"
	"slices"

	"wattlake/lake"
)

// Measure is which amount the money charts show.
type Measure string

// The measures.
const (
	Net   Measure = "net"
	Gross Measure = "gross"
)

// Stack is how monthly costs are divided.
type Stack string

// The ways to divide.
const (
	StackNone   Stack = "none"
	StackSeller Stack = "seller"
	StackScope  Stack = "scope"
	maxStacks         = 5 // more sellers than this become "others"
)

// CostOptions are the user's choices for the costs chart.
type CostOptions struct {
	Measure Measure
	Stack   Stack
}

// costKey is one piece of one bar.
type costKey struct {
	month lake.Date
	group string
}

// CostsChart shapes monthly costs into bars. Amounts that nobody has reviewed are a paler series on top. What belongs to no month has
// no bar; the note says how much it is.
func CostsChart(l *Locale, costs []lake.CostSum, options CostOptions) Chart {
	values := map[costKey]int64{}
	totals := map[string]int64{}
	unreviewed := map[lake.Date]int64{}
	var first, last lake.Date
	var undated lake.Money
	for _, c := range costs {
		amount, open := c.Net, c.NetUnreviewed
		if options.Measure == Gross {
			amount, open = c.Gross, c.GrossUnreviewed
		}
		month := c.Month
		if month.IsZero() {
			undated += amount + open
			continue
		}
		first, last = widen(first, last, month)
		group := costGroup(l, c, options.Stack)
		values[costKey{month, group}] += int64(amount)
		totals[group] += int64(amount.Abs())
		if open != 0 {
			unreviewed[month] += int64(open)
		}
	}
	chart := moneyChart(l, l.T("chart.costs."+string(options.Measure)))
	if undated != 0 {
		chart.Note = l.T("chart.undated", "amount", l.Money(undated, lake.Złoty))
	}
	axis := months(first, last)
	for _, m := range axis {
		chart.Categories = append(chart.Categories, l.monthCategory(m))
	}
	for slot, group := range biggest(totals, maxStacks) {
		chart.Series = append(chart.Series, pieceOf(axis, group, slot, values))
	}
	if rest := restOf(l, axis, chart.Series, values); rest != nil {
		chart.Series = append(chart.Series, *rest)
	}
	if len(unreviewed) > 0 {
		s := Series{Name: l.T("chart.unreviewed"), Muted: true}
		for _, m := range axis {
			s.Values = append(s.Values, unreviewed[m])
		}
		chart.Series = append(chart.Series, s)
	}
	return chart
}

func costGroup(l *Locale, c lake.CostSum, stack Stack) string {
	switch stack {
	case StackSeller:
		return cmp.Or(c.SellerName, c.SellerNIP, l.T("seller.unknown"))
	case StackScope:
		if c.Scope == "" {
			return l.T("scope.unknown")
		}
		return l.T("scope." + string(c.Scope))
	default:
		return l.T("chart.cost")
	}
}

func pieceOf(axis []lake.Date, group string, slot int, values map[costKey]int64) Series {
	s := Series{Name: group, Slot: slot, Values: make([]int64, len(axis))}
	for i, m := range axis {
		s.Values[i] = values[costKey{m, group}]
	}
	return s
}

// restOf gathers the groups that have no series of their own; nil when there are none.
func restOf(l *Locale, axis []lake.Date, named []Series, values map[costKey]int64) *Series {
	shown := map[string]bool{}
	for _, s := range named {
		shown[s.Name] = true
	}
	rest := Series{Name: l.T("chart.others"), Slot: len(named), Values: make([]int64, len(axis))}
	index := make(map[lake.Date]int, len(axis))
	for i, m := range axis {
		index[m] = i
	}
	found := false
	for key, v := range values {
		if i, ok := index[key.month]; ok && !shown[key.group] {
			rest.Values[i] += v
			found = true
		}
	}
	if !found {
		return nil
	}
	return &rest
}

// CostsGrid is the table behind the costs chart: one line per month, metering point, seller and scope, in the order of the rows.
func CostsGrid(l *Locale, costs []lake.MonthlyCost) Grid {
	g := Grid{Columns: []Column{
		textColumn(l, "month", monthSample(l), 0), flexColumn(l, "ppe", "590000000000000000", 0), flexColumn(l, "seller", "Energia Polska S.A.", 3),
		textColumn(l, "scope", l.T("scope.comprehensive"), 4), numberColumn(l, "kwh", "123 456", 5), numberColumn(l, "net", "123 456,78", 0),
		numberColumn(l, "vat", "123 456,78", 6), numberColumn(l, "gross", "123 456,78", 1), numberColumn(l, "net_unreviewed", "123 456,78", 7),
		numberColumn(l, "invoices", "123", 8),
	}}
	decimals := 0
	for i := range costs {
		decimals = max(decimals, mostDecimals(costs[i].Consumption))
	}
	for i := range costs {
		c, scope := &costs[i], ""
		if c.Scope != "" {
			scope = l.T("scope." + string(c.Scope))
		}
		g.add(l.monthCell(c.Month), textCell(c.PPE), textCell(c.SellerName), textCell(scope), l.energyCell(lake.Some(c.Consumption), decimals),
			l.moneyCell(lake.Some(c.Net)), l.moneyCell(lake.Some(c.VAT)), l.moneyCell(lake.Some(c.Gross)), l.moneyCell(lake.Some(c.NetUnreviewed)),
			gridCell{shown: l.Int(int64(c.Invoices)), raw: l.Int(int64(c.Invoices))})
	}
	return g
}

// biggest returns at most n groups, the biggest first; one more than n is shown rather than called "others".
func biggest(totals map[string]int64, n int) []string {
	groups := slices.SortedFunc(maps.Keys(totals), func(a, b string) int {
		return cmp.Or(cmp.Compare(totals[b], totals[a]), cmp.Compare(a, b))
	})
	if len(groups) > n+1 {
		return groups[:n]
	}
	return groups
}

func widen(first, last, month lake.Date) (lake.Date, lake.Date) {
	if month.IsZero() {
		return first, last
	}
	if first.IsZero() || month.Before(first) {
		first = month
	}
	if last.Before(month) {
		last = month
	}
	return first, last
}

func moneyChart(l *Locale, title string) Chart {
	return Chart{
		Title: title, Scale: moneyScale, Unit: l.T("unit.money"), Empty: l.T("chart.empty"), Axis: l.Int,
		Format: func(v int64) string { return l.Money(lake.Money(v), lake.Złoty) },
	}
}
