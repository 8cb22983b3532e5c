package warehouse_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
)

// Python interpreters that have deltalake, polars and pyarrow; and pyspark, with the folder of Delta Lake's jars.
const (
	pythonVariable = "WATTLAKE_TEST_DELTALAKE"
	sparkVariable  = "WATTLAKE_TEST_SPARK"
	jarsVariable   = "WATTLAKE_TEST_SPARK_JARS"
)

// seen is what testdata/engine.py prints; spark.py prints a part of it.
type seen struct {
	Version   int64    `json:"version"`
	Rows      int      `json:"rows"`
	ArrowRows int      `json:"arrow_rows"`
	Columns   []string `json:"columns"`
	Years     []int    `json:"years"`
	Net       string   `json:"net"`
	Points    string   `json:"points"`
	PointNets string   `json:"point_nets"`
}

// Engines that nobody here wrote read the tables and see the same figures, those inside lists included.
func TestOtherEnginesReadTheTables(t *testing.T) {
	python, named := os.LookupEnv(pythonVariable)
	if !named {
		python = "python3"
	}
	if err := exec.CommandContext(t.Context(), python, "-c", "import deltalake, polars, pyarrow").Run(); err != nil {
		if named {
			t.Fatalf("%s: %v", python, err)
		}
		t.Skipf("%s has no deltalake and polars", python)
	}
	older := onPoint(invoice("A", "2025-12-01", "2026-01-31", 62000, 0), homePPE, 620_000)
	older.IssueDate = day("2025-12-20")
	l := gold(t, distribution(), sale(), keyed(older))
	ask := func(table string) seen {
		t.Helper()
		command := exec.CommandContext(t.Context(), python, "testdata/engine.py", filepath.Join(l.root, table))
		var complaints bytes.Buffer
		command.Stderr = &complaints
		output, err := command.Output()
		if err != nil {
			t.Fatalf("%s: %v: %s", table, err, &complaints)
		}
		var s seen
		if err := json.Unmarshal(output, &s); err != nil {
			t.Fatal(err)
		}
		return s
	}
	silver := ask(lake.SilverTable)
	want := seen{Rows: 3, ArrowRows: 3, Columns: silver.Columns, Years: []int{2025, 2026}, Net: "36904.94", Points: "150391.000", PointNets: "36284.94"}
	if diff := cmp.Diff(want, silver); diff != "" {
		t.Error(diff)
	}
	var columns []string // of Silver are the JSON names of an invoice
	for field := range reflect.TypeFor[lake.Invoice]().Fields() {
		columns = append(columns, field.Tag.Get("json"))
	}
	if diff := cmp.Diff(columns, silver.Columns); diff != "" {
		t.Error(diff)
	}
	// 5 rows of March 2026, December and January; spread and shared, the nets are the same sum
	costs := ask(lake.GoldPrefix + "monthly_energy_costs")
	want = seen{Rows: 7, ArrowRows: 7, Columns: costs.Columns, Years: []int{2025, 2026}, Net: "36904.94"}
	if diff := cmp.Diff(want, costs); diff != "" {
		t.Error(diff)
	}
	parts := ask(lake.GoldPrefix + "cost_breakdown")
	want = seen{Rows: 7, ArrowRows: 7, Columns: parts.Columns, Years: []int{2025, 2026}, Net: "36904.94"}
	if diff := cmp.Diff(want, parts); diff != "" {
		t.Error(diff)
	}
	for _, table := range []string{"consumption_per_ppe", "corrections_vs_originals", "bill_audit"} {
		ask(lake.GoldPrefix + table)
	}
	register := lake.Register{Points: []lake.RegisteredPoint{{PPE: homePPE, Name: "Dom", OldCodes: []string{"A", "B"}}}}
	if err := l.CommitRegister(t.Context(), register); err != nil {
		t.Fatal(err)
	}
	if points := ask(lake.PointsTable); points.Rows != 1 {
		t.Errorf("%+v", points)
	}
	row := keyed(older) // more commits than a checkpoint is apart
	for i := range 12 {
		row.Net, row.Gross = money(62000+int64(i)), money(62000+int64(i))
		l.commit(t, nil, row)
	}
	silver = ask(lake.SilverTable)
	want = seen{Version: 12 - 1, Rows: 3, ArrowRows: 3, Columns: silver.Columns, Years: []int{2025, 2026}, Net: "36905.05", Points: "150391.000", PointNets: "36284.94"}
	if diff := cmp.Diff(want, silver); diff != "" {
		t.Errorf("from a checkpoint: %s", diff)
	}
}

// Spark, which the Delta format was made for, sees what DuckDB sees, to the grosz: every table, from a checkpoint too.
func TestSparkReadsTheTables(t *testing.T) {
	python, jars := os.Getenv(sparkVariable), os.Getenv(jarsVariable)
	if python == "" || jars == "" {
		t.Skipf("%s and %s are not set", sparkVariable, jarsVariable)
	}
	older := onPoint(invoice("A", "2025-12-01", "2026-01-31", 62000, 0), homePPE, 620_000)
	older.IssueDate = day("2025-12-20")
	l := gold(t, distribution(), sale(), keyed(older))
	if err := l.CommitRegister(t.Context(), lake.Register{Points: []lake.RegisteredPoint{{PPE: homePPE, Name: "Dom", OldCodes: []string{"A"}}}}); err != nil {
		t.Fatal(err)
	}
	row := keyed(older) // more commits than a checkpoint is apart
	for i := range 12 {
		row.Net, row.Gross = money(62000+int64(i)), money(62000+int64(i))
		l.commit(t, nil, row)
		l.build(t)
	}
	tables := []string{
		lake.SilverTable, lake.PointsTable, lake.GoldPrefix + "monthly_energy_costs", lake.GoldPrefix + "cost_breakdown",
		lake.GoldPrefix + "consumption_per_ppe", lake.GoldPrefix + "corrections_vs_originals", lake.GoldPrefix + "bill_audit",
	}
	arguments := []string{"testdata/spark.py", jars}
	for _, table := range tables {
		arguments = append(arguments, filepath.Join(l.root, table))
	}
	command := exec.CommandContext(t.Context(), python, arguments...)
	var complaints bytes.Buffer
	command.Stderr = &complaints
	output, err := command.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, &complaints)
	}
	decoder := json.NewDecoder(bytes.NewReader(output))
	for _, table := range tables {
		var got seen
		if err := decoder.Decode(&got); err != nil {
			t.Fatalf("%s: %v\n%s", table, err, output)
		}
		want, err := l.Seen(t.Context(), table)
		if err != nil {
			t.Fatal(err)
		}
		if want.Rows == 0 && table != lake.GoldPrefix+"corrections_vs_originals" {
			t.Errorf("%s is empty: nothing is compared", table)
		}
		if diff := cmp.Diff(seen{Rows: want.Rows, Net: want.Net, Points: want.Points, PointNets: want.PointNets}, got); diff != "" {
			t.Errorf("%s: %s", table, diff)
		}
	}
}
