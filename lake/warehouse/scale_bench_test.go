//go:build unix

package warehouse_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"wattlake/lake"
)

// cpuTime is what this process has used of all processors.
func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// scales are the lakes that the figures are for, invoices and points. The great ones take minutes to make. WATTLAKE_SCALE names another
// one, such as 200000,100.
func scales() [][2]int {
	var invoices, points int
	if n, _ := fmt.Sscanf(os.Getenv("WATTLAKE_SCALE"), "%d,%d", &invoices, &points); n == 2 {
		return [][2]int{{invoices, points}}
	}
	if os.Getenv("WATTLAKE_SOAK") != "" {
		return [][2]int{{1_000_000, 500}, {1_000_000, 100_000}}
	}
	return [][2]int{{20_000, 500}}
}

// beside measures work, and reports the time of the same question put to one bare Parquet file in the same run: DuckDB cannot
// do it faster.
func beside(b *testing.B, l lakeDir, name, bare string, work func(round int)) {
	b.Helper()
	b.Run(name, func(b *testing.B) {
		round, before := 0, cpuTime(b)
		for b.Loop() {
			round++
			work(round)
		}
		perOp, cpu := float64(b.Elapsed())/float64(b.N), float64(cpuTime(b)-before)/float64(b.N)
		const asked = 3
		start := time.Now()
		for range asked {
			if err := l.Ask(b.Context(), bare); err != nil {
				b.Fatal(err)
			}
		}
		limit := float64(time.Since(start)) / asked
		b.ReportMetric(perOp/1e6, "ms/op")
		b.ReportMetric(cpu/1e6, "ms-cpu/op") // what the clock shows on an idle machine with one processor, at most
		b.ReportMetric(limit/1e6, "ms/bare")
		b.ReportMetric(perOp/limit, "x-bare")
	})
}

// BenchmarkScale measures what people wait for.
func BenchmarkScale(b *testing.B) {
	for _, scale := range scales() {
		b.Run(fmt.Sprintf("invoices%d-points%d", scale[0], scale[1]), func(b *testing.B) { benchmarkScale(b, scale[0], scale[1]) })
	}
}

func benchmarkScale(b *testing.B, invoices, points int) {
	b.Helper()
	l := open(b)
	if err := l.Generate(b.Context(), invoices, points); err != nil {
		b.Fatal(err)
	}
	l.build(b)
	bare := map[string]string{}
	for _, table := range []string{"silver", "monthly_energy_costs", "consumption_per_ppe", "cost_breakdown", "bill_audit", "corrections_vs_originals"} {
		path := filepath.Join(b.TempDir(), table+".parquet")
		if err := l.Bare(b.Context(), table, path); err != nil {
			b.Fatal(err)
		}
		bare[table] = "read_parquet('" + path + "')"
	}
	everything := "SELECT bit_xor(hash(r)) FROM " + bare["silver"] + " r"
	beside(b, l, "rebuild", everything, func(int) { // all of Gold is computed and written
		b.StopTimer()
		fresh := l.withoutGold(b)
		b.StartTimer()
		if _, err := fresh.RebuildGold(b.Context()); err != nil {
			b.Fatal(err)
		}
	})
	for _, n := range []int{10, 100} {
		rounds := 0
		for _, how := range []string{"cold", "warm"} { // a process that has just begun, and one that has built Gold before
			warm := openAt(b, l.root)
			rounds++
			warm.commit(b, nil, newcomers(n, rounds)...)
			warm.build(b)
			beside(b, l, fmt.Sprintf("upsert100-on%dpoints-%s", n, how), everything, func(int) {
				rounds++
				at := warm
				if how == "cold" {
					at = openAt(b, l.root)
				}
				at.commit(b, nil, newcomers(n, rounds)...)
				at.build(b)
			})
		}
	}
	benchmarkQueries(b, openAt(b, l.root), bare)
}

// withoutGold drops the Gold tables and opens the lake anew.
func (l lakeDir) withoutGold(b *testing.B) lakeDir {
	b.Helper()
	if err := os.RemoveAll(filepath.Join(l.root, "03_gold")); err != nil {
		b.Fatal(err)
	}
	return openAt(b, l.root)
}

// benchmarkQueries measures what the dashboard asks: each question, and all of them as a page that opens asks them.
func benchmarkQueries(b *testing.B, l lakeDir, bare map[string]string) {
	b.Helper()
	year := lake.MetricFilter{From: day("2024-01-01"), To: day("2024-12-01")}
	seller, point := year, year
	seller.Seller, point.PPE = "Enea Operator Sp. z o.o.", pointCode(7)
	for _, f := range []struct {
		name   string
		filter lake.MetricFilter
	}{{"all-time", lake.MetricFilter{}}, {"year", year}, {"year-of-a-seller", seller}, {"year-of-a-point", point}} {
		questions, err := l.Questions(b.Context(), f.filter, bare)
		if err != nil {
			b.Fatal(err)
		}
		var all []string
		for _, q := range questions {
			all = append(all, q.Bare)
			beside(b, l, f.name+"/"+q.Name, q.Bare, func(int) {
				if err := q.Ask(b.Context()); err != nil {
					b.Fatal(err)
				}
			})
		}
		beside(b, l, f.name+"/dashboard", strings.Join(all, ";\n"), func(int) {
			if _, err := l.Extent(b.Context()); err != nil {
				b.Fatal(err)
			}
			if _, err := l.Overview(b.Context(), f.filter); err != nil {
				b.Fatal(err)
			}
		})
	}
}

func pointCode(n int) string { return fmt.Sprintf("5903106000%08d", n) }

// newcomers are a hundred bills of the next month on n points.
func newcomers(n, round int) []lake.Invoice {
	rows := make([]lake.Invoice, 100)
	for i := range rows {
		first := day("2026-01-01").AddDays(i / n)
		row := invoice(fmt.Sprintf("N/%d/%d/%d", n, round, i), first.String(), first.String(), int64(10000+i), 2300)
		row.Lines = []lake.Line{line("Energia czynna", int64(9000+i)), line("Opłata mocowa", 1000)}
		rows[i] = keyed(onPoint(row, pointCode((i+round*7)%n), int64(100_000+i)))
	}
	return rows
}
