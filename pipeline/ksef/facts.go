package ksef

import (
	"strings"

	"wattlake/lake"
)

// facts are what key-value pairs, line names and table columns say about a metering point, or about all of them.
type facts struct {
	tariff  string
	address string
	from    lake.Date
	to      lake.Date
	stated  [2]lake.Opt[lake.Energy] // consumption as stated, by state
	rank    [2]int                   // how sure the statement is
}

// point is a metering point of the invoice.
type point struct {
	facts

	ppe     string
	path    string                   // of the element that named it
	rows    []*row                   // its lines of the invoice
	details []*row                   // its rows of the attachment
	metered [2]lake.Opt[lake.Energy] // by the readings of its meters
	net     [2]lake.Opt[lake.Money]  // by the sums of its tables
}

// take adds what is not known yet.
func (f *facts) take(o facts) {
	if f.tariff == "" {
		f.tariff = o.tariff
	}
	if f.address == "" {
		f.address = o.address
	}
	if f.from.IsZero() || (!o.from.IsZero() && o.from.Before(f.from)) {
		f.from = o.from
	}
	if f.to.Before(o.to) {
		f.to = o.to
	}
	for s := range f.stated {
		if o.stated[s].Known {
			f.state(state(s), o.stated[s].Value, o.rank[s])
		}
	}
}

// state notes a stated consumption unless a better one is there.
func (f *facts) state(s state, wh lake.Energy, rank int) {
	if !f.stated[s].Known || rank > f.rank[s] {
		f.stated[s], f.rank[s] = lake.Some(wh), rank
	}
}

// The ranks of stated consumptions.
const (
	rankPlain    = 1
	rankTotal    = 2 // says that it is the total
	rankBalanced = 3 // after balancing with what was fed in: what is billed
)

// pair is a key with its value, and the code if the value is one of a metering point.
func (f *facts) pair(key, value string, s state) (ppe string) {
	k := fold(key)
	switch {
	case containsAny(k, "adres", "miejsce poboru"):
		if f.address == "" {
			f.address = value
		}
	case containsAny(k, "ppe", "punkt poboru", "punktu poboru", "gsrn"):
		return labelledPPE(value)
	case strings.Contains(k, "taryf"):
		if t := findTariff(value); t != "" && f.tariff == "" {
			f.tariff = t
		}
	case isDecoy(k):
	case containsAny(k, "zuzyci", "pobran", "kwh", "mwh", "wolumen", "ilosc energii", "ilosc en"):
		f.consumption(k, value, stateOf(k, s))
	case containsAny(k, "umow", "obowiazyw"):
	case containsAny(k, "okres", "data od", "data do") || isOneOf(k, "od", "do"):
		f.period(k, value)
	}
	return ""
}

func (f *facts) consumption(key, value string, s state) {
	wh, ok := energyText(value)
	if !ok {
		unit := "kWh"
		if strings.Contains(key, "mwh") {
			unit = "MWh"
		} else if !strings.Contains(key, "kwh") {
			return
		}
		if wh, ok = energy(value, unit); !ok {
			return
		}
	}
	switch {
	case strings.Contains(key, "bilansowan") && !strings.Contains(key, "przed"):
		f.state(s, wh, rankBalanced)
	case containsAny(key, "laczn", "razem", "ogolem", "suma"):
		f.state(s, wh, rankTotal)
	case findZone(key) == "" && !strings.Contains(key, "przed bilans"):
		f.state(s, wh, rankPlain)
	}
}

func (f *facts) period(key, value string) {
	found := dates(value)
	switch {
	case len(found) == 2:
		f.take(facts{from: found[0], to: found[1]})
	case len(found) != 1:
	case strings.HasSuffix(key, "od"):
		f.take(facts{from: found[0]})
	case strings.HasSuffix(key, "do"):
		f.take(facts{to: found[0]})
	}
}
