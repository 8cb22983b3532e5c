package invoicegen

import (
	"fmt"
	"strconv"

	"wattlake/lake"
)

// sellerRecipes choose the content of the layouts from L13 on: styles of sellers that share nothing with the first twelve.
var sellerRecipes = map[string]func(*bill){
	"L13": func(b *bill) {
		b.recent(1)
		for range b.rnd.between(1, 3) {
			b.addPoint(pick(b.rnd, operators...), "CG")
		}
		b.number = b.programNumber()
	},
	"L14": func(b *bill) {
		b.recent(pick(b.rnd, 1, 2, 6))
		b.addPoint("5903224", "CG")
		b.number = fmt.Sprintf("T/K%d/%07d/%02d", b.rnd.between(1, 9), b.rnd.between(1, 999_999), b.issue.Year%100)
		b.paidBefore()
		b.interest = 0
	},
	"L15": func(b *bill) {
		b.recent(pick(b.rnd, 1, 2))
		b.addPoint("5903801", "GC")
		b.number = pick(b.rnd, b.rnd.digits(12), "E/"+b.rnd.digits(7)+"/"+strconv.Itoa(b.issue.Year), "FV-"+b.rnd.digits(8))
	},
	"L16": func(b *bill) {
		b.recent(1)
		b.addPoint(pick(b.rnd, operators...), "CB")
		b.number = fmt.Sprintf("PL%02d-%s", b.issue.Year%100, b.rnd.digits(7))
	},
	"L17": func(b *bill) {
		b.recent(1)
		b.unit = pick(b.rnd, "kWh", "kWh", "MWh")
		for range b.rnd.between(4, 12) {
			b.addPoint(pick(b.rnd, "5902438", "5905435"), "CBG")
		}
		b.number = fmt.Sprintf("%d/%02d/%04d/Z", b.rnd.between(1, 999), b.issue.Month, b.issue.Year)
	},
	"L18": func(b *bill) {
		b.recent(1)
		b.unit = "MWh"
		b.addPoint(pick(b.rnd, operators...), "B")
		b.number = fmt.Sprintf("%s/%04d", b.rnd.digits(9), b.issue.Year)
	},
	"L19": func(b *bill) { b.correctSeveral(2, 4) },
	"L20": func(b *bill) { b.correctSeveral(2, 8) },
	"L21": func(b *bill) { b.correctSeveral(1, 1) },
	"L22": func(b *bill) {
		b.kind = lake.Forecast
		b.recent(pick(b.rnd, 2, 3, 6))
		b.addPoint("5905435", "GC")
		b.issue = b.start.AddDays(b.rnd.between(1, 8))
		b.due = b.issue.AddDays(14)
		b.number = fmt.Sprintf("%02d/%02d%02d/%08d/%d", b.rnd.between(1, 24), b.issue.Year%100, b.issue.Month, b.rnd.between(100_000, 999_999), b.rnd.between(1, 4))
	},
	"L23": func(b *bill) {
		b.recent(1)
		b.addPoint(pick(b.rnd, operators...), "CG")
		b.number = b.programNumber()
	},
	"L24": func(b *bill) {
		b.recent(pick(b.rnd, 1, 2, 6))
		b.addPoint(pick(b.rnd, operators...), "GC")
		b.prosumer()
		b.number = b.programNumber()
	},
	"L25": func(b *bill) {
		b.recent(1)
		b.scope = lake.Sale
		for range b.rnd.between(2, 8) {
			b.addPoint(pick(b.rnd, operators...), "CG")
		}
		b.number = b.programNumber()
	},
	"L26": func(b *bill) { b.correctSeveral(1, 1) },
	"L27": func(b *bill) { b.correctSeveral(1, 1) },
	"L28": func(b *bill) { b.correctSeveral(1, 1) },
	"L29": (*bill).onePoint,
	"L30": (*bill).onePoint,
	"L31": (*bill).onePoint,
	"L32": (*bill).onePoint,
}

// onePoint makes a bill of one or two months for one point.
func (b *bill) onePoint() {
	b.recent(b.rnd.between(1, 2))
	b.addPoint(pick(b.rnd, operators...), "CG")
	b.number = b.programNumber()
}

// programNumber is a number as general accounting programs form them.
func (b *bill) programNumber() string {
	n := b.rnd.between(1, 900)
	return pick(b.rnd,
		fmt.Sprintf("%d/%02d/%04d", n, b.issue.Month, b.issue.Year), fmt.Sprintf("FV %d/%04d", n, b.issue.Year), fmt.Sprintf("FV/%04d/%02d/%d", b.issue.Year, b.issue.Month, n),
		fmt.Sprintf("FS-%d/%02d/%04d/EN", n, b.issue.Year%100, b.issue.Month), fmt.Sprintf("%04d/%02d/%06d", b.issue.Year, b.issue.Month, n), fmt.Sprintf("(S)FS-%d/%04d", n, b.issue.Year),
	)
}

// correctSeveral makes a correction of as many points.
func (b *bill) correctSeveral(lo, hi int) {
	b.recent(1)
	for range b.rnd.between(lo, hi) {
		b.addPoint(pick(b.rnd, operators...), "CG")
	}
	b.correct(b.programNumber())
	b.number = fmt.Sprintf("KOR/%s", b.programNumber())
	if b.rnd.chance(40) {
		b.number = fmt.Sprintf("%d/%02d/%04d/K", b.rnd.between(1, 99), b.issue.Month, b.issue.Year)
	}
}
