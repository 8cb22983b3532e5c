package present

import "wattlake/lake"

func textColumn(l *Locale, id, sample string, priority int) Column {
	return Column{ID: ColumnID(id), Title: l.T("column." + id), Sample: sample, Priority: priority}
}

func flexColumn(l *Locale, id, sample string, priority int) Column {
	c := textColumn(l, id, sample, priority)
	c.Flex = 1
	return c
}

func numberColumn(l *Locale, id, sample string, priority int) Column {
	c := textColumn(l, id, sample, priority)
	c.Right = true
	return c
}

func (l *Locale) monthCell(d lake.Date) gridCell {
	const yearMonth = len("2006-01")
	raw := d.String()
	return gridCell{shown: l.Month(d), raw: raw[:min(len(raw), yearMonth)]}
}

func (l *Locale) dateCell(d lake.Date) gridCell { return gridCell{shown: l.Date(d), raw: d.String()} }

func (l *Locale) moneyCell(m lake.Opt[lake.Money]) gridCell {
	if !m.Known {
		return gridCell{}
	}
	return gridCell{shown: l.Amount(m.Value), raw: l.Plain(m.String())}
}

// energyCell writes an amount of energy with as many decimals as others of its table have, see [mostDecimals].
func (l *Locale) energyCell(e lake.Opt[lake.Energy], decimals int) gridCell {
	if !e.Known {
		return gridCell{}
	}
	return gridCell{shown: l.EnergyAt(e.Value, decimals), raw: l.Plain(e.String())}
}

// mostDecimals is how many decimals the amounts of energy of a table need.
func mostDecimals(energies ...lake.Energy) (most int) {
	for _, e := range energies {
		most = max(most, decimalsOfEnergy(e))
	}
	return most
}
