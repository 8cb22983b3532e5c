package invoicegen

import (
	"fmt"
	"strings"
	"time"

	"wattlake/lake"
)

// Story returns the built-in samples: four years of one fictional commune, whose bills belong together. Sale and distribution
// of March 2026 cover the same points; one sale is corrected; a correction is corrected again; a forecast is settled.
func Story() ([]Sample, error) {
	samples, err := StoryWithoutScans()
	if err != nil {
		return nil, err
	}
	for i, s := range samples {
		if !s.Scan {
			continue
		}
		if samples[i].PDF, err = scan(s.PDF, newRandom("scan "+s.FileName, s.Seed)); err != nil {
			return nil, fmt.Errorf("invoicegen: scan %s: %w", s.FileName, err)
		}
	}
	return samples, nil
}

// StoryWithoutScans is the same story in seconds less: the samples that are marked as scans still have their text layer.
func StoryWithoutScans() ([]Sample, error) {
	t := newTale()
	sales := t.saleBills()
	var samples []Sample
	for _, chapter := range [][]telling{t.office(), t.networkBills(), sales, t.fireStation(), t.culture(), t.rest(sales[1].bill)} {
		for _, told := range chapter {
			s, err := render(Options{}, told.bill)
			if err != nil {
				return nil, err
			}
			s.Scan = told.scan
			samples = append(samples, s)
		}
	}
	return samples, nil
}

// telling is one file of the story.
type telling struct {
	bill *bill
	scan bool
}

// tale holds who and what appears in several bills.
type tale struct {
	commune                                            party
	jantar, sales, network, zorza, watra, firefly      party
	school, lights, plant, hall, village, centre, fire point
}

const storySeed = 2026

func newTale() *tale {
	r := newRandom("story", storySeed)
	in := func(c company) party { return party{c, r.nip(), r.account()} }
	at := func(i int, tariff, operator string) point { return r.newPoint(places[i], tariff, operator, 1) }
	t := &tale{
		commune: party{company: company{name: "Gmina Wierzbowa Struga", street: "ul. Ratuszowa 1", city: "64-997 Wierzbowa Struga"}, nip: r.nip()},
		jantar:  in(sellers[0]), sales: in(sellers[1]), network: in(distributors[0]), zorza: in(sellers[6]), watra: in(sellers[4]),
		school: at(0, "C12a", "5903106"), lights: at(1, "C12b", "5903106"), plant: at(2, "B23", "5903106"),
		hall: at(3, "C21", "5902438"), village: at(5, "G11", "5905435"), fire: at(4, "C11", "5903224"), centre: at(12, "G12", "5903801"),
	}
	t.firefly = in(sellers[3])
	t.centre.place = place{name: "Gminny Ośrodek Kultury", address: "ul. Parkowa 6"}
	return t
}

// bill starts a bill of the seller over whole months; the look belongs to the seller.
func (t *tale) bill(layout, file, number string, seller party, year, month, months int) *bill {
	b := newBill(layout, storySeed)
	b.variants, b.points, b.before, b.corrects = map[string]bool{}, nil, nil, ""
	b.overpaid, b.interest, b.rowVAT, b.unit = 0, 0, false, "kWh"
	b.quirks = quirks{}
	r := newRandom("look "+seller.name, storySeed)
	b.look, b.words, b.client = r.look(), r.wording(), r.digits(9)
	b.seller, b.buyer = seller, t.commune
	b.fileName, b.number = file, number
	b.period(year, month, months)
	return b
}

// usedBy returns the point with a consumption per zone in kWh.
func (p point) usedBy(kwh ...int) point {
	c := p.clone()
	c.used = nil
	for _, k := range kwh {
		c.used = append(c.used, lake.Energy(k)*1000)
	}
	return c
}

// with completes the bill with points.
func (b *bill) with(points ...point) *bill {
	b.points = points
	b.complete()
	return b
}

// corrected makes b the correction of another bill's points, issued on a day.
func (b *bill) corrected(original *bill, before, after []point, issue lake.Date, reason string) {
	b.kind, b.corrects, b.correctsDate, b.reason = lake.Correction, original.number, original.issue, reason
	b.start, b.end, b.months = original.start, original.end, original.months
	b.issue, b.due = issue, issue.AddDays(14)
	b.before = before
	b.with(after...)
}

func day(year, month, dayOfMonth int) lake.Date {
	return lake.Date{Year: year, Month: time.Month(month), Day: dayOfMonth}
}

// office: the commune's office in 2022, over a New Year, and on a scan.
func (t *tale) office() []telling {
	old := t.bill("L10", "Faktura_06_2022_urząd_gminy.pdf", "4820017345/FES/00019", t.jantar, 2022, 6, 1)
	before := t.hall.usedBy(4_180)
	before.ppe = "PL0037910099931752" // the code before the operators changed them
	old.with(before)

	winter := t.bill("L1", "Urząd Gminy rozliczenie grudzień-styczeń.pdf", "4820017345/FES/00061", t.jantar, 2025, 12, 2)
	winter.start, winter.end = day(2025, 12, 4), day(2026, 2, 5)
	winter.issued(5)
	winter.overpaid = 12_534
	winter.with(t.hall.usedBy(11_046))

	spring := t.bill("L1", "skan_urząd_luty-marzec_2026.pdf", "4820017345/FES/00062", t.jantar, 2026, 2, 2)
	spring.start, spring.end = day(2026, 2, 6), day(2026, 4, 5)
	spring.issued(6)
	spring.with(t.hall.usedBy(9_318))
	return []telling{{old, false}, {winter, false}, {spring, true}}
}

