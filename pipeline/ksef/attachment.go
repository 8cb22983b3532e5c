package ksef

import (
	"regexp"
	"strings"
)

// block reads one block of the attachment: as a rule one metering point.
func (d *document) block(n *node) {
	heading := fold(n.value("ZNaglowek"))
	side := stateOf(heading, after)
	d.headings = append(d.headings, heading)
	var own facts
	var owner *point
	for _, pair := range n.all("MetaDane") {
		if ppe := own.pair(pair.value("ZKlucz"), pair.value("ZWartosc"), side); ppe != "" && owner == nil {
			owner = d.point(ppe, "Zalacznik/BlokDanych/MetaDane")
		}
	}
	if owner == nil {
		if ppe := findPPE(n.value("ZNaglowek")); ppe != "" {
			owner = d.point(ppe, "Zalacznik/BlokDanych/ZNaglowek")
		}
	}
	for _, table := range n.all("Tabela") {
		t := newTable(d, table, owner, side)
		for _, pair := range table.all("TMetaDane") {
			own.pair(pair.value("TKlucz"), pair.value("TWartosc"), t.side)
		}
		t.read(table)
	}
	if owner != nil {
		owner.take(own)
	} else {
		d.common.take(own)
	}
}

var (
	beforeWords = regexp.MustCompile(`\bprzed korekt|\bbylo\b|\bpoliczono\b|\bstan przed\b`)
	afterWords  = regexp.MustCompile(`\bpo korekcie|\bpowinno byc\b|\bnalezalo policzyc\b`)
)

// stateOf tells which side of a correction a heading announces.
func stateOf(folded string, otherwise state) state {
	switch {
	case beforeWords.MatchString(folded):
		return before
	case afterWords.MatchString(folded):
		return after
	}
	return otherwise
}

// role is what a column of a table holds.
type role int

const (
	roleNone role = iota
	roleName
	rolePPE
	roleTariff
	roleAddress
	roleFrom
	roleTo
	rolePeriod
	roleUnit
	roleQuantity
	roleMonths
	roleTotal
	rolePrice
	roleNet
	roleRate
	roleReading // of a meter
)

func roleOf(header string) role {
	h := fold(header)
	switch {
	case containsAny(h, "adres", "miejsce poboru"):
		return roleAddress
	case containsAny(h, "ppe", "punkt poboru", "punktu poboru"):
		return rolePPE
	case strings.Contains(h, "taryf"):
		return roleTariff
	case strings.Contains(h, "wskazani"):
		return roleReading
	case containsAny(h, "data od", "okres od") || h == "od":
		return roleFrom
	case containsAny(h, "data do", "okres do") || h == "do":
		return roleTo
	case strings.Contains(h, "okres"):
		return rolePeriod
	case strings.HasPrefix(h, "j.") || containsAny(h, "jednostka", "miara") || h == "jm":
		return roleUnit
	case strings.Contains(h, "cena"), strings.HasPrefix(h, "stawka") && !strings.Contains(h, "vat"):
		return rolePrice
	case strings.Contains(h, "brutto"), strings.Contains(h, "kwota vat"), strings.Contains(h, "podatku"):
		return roleNone
	case strings.Contains(h, "vat"):
		return roleRate
	case strings.Contains(h, "netto"), strings.HasPrefix(h, "naleznosc"), strings.HasPrefix(h, "wartosc"):
		return roleNet
	case containsAny(h, "m-cy", "miesiec"):
		return roleMonths
	case strings.HasPrefix(h, "razem"):
		return roleTotal
	case containsAny(h, "ilosc", "zuzyci", "roznica", "wolumen", "kwh") && !isDecoy(h):
		return roleQuantity
	case containsAny(h, "opis", "strefa", "nazwa", "oplat", "licznik", "pozycja", "skladnik"):
		return roleName
	}
	return roleNone
}
