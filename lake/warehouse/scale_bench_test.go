//go:build unix

package warehouse_test

import (
	"fmt"
	"os"
	"path/filepath"
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
	for _, table := range []string{"silver", "monthly_energy_costs", "consumption_per_ppe"} {
		path := filepath.Join(b.TempDir(), table+".parquet")
		if err := l.Bare(b.Context(), table, path); err != nil {
			b.Fatal(err)
		}
		bare[table] = "read_parquet('" + path + "')"
	}
	everything := "SELECT bit_xor(hash(r)) FROM " + bare["silver"] + " r"
	beside(b, l, "rebuild", everything, func(int) {
		if _, err := l.RebuildGold(b.Context()); err != nil {
			b.Fatal(err)
		}
	})
	for _, n := range []int{10, 100} {
		beside(b, l, fmt.Sprintf("upsert100-on%dpoints", n), everything, func(round int) {
			l.commit(b, nil, newcomers(n, round)...)
			l.build(b)
		})
	}
	year := lake.MetricFilter{From: day("2024-01-01"), To: day("2024-12-01")}
	one := lake.MetricFilter{PPE: pointCode(7)}
	beside(b, l, "costs-of-a-year", "SELECT * FROM "+bare["monthly_energy_costs"]+" WHERE month BETWEEN DATE '2024-01-01' AND DATE '2024-12-01' ORDER BY month, ppe", func(int) {
		if _, err := l.Costs(b.Context(), year); err != nil {
			b.Fatal(err)
		}
	})
	beside(b, l, "consumption-of-a-point", "SELECT * FROM "+bare["consumption_per_ppe"]+" WHERE ppe = '"+pointCode(7)+"' ORDER BY month", func(int) {
		if _, err := l.Consumption(b.Context(), one); err != nil {
			b.Fatal(err)
		}
	})
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