// networkBills: distribution, a year ago for one point, in March 2026 for three, in April on a scan.
func (t *tale) networkBills() []telling {
	lastYear := t.bill("L3", "Dystrybucja_03_2025_szkoła.pdf", "D/0000873/25", t.network, 2025, 3, 1).with(t.school.usedBy(655, 1_214))
	march := t.bill("L4", "Dystrybucja_03_2026.pdf", "D/0001240/26", t.network, 2026, 3, 1)
	march.with(t.school.usedBy(620, 1_105), t.lights.usedBy(1_102, 2_316), t.plant.usedBy(24_387, 10_853, 104_245))
	april := t.bill("L3", "skan0007.pdf", "D/0001655/26", t.network, 2026, 4, 1).with(t.school.usedBy(548, 986))
	return []telling{{lastYear, false}, {march, false}, {april, true}}
}

// saleBills: the same points bought from a seller; the school's reading of March was wrong and is corrected.
func (t *tale) saleBills() []telling {
	lastYear := t.bill("L5", "Sprzedaż_03_2025.pdf", "FS/2025/03/0398", t.sales, 2025, 3, 1)
	lastYear.with(t.school.usedBy(655, 1_214))
	wrong, right := t.school.usedBy(735, 1_105), t.school.usedBy(620, 1_105)
	march := t.bill("L5", "Sprzedaż_03_2026.pdf", "FS/2026/03/0457", t.sales, 2026, 3, 1)
	march.with(wrong, t.lights.usedBy(1_102, 2_316))
	april := t.bill("L5", "skan_sprzedaż_kwiecień_2026.pdf", "FS/2026/04/0461", t.sales, 2026, 4, 1)
	april.with(t.school.usedBy(548, 986))
	correction := t.bill("L6", "Korekta_sprzedaż_03_2026.pdf", "FSK/2026/05/0031", t.sales, 2026, 3, 1)
	correction.corrected(march, []point{wrong}, []point{right}, day(2026, 5, 15), "błędny odczyt układu pomiarowego")
	for _, b := range []*bill{lastYear, march, april, correction} {
		b.scope = lake.Sale
		b.complete()
	}
	return []telling{{lastYear, false}, {march, false}, {april, true}, {correction, false}}
}

// fireStation: a bill, its correction, and the correction of that.
func (t *tale) fireStation() []telling {
	first, second, third := t.fire.usedBy(1_310), t.fire.usedBy(1_226), t.fire.usedBy(1_135)
	original := t.bill("L1", "OSP_listopad_2025.pdf", "T/K1/BN000714/0003/25", t.watra, 2025, 11, 1).with(first)
	once := t.bill("L7", "OSP korekta 1.pdf", "T/K1/BN000714/0005/26", t.watra, 2025, 11, 1)
	once.corrected(original, []point{first}, []point{second}, day(2026, 1, 19), "zmiana odczytu")
	once.chained = false
	twice := t.bill("L7", "OSP korekta 2.pdf", "T/K1/BN000714/0009/26", t.watra, 2025, 11, 1)
	twice.corrected(once, []point{second}, []point{third}, day(2026, 3, 6), "uznana reklamacja")
	twice.chained = true
	return []telling{{original, false}, {once, false}, {twice, false}}
}

// culture: a forecast of two months that a settlement of three replaces, with something left over.
func (t *tale) culture() []telling {
	forecast := t.bill("L8", "Prognoza_I-II_2026.pdf", "500000000077", t.zorza, 2026, 1, 2)
	forecast.issue, forecast.due = day(2026, 1, 7), day(2026, 1, 21)
	forecast.with(t.centre.usedBy(1_130, 740))
	settled := t.bill("L9", "Rozliczenie_I_kwartał_2026.pdf", "500000000102", t.zorza, 2026, 1, 3)
	settled.forecast = forecast.net()
	settled.with(t.centre.usedBy(789, 431))
	return []telling{{forecast, false}, {settled, false}}
}

// rest: a village hall over two months, an official print without details, and a note that is no invoice.
func (t *tale) rest(late *bill) []telling {
	village := t.bill("L2", "Świetlica_Żabnica_III-IV_2026.pdf", "03/2605/00204417", t.firefly, 2026, 3, 2).with(t.village.usedBy(714))
	picture := t.bill("L11", "KSeF_FV2026-05-150.pdf", "FV2026/05/150", t.jantar, 2026, 4, 1)
	picture.scope = lake.Comprehensive
	picture.with(t.hall.usedBy(4_020))
	note := t.bill("L12", "Nota odsetkowa.pdf", "03/0684882", t.sales, 2026, 5, 1)
	note.subject, note.late = subjectInterest, late
	return []telling{{village, false}, {picture, false}, {note, false}}
}

// TruthName is the name of the file with the truth of a sample.
func TruthName(file string) string { return strings.TrimSuffix(file, ".pdf") + ".json" }
