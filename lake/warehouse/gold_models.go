package warehouse

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"strings"

	"wattlake/lake"
	"wattlake/lake/delta"
)

// goldTable is a Gold table with the SQL that computes it.
type goldTable struct {
	*table
	name   string
	part   string // see model
	order  string // see model
	ranks  string // see model; order if there are none
	create string // makes new_{name}
	checks []check
}

// openGold returns the shared steps and the tables in the order in which they are built.
func (w *Warehouse) openGold() (shared []string, tables []goldTable, err error) {
	var all strings.Builder
	for _, step := range steps {
		create, _, err := source(step)
		if err != nil {
			return nil, nil, err
		}
		shared = append(shared, create)
		all.WriteString(create)
	}
	for _, m := range goldModels {
		create, checks, err := source(m.name)
		if err != nil {
			return nil, nil, err
		}
		tables = append(tables, goldTable{w.newTable(lake.Key(lake.GoldPrefix+m.name), m.columns), m.name, m.part, m.order, cmp.Or(m.ranks, m.order), create, checks})
		all.WriteString(create)
	}
	if w.affected, _, err = source("step_0_affected"); err != nil {
		return nil, nil, err
	}
	if w.macros, _, err = source(macros); err != nil {
		return nil, nil, err
	}
	all.WriteString(w.macros)
	w.models = string(lake.NewContentID([]byte(all.String())))
	return shared, tables, nil
}

// compute makes the temporary tables of all models from one Silver snapshot and runs their checks.
func (w *Warehouse) compute(ctx context.Context, conn *sql.Conn, silver delta.Snapshot) error {
	relation, err := w.silver.relation(ctx, silver)
	if err != nil {
		return err
	}
	if err := w.stage(ctx, conn); err != nil {
		return err
	}
	if err := execAll(ctx, conn, "CREATE OR REPLACE TEMP VIEW all_silver AS FROM "+relation,
		"CREATE OR REPLACE TEMP VIEW silver AS FROM all_silver"); err != nil {
		return err
	}
	return w.runModels(ctx, conn)
}

// stage makes what the models need besides Silver, for a build of the whole.
func (w *Warehouse) stage(ctx context.Context, conn *sql.Conn) error {
	if err := w.register.stage(ctx, conn); err != nil {
		return err
	}
	return execAll(ctx, conn, w.macros,
		"CREATE OR REPLACE TEMP TABLE affected_spots (spot UBIGINT, first DATE)",
		"CREATE OR REPLACE TEMP TABLE earlier_months (ppe VARCHAR, month DATE, consumption_kwh DECIMAL(18,3), net_per_kwh DECIMAL(18,6))")
}

// runModels runs the shared steps, the models and their checks on what was staged.
func (w *Warehouse) runModels(ctx context.Context, conn *sql.Conn) error {
	for i, step := range w.steps {
		if _, err := conn.ExecContext(ctx, step); err != nil {
			return fmt.Errorf("gold %s: %w", steps[i], err)
		}
	}
	for _, g := range w.gold {
		if err := g.build(ctx, conn); err != nil {
			return err
		}
	}
	return nil
}

// dropComputed gives back the memory of the temporary tables.
func dropComputed(ctx context.Context, conn *sql.Conn) error {
	drops, err := scanAll[string](ctx, conn, `SELECT 'DROP TABLE IF EXISTS temp."' || table_name || '"' FROM duckdb_tables() WHERE temporary`)
	if err != nil {
		return err
	}
	return execAll(ctx, conn, drops...)
}

// build runs the model and its checks.
func (g goldTable) build(ctx context.Context, conn *sql.Conn) error {
	if _, err := conn.ExecContext(ctx, g.create); err != nil {
		return fmt.Errorf("gold model %s: %w", g.name, err)
	}
	for _, c := range g.checks {
		broken, err := scanOne[int64](ctx, conn, "SELECT count(*) FROM ("+c.query+")")
		if err != nil {
			return fmt.Errorf("check %q of %s: %w", c.name, g.name, err)
		}
		if broken > 0 {
			return checkFailed(g.name, c.name, broken)
		}
	}
	return nil
}

// CodeCheckFailed is the code of a Gold table that broke one of its own rules; its previous version stays.
const CodeCheckFailed lake.Code = "gold_check_failed"

func checkFailed(table, name string, rows int64) error {
	return &lake.Error{
		Code: CodeCheckFailed, Op: "warehouse: build gold", Err: fmt.Errorf("check %q of %s", name, table),
		Message: lake.Text{
			PL: fmt.Sprintf("Tabela %s nie przeszła kontroli „%s” (wierszy: %d). Została poprzednia wersja.", table, name, rows),
			EN: fmt.Sprintf("The table %s failed its check %q (%d rows). The previous version stays.", table, name, rows),
		},
		Hint: lake.Text{
			PL: "Zgłoś to autorom programu razem z wynikiem polecenia „verify”.",
			EN: "Report it to the authors of the program together with the output of \"verify\".",
		},
	}
}
