package invoicegen

import "wattlake/lake"

// zones of the tariff groups; every group has at least one.
var zonesOf = map[string][]string{
	"G11": {"całodobowa"}, "G12": {"dzienna", "nocna"}, "G12w": {"szczytowa", "pozaszczytowa"},
	"C11": {"całodobowa"}, "C11o": {"całodobowa"}, "C12a": {"szczytowa", "pozaszczytowa"}, "C12b": {"dzienna", "nocna"},
	"C21": {"całodobowa"}, "C22a": {"szczytowa", "pozaszczytowa"}, "C22b": {"dzienna", "nocna"},
	"B21": {"całodobowa"}, "B23": {"szczyt przedpołudniowy", "szczyt popołudniowy", "pozostałe godziny doby"},
}

// size describes what points of a tariff group use: kWh in a month and contracted power in tenths of a kW.
type size struct{ kwhLow, kwhHigh, powerLow, powerHigh int }

var sizes = map[string]size{
	"G11": {90, 420, 40, 120}, "G12": {140, 700, 60, 140}, "G12w": {140, 700, 60, 140},
	"C11": {60, 2_600, 50, 300}, "C11o": {300, 5_400, 50, 300}, "C12a": {400, 5_900, 100, 400}, "C12b": {200, 4_900, 50, 400},
	"C21": {3_000, 19_000, 410, 1_100}, "C22a": {4_000, 31_000, 410, 1_600}, "C22b": {4_000, 31_000, 410, 1_600},
	"B21": {22_000, 90_000, 1_000, 4_000}, "B23": {45_000, 260_000, 1_500, 9_000},
}

// rates are unit prices in millionths of a złoty: per kWh, per month (fees) or per kW and month (fixed of large points).
type rates struct {
	trade, subscription, fixed, transition, capacity lake.Price
	quality, renewable, cogeneration                 lake.Price
	energy, network                                  []lake.Price // per zone
}

// large reports whether the group pays fees per kW of contracted power.
func large(tariff string) bool { return tariff[1] == '2' || tariff[0] == 'B' }

func (r random) rates(tariff string) rates {
	step := func(lo, hi, unit int) lake.Price { return lake.Price(r.between(lo, hi) * unit) }
	v := rates{
		trade: step(0, 4, 1_000_000) + step(990, 1_990, 10_000), subscription: step(45, 480, 10_000),
		fixed: step(450, 1_990, 10_000), transition: step(8, 330, 1_000), capacity: step(265, 2_405, 10_000),
		quality: step(95, 332, 100), renewable: step(0, 73, 100), cogeneration: step(30, 61, 100),
	}
	if tariff[0] != 'G' && r.chance(60) {
		v.renewable = step(22, 73, 100)
	}
	level := 1.0
	for range zonesOf[tariff] {
		v.energy = append(v.energy, lake.Price(float64(r.between(4_850, 8_990))*level)*100)
		v.network = append(v.network, lake.Price(float64(r.between(1_150, 3_870))*level)*100)
		level *= 0.72
	}
	return v
}

// times returns quantity × price to the grosz, half away from zero.
func times(q lake.Quantity, p lake.Price) lake.Money {
	const perGrosz = 10_000_000 // thousandths × millionths in a grosz
	v := int64(q) * int64(p)
	if v < 0 {
		return lake.Money((v - perGrosz/2) / perGrosz)
	}
	return lake.Money((v + perGrosz/2) / perGrosz)
}
